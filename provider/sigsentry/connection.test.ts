import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { PartialFailure, type Properties } from "../lifecycle";
import { RepoConnectionLifecycle } from "./connection";
import { readSettings } from "./settings";

const TOKEN = "ghp_plantedtoken";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const declared: Properties = {
  platform: "github",
  credentials: { token: TOKEN },
  repositories: ["acme/payments", "acme/ledger"],
  serviceMappings: [{ serviceName: "api", repo: "acme/payments", pathPrefix: "src" }],
};

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

/** A lifecycle as a new process of the engine would have it. */
function lifecycle(apiKey = emulator.apiKey, projectId?: string): RepoConnectionLifecycle {
  const environment = {
    SIGSENTRY_API_KEY: apiKey,
    SIGSENTRY_BASE_URL: emulator.url,
    ...(projectId === undefined ? {} : { SIGSENTRY_PROJECT_ID: projectId }),
  };
  return new RepoConnectionLifecycle(readSettings(() => undefined, environment));
}

function checked(news: Properties, olds: Properties = {}): Properties {
  const { inputs, problems } = lifecycle().check(news, olds);
  expect(problems).toEqual([]);
  return inputs;
}

const held = () => emulator.control.sigsentry.connections(emulator.projectId);

/** The requests since the last look, without those of the control surface. */
async function requests(): Promise<string[]> {
  const log = await emulator.control.log();
  await emulator.control.clearLog();
  return log.map(({ method, path, body }) => {
    const fields = typeof body === "object" && body !== null ? ` ${Object.keys(body).sort().join(",")}` : "";
    return `${method} ${path.replace(/\/repos\/[^/]+/, "/repos/ID").replace("/v1/config", "")}${fields}`;
  });
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("it did not fail");
}

describe("create", () => {
  it("posts once and takes the times from the list", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    expect(await requests()).toEqual([
      "POST /repos credentials,lookbackDays,platform,repositories,serviceMappings",
      "GET /repos",
    ]);
    const [connection] = await held();
    expect(connection).toMatchObject({ id, credentialsSha256: sha256(TOKEN), lookbackDays: 30 });
    expect(state).toEqual({
      ...checked(declared),
      projectId: undefined,
      createdAt: connection?.createdAt,
      updatedAt: connection?.updatedAt,
    });
  });

  it("pauses a connection that is declared inactive", async () => {
    const { state } = await lifecycle().create(checked({ ...declared, isActive: false }), "payments");
    expect((await requests()).map((request) => request.replace(/^POST.*/, "POST"))).toEqual([
      "POST",
      "PUT /repos/ID isActive",
      "GET /repos",
    ]);
    expect(state.isActive).toBe(false);
    expect(await held()).toMatchObject([{ isActive: false }]);
  });

  it("keeps what it created when pausing fails, and the next update only pauses", async () => {
    const match = { method: "PUT", times: "always" as const };
    await emulator.control.addFault({ match, effect: { kind: "status", status: 403, code: "FORBIDDEN" } });
    const inputs = checked({ ...declared, isActive: false });
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toMatch(/still active.*403 FORBIDDEN/s);

    await emulator.control.clearFaults();
    await requests();
    await lifecycle().update(failure.id, failure.state, inputs);
    expect(await requests()).toEqual(["PUT /repos/ID isActive", "GET /repos"]);
    expect(await held()).toMatchObject([{ id: failure.id, isActive: false }]);
  });

  it("creates one connection although the first answer was lost", async () => {
    await emulator.control.addFault({ match: { method: "POST" }, effect: { kind: "drop", when: "after" } });
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["was lost each time", { kind: "drop", when: "after" }],
    ["was a proxy's page", { kind: "html", status: 200, when: "after" }],
    ["was a proxy's error", { kind: "html", status: 504, when: "after" }],
  ])("finds in the next process what it created when the answer %s", async (_, effect) => {
    await emulator.control.addFault({ match: { method: "POST", times: "always" }, effect });
    await failureOf(lifecycle().create(checked(declared), "payments"));
    await emulator.control.clearFaults();
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it.each([
    true,
    false,
  ])("creates anew what was deleted, although the service repeats its first answer (isActive: %s)", async (isActive) => {
    const inputs = checked({ ...declared, isActive });
    const ids = new Set<string>();
    for (let round = 0; round < 11; round++) {
      const { id, state } = await lifecycle().create(inputs, "payments");
      expect(await held()).toMatchObject([{ id, isActive }]);
      ids.add(id);
      await lifecycle().delete(id, state);
    }
    expect(ids.size).toBe(11);
  });

  it("finds what it created anew after a deletion when that answer was lost", async () => {
    const first = await lifecycle().create(checked(declared), "payments");
    await lifecycle().delete(first.id, first.state);
    const match = { method: "POST", nth: 2, times: "always" as const };
    await emulator.control.addFault({ match, effect: { kind: "drop", when: "after" } });
    await failureOf(lifecycle().create(checked(declared), "payments"));
    await emulator.control.clearFaults();
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("goes on with another key when the service says that its key was used for something else", async () => {
    const effect = { kind: "status", status: 409, code: "IDEMPOTENCY_KEY_CONFLICT" } as const;
    await emulator.control.addFault({ match: { method: "POST" }, effect });
    const { id } = await lifecycle().create(checked(declared), "payments");
    const keys = (await emulator.control.log()).map(({ headers }) => headers["idempotency-key"]);
    expect(keys[0]).not.toBe(keys[1]);
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("makes two connections of two resources with equal inputs", async () => {
    const one = await lifecycle().create(checked(declared), "one");
    const other = await lifecycle().create(checked(declared), "other");
    expect((await held()).map((connection) => connection.id).sort()).toEqual([one.id, other.id].sort());
  });

  it("is not misled by a list from before the creation", async () => {
    await emulator.control.addFault({ match: { method: "GET", times: "always" }, effect: { kind: "stale" } });
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("does not fail when only the list does", async () => {
    const effect = { kind: "status", status: 403, code: "FORBIDDEN" } as const;
    await emulator.control.addFault({ match: { method: "GET" }, effect });
    const { state } = await lifecycle().create(checked(declared), "payments");
    expect(state).not.toHaveProperty("createdAt");
  });

  it("shares lists between connections created together", async () => {
    const one = lifecycle();
    const names = ["a", "b", "c", "d", "e", "f"];
    await Promise.all(
      names.map((name) =>
        one.create(checked({ ...declared, repositories: [`x/${name}`], serviceMappings: [] }), name),
      ),
    );
    const lists = (await requests()).filter((request) => request === "GET /repos");
    expect(await held()).toHaveLength(6);
    expect(lists.length).toBeLessThan(6);
  });
});

describe("read", () => {
  async function create() {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await requests();
    return { id, state };
  }

  it("finds no difference from what was declared, in whatever order the service answers", async () => {
    const { id, state } = await create();
    await emulator.control.sigsentry.changeSettings({ listOrder: "reversed", extraFields: { color: "red" } });
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toEqual(state);
    expect(lifecycle().diff(reading?.state ?? {}, checked(declared, reading?.inputs)).changed).toEqual([]);
  });

  it("shows each field that was edited in the dashboard", async () => {
    const { id, state } = await create();
    await emulator.control.sigsentry.editConnection(id, {
      lookbackDays: 7,
      isActive: false,
      serviceMappings: [],
    });
    const reading = await lifecycle().read(id, state);
    expect(reading?.inputs).toEqual({
      ...checked(declared),
      projectId: undefined,
      lookbackDays: 7,
      isActive: false,
      serviceMappings: [],
    });
    expect(lifecycle().diff(reading?.state ?? {}, checked(declared, reading?.inputs)).changed).toEqual([
      "serviceMappings",
      "lookbackDays",
      "isActive",
    ]);
  });

  it("says that a connection is gone when a complete list is without it", async () => {
    const { id, state } = await create();
    await emulator.control.sigsentry.deleteConnection(id);
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it("follows a list in pages to its end", async () => {
    const { id, state } = await create();
    for (const name of ["a", "b", "c"]) {
      const seed = {
        projectId: emulator.projectId,
        platform: "github" as const,
        repositories: [`x/${name}`],
      };
      await emulator.control.sigsentry.seedConnection(seed);
    }
    await emulator.control.sigsentry.changeSettings({ listShape: "paginated", pageSize: 2 });
    expect((await lifecycle().read(id, state))?.state).toEqual(state);
    await emulator.control.sigsentry.deleteConnection(id);
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["401", { kind: "status", status: 401, code: "UNAUTHORIZED" }],
    ["404 on the route", { kind: "status", status: 404, code: "NOT_FOUND" }],
    ["an HTML page that says 200", { kind: "html", status: 200 }],
    ["an HTML page that says 404", { kind: "html", status: 404 }],
    ["a list of something else", { kind: "json", body: { success: true, data: [{ name: "x" }] } }],
    ["no list", { kind: "json", body: { success: true, data: {} } }],
    ["no envelope", { kind: "json", body: [] }],
    ["a redirect", { kind: "redirect", location: "/elsewhere" }],
    [
      "a page that is missing",
      { kind: "json", body: { success: true, data: { items: [], pagination: { total: 1 } } } },
    ],
  ])("is an error, not an absence, after %s", async (_, effect) => {
    const { id, state } = await create();
    await emulator.control.addFault({ match: { method: "GET", times: "always" }, effect });
    const failure = await failureOf(lifecycle().read(id, state));
    expect(failure.message).toMatch(/SigSentry/);
  });

  it("is not disturbed by another record that cannot be read", async () => {
    const { id, state } = await create();
    const own = { id, platform: "github", repositories: ["acme/payments"], lookbackDays: 77 };
    const odd = [{ id: "x", platform: "new", repositories: null }, { name: "no id" }, 7];
    const body = { success: true, data: [...odd, own] };
    await emulator.control.addFault({ match: { method: "GET" }, effect: { kind: "json", body } });
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ lookbackDays: 77 });
  });

  it("is an error when its own record cannot be read", async () => {
    const { id, state } = await create();
    const body = { success: true, data: [{ id, platform: "github", repositories: "a/b" }] };
    await emulator.control.addFault({ match: { method: "GET" }, effect: { kind: "json", body } });
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(
      /form this version.*\(repositories\)/,
    );
  });

  it("is an error when the list changes between two pages", async () => {
    const { id, state } = await create();
    const page = (total: number) => ({
      success: true,
      data: { items: [{ id: `other${total}` }], pagination: { total } },
    });
    for (const total of [3, 2]) {
      await emulator.control.addFault({
        match: { method: "GET" },
        effect: { kind: "json", body: page(total) },
      });
    }
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(/changed while it was read/);
  });

  it("serves many reads with one list", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    await Promise.all(Array.from({ length: 20 }, () => one.read(id, state)));
    await one.read(id, state);
    expect(await requests()).toEqual(["GET /repos"]);
  });
});

describe("update", () => {
  async function create() {
    const inputs = checked(declared);
    const { id, state } = await lifecycle().create(inputs, "payments");
    await requests();
    return { id, state, inputs };
  }

  it("sends only what changed", async () => {
    const { id, state, inputs } = await create();
    const after = await lifecycle().update(id, state, { ...inputs, lookbackDays: 60 });
    expect(await requests()).toEqual(["PUT /repos/ID lookbackDays", "GET /repos"]);
    expect(after.lookbackDays).toBe(60);
    expect(after.createdAt).toBe(state.createdAt);
  });

  it("purges the cache after new credentials", async () => {
    const { id, state, inputs } = await create();
    const news = checked({ ...declared, credentials: { token: "ghp_othertoken" } }, inputs);
    await lifecycle().update(id, state, news);
    expect(await requests()).toEqual(["PUT /repos/ID credentials", "DELETE /repos/ID/cache", "GET /repos"]);
    expect(await held()).toMatchObject([{ credentialsSha256: sha256("ghp_othertoken") }]);
  });

  it("only purges when only the purge had failed", async () => {
    const { id, state, inputs } = await create();
    const news = checked({ ...declared, credentials: { token: "ghp_othertoken" } }, inputs);
    const match = { path: "**/cache", times: "always" as const };
    await emulator.control.addFault({ match, effect: { kind: "status", status: 403, code: "FORBIDDEN" } });
    const failure = await failureOf(lifecycle().update(id, state, news));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(lifecycle().diff(failure.state, news).changed).toEqual(["cachePurgePending"]);

    await emulator.control.clearFaults();
    await requests();
    const after = await lifecycle().update(id, failure.state, news);
    expect(await requests()).toEqual(["DELETE /repos/ID/cache"]);
    expect(after).not.toHaveProperty("cachePurgePending");
    expect(lifecycle().diff(after, news).changed).toEqual([]);
  });

  it("sends nothing when only the project's name became known", async () => {
    const { id, state, inputs } = await create();
    const after = await lifecycle().update(id, state, { ...inputs, projectId: emulator.projectId });
    expect(await requests()).toEqual([]);
    expect(after.projectId).toBe(emulator.projectId);
  });
});

describe("delete", () => {
  it("counts a connection that is gone as deleted, once the list confirms it", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await lifecycle().delete(id, state);
    await requests();
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["DELETE /repos/ID", "GET /repos"]);
  });

  it("does not believe a 404 for what is still listed", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    const effect = { kind: "status", status: 404, code: "NOT_FOUND" } as const;
    await emulator.control.addFault({ match: { method: "DELETE" }, effect });
    expect((await failureOf(lifecycle().delete(id, state))).message).toMatch(/still lists it/);
    expect(await held()).toHaveLength(1);
  });

  it("does not take a wrong address for an absence", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await emulator.control.addFault({ match: { method: "DELETE" }, effect: { kind: "html", status: 404 } });
    expect((await failureOf(lifecycle().delete(id, state))).message).toMatch(/Check sigsentry:baseUrl/);
  });
});

describe("projects", () => {
  it("are reached with an organisation key and X-Project-Id", async () => {
    const { id } = await lifecycle(emulator.orgKey).create(
      {
        ...checked(declared),
        projectId: emulator.projectId,
      },
      "payments",
    );
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("must be named with an organisation key, before anything is sent", async () => {
    const failure = await failureOf(lifecycle(emulator.orgKey).read("id", checked(declared)));
    expect(failure.message).toMatch(/^projectId is missing/);
    expect(await requests()).toEqual([]);
  });

  it("come from the settings for a connection recorded before its project was named", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    expect(await lifecycle(emulator.orgKey, emulator.projectId).read(id, state)).toBeDefined();
  });
});

it("lists what exists, whoever made it", async () => {
  const seed = { projectId: emulator.projectId, platform: "gitlab" as const, repositories: ["a/b"] };
  const { id } = await emulator.control.sigsentry.seedConnection(seed);
  expect(await lifecycle().list()).toMatchObject([
    { id, state: { platform: "gitlab", repositories: ["a/b"] } },
  ]);
});

it("refuses an unusable key before anything is sent", async () => {
  const failure = await failureOf(lifecycle("ss_pub_1").create(checked(declared), "payments"));
  expect(failure.message).toMatch(/sigsentry:apiKey is a public key/);
  expect(await requests()).toEqual([]);
});

it("masks in problems a secret that stands where it does not belong", () => {
  const one = lifecycle();
  const { problems } = one.check(
    { ...declared, credentials: { token: "p4ssw0rd" }, repositories: ["p4ssw0rd"] },
    {},
  );
  expect(problems.map(({ message }) => one.redact(message)).join()).toContain('found "[secret]"');
});

it("masks every secret it has met", async () => {
  const one = lifecycle();
  await one.create(checked(declared), "payments");
  expect(one.redact(`${TOKEN} ${emulator.apiKey} ${Buffer.from(TOKEN).toString("base64")}`)).toBe(
    "[secret] [secret] [secret]",
  );
});
