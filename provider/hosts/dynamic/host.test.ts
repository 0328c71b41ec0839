import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { describe, expect, it, vi } from "vitest";
import { differenceIn } from "../../../test/support/difference";
import {
  type Change,
  type Lifecycle,
  PartialFailure,
  type Properties,
  type PropertyPath,
  UNKNOWN,
} from "../../contract";
import { hostDynamically } from "./host";

/** A lifecycle that does nothing, but for what a test gives it. */
function kind(methods: Partial<Lifecycle>): Lifecycle {
  const refuse = () => {
    throw new Error("not expected");
  };
  return {
    secrets: ["token"],
    check: refuse,
    diff: refuse,
    preview: refuse,
    create: refuse,
    read: refuse,
    update: refuse,
    delete: refuse,
    list: refuse,
    test: refuse,
    redact: (text) => text.replaceAll("s3cret", "[secret]"),
    ...methods,
  };
}

/** What this host has recorded names its provider. */
const RECORDED = { __provider: "code" };

const host = (methods: Partial<Lifecycle>) => hostDynamically(() => kind(methods));

async function thrownBy(work: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

describe("a deletion", () => {
  const failing = () => {
    throw new Error("403");
  };
  const deleting = (methods: Partial<Lifecycle>) => {
    const deleted = vi.fn(async () => undefined);
    return { deleted, provider: host({ ...methods, delete: deleted }) };
  };

  it.each<[string, Partial<Lifecycle>, (provider: ReturnType<typeof host>) => Promise<unknown> | undefined]>([
    ["a creation", { create: failing }, (provider) => provider.create({})],
    ["an update", { update: failing }, (provider) => provider.update?.("rc_1", RECORDED, {})],
    ["a comparison", { diff: failing }, (provider) => provider.diff?.("rc_1", RECORDED, {})],
    [
      "a check",
      { check: () => ({ inputs: {}, problems: [{ path: "", message: "no" }] }) },
      (provider) => provider.check?.({}, {}),
    ],
  ])("is refused once %s has failed in the same process", async (_, methods, fail) => {
    const { deleted, provider } = deleting(methods);
    await fail(provider)?.catch(() => undefined);
    expect(await thrownBy(provider.delete?.("rc_2", {}))).toMatchObject({
      message: expect.stringMatching(
        /^Connection rc_2 is not deleted, since something else in this run has failed/,
      ),
    });
    expect(deleted).not.toHaveBeenCalled();
  });

  it("is none of another deletion's business: a destroy goes on", async () => {
    const deleted = vi.fn(async (id: string) => (id === "rc_1" ? failing() : undefined));
    const provider = host({ delete: deleted });
    await thrownBy(provider.delete?.("rc_1", {}));
    await provider.delete?.("rc_2", {});
    expect(deleted).toHaveBeenCalledTimes(2);
  });
});

describe("hostDynamically", () => {
  it("hides Pulumi's own key and its unknown values from the lifecycle", async () => {
    const seen: Properties[] = [];
    const check = (news: Properties, olds: Properties) => {
      seen.push(news, olds);
      return { inputs: news, problems: [] };
    };
    const news = { __provider: "x", a: unknownValue, b: [{ c: unknownValue, d: 1 }] };
    const result = await host({ check }).check?.({ __provider: "x", a: 1 }, news);
    expect(seen).toEqual([{ a: UNKNOWN, b: [{ c: UNKNOWN, d: 1 }] }, { a: 1 }]);
    expect(result?.inputs).toEqual({ a: unknownValue, b: [{ c: unknownValue, d: 1 }] });
  });

  // One for each type, as in pulumi/sdk/go/common/resource/plugin/rpc.go.
  it.each([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("takes Pulumi's %s for a value that is not known yet", async (a) => {
    const diff = vi.fn(() => differenceIn([]));
    await host({ diff }).diff?.("id", { ...RECORDED, a: null }, { a });
    expect(diff).toHaveBeenCalledWith("id", { a: null }, { a: UNKNOWN }, undefined);
  });

  it.each([
    ["a text", "me", "me"],
    ["not known yet", unknownValue, undefined],
    ["missing", undefined, undefined],
    ["no text", 7, undefined],
  ])("tells check and diff the identity when it is %s", async (_, __identity, identity) => {
    const check = vi.fn((news: Properties) => ({ inputs: news, problems: [] }));
    const diff = vi.fn(() => differenceIn([]));
    const one = host({ check, diff });
    await one.check?.({ __identity: "old" }, { __identity });
    await one.diff?.("id", { ...RECORDED, __identity: "old" }, { __identity });
    expect(check).toHaveBeenCalledWith({}, {}, identity);
    expect(diff).toHaveBeenCalledWith("id", {}, {}, identity);
  });

  it("checks what has no former inputs", async () => {
    const check = vi.fn((news: Properties) => ({ inputs: news, problems: [] }));
    await Reflect.apply(host({ check }).check ?? expect.fail, undefined, [undefined, { a: 1 }]);
    expect(check).toHaveBeenCalledWith({ a: 1 }, {}, undefined);
  });

  it("updates and deletes by what is recorded, without its own keys", async () => {
    const update = vi.fn(async (_id: string, _old: Properties, news: Properties) => news);
    const remove = vi.fn(async () => undefined);
    const one = host({ update, delete: remove });
    expect(await one.update?.("id", { __provider: "x", a: 1 }, { __provider: "x", a: 2 })).toEqual({
      outs: { a: 2 },
    });
    expect(update).toHaveBeenCalledWith("id", { a: 1 }, { a: 2 });
    await one.delete?.("id", { __provider: "x", a: 2 });
    expect(remove).toHaveBeenCalledWith("id", { a: 2 });
  });

  it("takes over what the plugin has recorded, and sends nothing", async () => {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    const update = vi.fn(async (_id: string, _old: Properties, news: Properties) => news);
    const same = host({ update, diff: () => differenceIn([]) });
    expect(await same.diff?.("id", { token: "t" }, RECORDED)).toMatchObject({ changes: true, replaces: [] });
    expect(printed.mock.calls).toEqual([
      ["id: the plugin has managed it so far; this update records who manages it now, and sends nothing"],
    ]);
    expect(await same.update?.("id", { token: "t", a: 1 }, { ...RECORDED, token: "t" })).toEqual({
      outs: { token: { [specialSigKey]: specialSecretSig, value: "t" }, a: 1 },
    });
    expect(update).not.toHaveBeenCalled();

    const changed = host({ update, diff: () => differenceIn(["a"]) });
    await changed.diff?.("id", { a: 1 }, { ...RECORDED, a: 2 });
    expect(printed).toHaveBeenCalledTimes(1);
    printed.mockRestore();
    expect(await changed.update?.("id", { a: 1 }, { ...RECORDED, a: 2 })).toEqual({ outs: { a: 2 } });
  });

  it("marks secrets in all that it answers, and in what a failure leaves", async () => {
    const plain = { token: { a: 1, b: UNKNOWN }, lookbackDays: 30 };
    const marked = {
      token: {
        [specialSigKey]: specialSecretSig,
        value: { a: 1, b: unknownValue },
      },
      lookbackDays: 30,
    };
    const one = host({
      check: () => ({ inputs: plain, problems: [] }),
      create: async () => ({ id: "id", state: plain }),
      read: async () => ({ id: "id", state: plain, inputs: plain }),
      update: async () => plain,
    });
    expect(await one.check?.({}, {})).toEqual({ inputs: marked, failures: [] });
    expect(await one.create({})).toEqual({ id: "id", outs: marked });
    expect(await one.read?.("id", {})).toEqual({ id: "id", props: marked, inputs: marked });
    expect(await one.update?.("id", RECORDED, {})).toEqual({ outs: marked });

    const update = () => Promise.reject(new PartialFailure("id", plain, "left", undefined));
    const failure = await thrownBy(host({ update }).update?.("id", RECORDED, {}));
    expect(failure).toHaveProperty("properties", marked);
  });

  it("sends nothing undefined to the engine, at any depth: its protocol has no such value", async () => {
    const check = () => ({ inputs: { a: undefined, b: [{ c: undefined, d: 1 }] }, problems: [] });
    const result = await host({ check }).check?.({}, {});
    expect(Object.keys(result?.inputs)).toEqual(["b"]);
    expect(Object.keys(result?.inputs.b[0])).toEqual(["d"]);
  });

  it("puts the path into the reason, where Pulumi prints no value beside it", async () => {
    const check = () => ({ inputs: {}, problems: [{ path: "a.b", message: "is s3cret" }] });
    expect((await host({ check }).check?.({}, {}))?.failures).toEqual([
      { property: "", reason: "a.b: is [secret]" },
    ]);
  });

  it("gives a problem of the resource as a whole without a path", async () => {
    const check = () => ({ inputs: {}, problems: [{ path: "", message: "is s3cret" }] });
    expect((await host({ check }).check?.({}, {}))?.failures).toEqual([
      { property: "", reason: "is [secret]" },
    ]);
  });

  it("tells a creation whose it is, and nobody else", async () => {
    const check = (news: Properties) => ({ inputs: news, problems: [] });
    const checked = await host({ check }).check?.({}, { a: 1, __identity: "me" });
    expect(checked?.inputs).toEqual({ a: 1, __identity: "me" });
    const seen: unknown[] = [];
    const create = async (inputs: Properties, identity: string) => {
      seen.push(inputs, identity);
      return { id: "id", state: inputs };
    };
    expect(await host({ create }).create(checked?.inputs)).toEqual({ id: "id", outs: { a: 1 } });
    expect(seen).toEqual([{ a: 1 }, "me"]);
  });

  it("deletes before it replaces, and says what no property shows", async () => {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    const diff = () => differenceIn(["a", "b"], ["a"], [{ severity: "info", message: "s3cret is old" }]);
    expect(await host({ diff }).diff?.("id", RECORDED, {})).toEqual({
      changes: true,
      replaces: ["a"],
      deleteBeforeReplace: true,
    });
    expect(printed.mock.calls).toEqual([["id: [secret] is old"]]);
    printed.mockRestore();
    expect(await host({ diff: () => differenceIn([]) }).diff?.("id", RECORDED, {})).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("answers no id for what is gone, and both inputs and state for what is there", async () => {
    expect(await host({ read: async () => undefined }).read?.("id", {})).toEqual({});
    expect(await host({ read: async () => undefined }).read?.("id")).toEqual({});
    const read = async () => ({ id: "id", state: { a: 1, b: 2 }, inputs: { a: 1 } });
    expect(await host({ read }).read?.("id", {})).toEqual({
      id: "id",
      props: { a: 1, b: 2 },
      inputs: { a: 1 },
    });
  });

  it("takes the configuration although nothing awaits it, and makes the lifecycle once", async () => {
    const made: (string | undefined)[] = [];
    const provider = hostDynamically((config) => {
      made.push(config("sigsentry:projectId"));
      return kind({ delete: async () => undefined });
    });
    const get = (key: string) => `value of ${key}`;
    void provider.configure?.({ config: { get, require: get } });
    await provider.delete?.("id", {});
    await provider.delete?.("id", {});
    expect(made).toEqual(["value of sigsentry:projectId"]);
  });

  it("lets no secret, stack or cause out with an error", async () => {
    const read = async () => {
      throw new Error("token s3cret refused", { cause: new Error("s3cret") });
    };
    const error = await thrownBy(host({ read }).read?.("id", {}));
    if (!(error instanceof Error)) throw error;
    expect(error.message).toBe("token [secret] refused");
    expect(`${error} ${error.stack} ${error.cause}`).not.toContain("s3cret");
    expect(`${error}: ${error.stack}`).toBe(
      "pulumi-repo-connections: the operation failed; the reason follows",
    );
  });

  it("shows no more of a message than anybody reads", async () => {
    const read = async () => {
      throw new Error("x".repeat(4001));
    };
    expect(await thrownBy(host({ read }).read?.("id", {}))).toMatchObject({
      message: `${"x".repeat(4000)}…`,
    });
  });

  it("shows what is thrown and no error, also before there is a lifecycle", async () => {
    const provider = hostDynamically(() => {
      throw "no lifecycle";
    });
    expect(await thrownBy(provider.delete?.("id", {}))).toMatchObject({ message: "no lifecycle" });
  });

  it("gives the engine what a partial failure left, so that it is recorded", async () => {
    const create = async () => {
      throw new PartialFailure("id1", { a: 1 }, "half", new Error("s3cret done"));
    };
    expect(await thrownBy(host({ create }).create({ __provider: "code" }))).toMatchObject({
      id: "id1",
      properties: { a: 1, __provider: "code" },
      reasons: ["half [secret] done"],
      message: "half [secret] done",
    });
    const update = create;
    expect(await thrownBy(host({ update }).update?.("id1", RECORDED, { __provider: "code" }))).toMatchObject({
      id: "id1",
      properties: { a: 1, __provider: "code" },
    });
  });

  it("names a property that is replaced anyway only once", async () => {
    const diff = () => differenceIn(["a"], ["a"]);
    expect(await host({ diff }).diff?.("id1", RECORDED, { __replaceOnChanges: ["a"] })).toMatchObject({
      replaces: ["a"],
    });
  });

  it.each([
    [["b"], ["b"]],
    [["c", "a"], ["a"]],
    [["*"], ["a", "b"]],
    [["c"], []],
    [undefined, []],
  ])("replaces when what changed is among replaceOnChanges: %j", async (__replaceOnChanges, replaces) => {
    const diff = () => differenceIn(["a", "b"], []);
    expect(await host({ diff }).diff?.("id1", RECORDED, { __replaceOnChanges })).toEqual({
      changes: true,
      replaces,
      deleteBeforeReplace: replaces.length > 0,
    });
  });

  it("replaces for a change below a path of replaceOnChanges, as the engine does for other providers", async () => {
    const change = (path: PropertyPath): Change => ({ path, kind: "update", replaces: false, of: "input" });
    const branch = change(["mappings", { index: 1, key: "api" }, "branch"]);
    const diff = () => ({ changes: [branch, change(["label"])], notes: [] });
    const replacedBy = async (pattern: string) =>
      (await host({ diff }).diff?.("id1", RECORDED, { __replaceOnChanges: [pattern] }))?.replaces;
    for (const pattern of ["mappings", "mappings[1]", "mappings[*].branch", 'mappings[1]["branch"]'])
      expect(await replacedBy(pattern), pattern).toEqual(["mappings"]);
    for (const pattern of ["mappings[0]", "mappings[1].folder", "mappings[1].branch.name", "map", "[", ""])
      expect(await replacedBy(pattern), pattern).toEqual([]);
    expect(await replacedBy("*")).toEqual(["mappings", "label"]);
  });

  it("tells whether what a creation replaces is still there", async () => {
    const seen: unknown[] = [];
    const create: Lifecycle["create"] = async (_, identity, options) => {
      seen.push([identity, options?.isOldThere]);
      return { id: "id1", state: {} };
    };
    for (const __createdFirst of [undefined, true])
      await host({ create }).create({ __identity: "me", __createdFirst });
    expect(seen).toEqual([
      ["me", false],
      ["me", true],
    ]);
  });
});
