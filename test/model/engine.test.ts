import type { dynamic } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { Properties } from "../../provider/contract";
import { Engine, type Recorded } from "./engine";

/** A provider that does what a test gives it, and an engine that notes what it is called with. */
function engineWith(methods: Partial<dynamic.ResourceProvider>, recorded?: Recorded) {
  const calls: unknown[][] = [];
  const host: dynamic.ResourceProvider = {
    check: async (olds, news) => ({ inputs: { a: news.a }, failures: [], ...note("check", olds.a, news.a) }),
    diff: async (_, olds, news) => ({
      changes: olds.a !== news.a,
      replaces: news.a === "other" ? ["a"] : [],
      deleteBeforeReplace: true,
      ...note("diff", olds.a, news.a),
    }),
    create: async (inputs) => ({ id: "id1", outs: { a: inputs.a }, ...note("create", inputs.a) }),
    update: async (_, olds, news) => ({ outs: { a: news.a }, ...note("update", olds.a, news.a) }),
    delete: async (id) => void note("delete", id),
    ...methods,
  };
  function note(...call: unknown[]) {
    calls.push(call);
    return {};
  }
  return { engine: new Engine({ newHost: () => host, identity: "me", recorded }), calls };
}

/** What a provider throws when part of an operation was done. */
const partial = (id: string, properties: Properties) =>
  Object.assign(new Error("half done"), { id, properties, reasons: ["half done"] });

const fails = (error: Error) => async () => {
  throw error;
};

const held: Recorded = {
  id: "id0",
  inputs: { a: "old" },
  outputs: { a: "old", __provider: "code" },
  initErrors: [],
  pendingReplacement: false,
};

describe("up", () => {
  it("creates, then finds nothing to do, then updates", async () => {
    const { engine, calls } = engineWith({});
    expect(await engine.up({ a: "1" })).toEqual({ steps: ["create"], drift: false });
    expect(engine.recorded).toMatchObject({ id: "id1", inputs: { a: "1" }, outputs: { a: "1" } });
    expect(await engine.up({ a: "1" })).toEqual({ steps: [], drift: false });
    expect(await engine.up({ a: "2" })).toEqual({ steps: ["update"], drift: false });
    expect(engine.recorded).toMatchObject({ id: "id1", inputs: { a: "2" }, outputs: { a: "2" } });
    expect(calls.filter(([name]) => name === "check")).toEqual([
      ["check", undefined, "1"],
      ["check", "1", "1"],
      ["check", "1", "2"],
    ]);
  });

  it("sends what is refused nowhere", async () => {
    const check = async () => ({ inputs: {}, failures: [{ property: "", reason: "a: is wrong" }] });
    const { engine } = engineWith({ check }, held);
    const failure = { kind: "refused", reasons: ["a: is wrong"] };
    expect(await engine.up({ a: "1" })).toEqual({ steps: [], drift: false, failure });
    expect(engine.recorded).toEqual(held);
  });

  it("records nothing of an operation that fails", async () => {
    const error = new Error("no");
    const { engine } = engineWith({ create: fails(error), update: fails(error) });
    expect((await engine.up({ a: "1" })).failure).toEqual({ kind: "error", error });
    expect(engine.recorded).toBeUndefined();
    const other = engineWith({ update: fails(error) }, held);
    expect((await other.engine.up({ a: "1" })).failure).toEqual({ kind: "error", error });
    expect(other.engine.recorded).toEqual(held);
  });

  it("records a partial failure with the new inputs, and updates then although nothing differs", async () => {
    const { engine, calls } = engineWith({ create: fails(partial("id2", { a: "1" })) });
    expect((await engine.up({ a: "1" })).failure).toMatchObject({ kind: "partial" });
    expect(engine.recorded).toMatchObject({ id: "id2", outputs: { a: "1" }, initErrors: ["half done"] });
    expect((await engine.up({ a: "1" })).steps).toEqual(["update"]);
    expect(calls.at(-1)).toEqual(["update", "1", "1"]);
    expect(engine.recorded?.initErrors).toEqual([]);
  });

  it("replaces by deleting first, checking the inputs as new ones", async () => {
    const { engine, calls } = engineWith({}, held);
    expect((await engine.up({ a: "other" })).steps).toEqual(["delete", "create"]);
    expect(calls.map(([name]) => name)).toEqual(["check", "diff", "check", "delete", "create"]);
    expect(calls[2]).toEqual(["check", undefined, "other"]);
    expect(engine.recorded).toMatchObject({ id: "id1", pendingReplacement: false });
  });

  it("does not delete twice when the creation of a replacement failed", async () => {
    const { engine } = engineWith({ create: fails(new Error("no")) }, held);
    await engine.up({ a: "other" });
    expect(engine.recorded).toEqual({ ...held, pendingReplacement: true });
    expect((await engine.refresh()).steps).toEqual([]);
    expect((await engine.up({ a: "other" })).steps).toEqual(["create"]);
    expect((await engine.destroy()).steps).toEqual([]);
    expect(engine.recorded).toBeUndefined();
  });

  it("keeps what could not be deleted for a replacement", async () => {
    const { engine } = engineWith({ delete: fails(new Error("no")) }, held);
    expect((await engine.up({ a: "other" })).steps).toEqual(["delete"]);
    expect(engine.recorded).toEqual(held);
  });

  it("loses what the provider answers in a form that the protocol does not have", async () => {
    const { engine } = engineWith({ create: async () => ({ id: "id", outs: { a: undefined } }) });
    expect((await engine.up({ a: "1" })).failure).toMatchObject({ kind: "error" });
    expect(engine.recorded).toBeUndefined();
  });
});

describe("refresh", () => {
  it("records what was read, forgets earlier failures and tells drift", async () => {
    const read = async () => ({ id: "id0", props: { a: "found" }, inputs: { a: "found" } });
    const { engine } = engineWith({ read }, { ...held, initErrors: ["half done"] });
    expect(await engine.refresh()).toEqual({ steps: ["read"], drift: true });
    expect(engine.recorded).toMatchObject({
      inputs: { a: "found" },
      outputs: { a: "found" },
      initErrors: [],
    });
    expect(await engine.up({ a: "old" }, { refresh: true })).toEqual({
      steps: ["read", "update"],
      drift: false,
    });
  });

  it("removes what is gone, and nothing after an error", async () => {
    const gone = engineWith({ read: async () => ({}) }, held);
    await gone.engine.refresh();
    expect(gone.engine.recorded).toBeUndefined();
    const failing = engineWith({ read: fails(partial("id0", {})) }, held);
    expect((await failing.engine.refresh()).failure).toMatchObject({ kind: "error" });
    expect(failing.engine.recorded).toEqual(held);
  });
});

it("neither reads nor deletes what a failed operation left without its provider", async () => {
  const { engine } = engineWith({ create: fails(partial("id2", { a: "1" })) });
  await engine.up({ a: "1" });
  await expect(engine.refresh()).rejects.toThrow("do not name their provider");
  await expect(engine.destroy()).rejects.toThrow("do not name their provider");
});

describe("destroy", () => {
  it("forgets what was deleted, and only that", async () => {
    const { engine } = engineWith({}, held);
    expect((await engine.destroy()).steps).toEqual(["delete"]);
    expect(engine.recorded).toBeUndefined();
    expect((await engine.destroy()).steps).toEqual([]);
    const failing = engineWith({ delete: fails(new Error("no")) }, held);
    await failing.engine.destroy();
    expect(failing.engine.recorded).toEqual(held);
  });

  it("deletes nothing that a refresh before it has not found", async () => {
    const { engine } = engineWith({ read: async () => ({}) }, held);
    expect(await engine.destroy({ refresh: true })).toEqual({ steps: ["read"], drift: true });
    expect(engine.recorded).toBeUndefined();
  });
});
