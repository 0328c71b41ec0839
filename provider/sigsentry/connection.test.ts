import { describe, expect, it } from "vitest";
import { byField } from "../../test/support/difference";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../test/support/sigsentry/useEmulator";
import { PartialFailure } from "../contract";

const { emulator, lifecycle, checked, held, requests } = useEmulator();

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
    await emulator().control.addFault({ match, effect: { kind: "status", status: 403, code: "FORBIDDEN" } });
    const failure = await failureOf(lifecycle().update(id, state, news));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toMatch(
      /^The connection was updated but .* it will only purge\. .*403 FORBIDDEN/,
    );
    expect(byField(lifecycle().diff(id, failure.state, news, "payments")).changed).toEqual([
      "cachePurgePending",
    ]);

    await emulator().control.clearFaults();
    await requests();
    const after = await lifecycle().update(id, failure.state, news);
    expect(await requests()).toEqual(["DELETE /repos/ID/cache"]);
    expect(after).not.toHaveProperty("cachePurgePending");
    expect(byField(lifecycle().diff(id, after, news, "payments")).changed).toEqual([]);
  });

  it("does not fail when only the list after it does, and keeps the time of the creation", async () => {
    const { id, state, inputs } = await create();
    const effect = { kind: "status", status: 403, code: "FORBIDDEN" } as const;
    await emulator().control.addFault({ match: { method: "GET" }, effect });
    const after = await lifecycle().update(id, state, { ...inputs, lookbackDays: 60 });
    const { createdAt, credentialsChangedAt } = state;
    expect(after).toEqual({ ...inputs, lookbackDays: 60, createdAt, credentialsChangedAt });
    expect(after.createdAt).toBeDefined();
  });

  it("sends nothing when only the project's name became known", async () => {
    const { id, state, inputs } = await create();
    const after = await lifecycle().update(id, state, { ...inputs, projectId: emulator().projectId });
    expect(await requests()).toEqual([]);
    expect(after.projectId).toBe(emulator().projectId);
  });
});

describe("create", () => {
  it("refuses a connection without credentials, before anything is sent", async () => {
    const { credentials: _, ...inputs } = checked(declared);
    expect((await failureOf(lifecycle().create(inputs, "payments"))).message).toBe(
      "credentials: is missing; a new connection needs them.",
    );
    expect(await requests()).toEqual([]);
  });
});

describe("delete", () => {
  it("sends one request", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await requests();
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["DELETE /repos/ID"]);
    expect(await held()).toEqual([]);
  });

  it("looks in the project that is recorded", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await lifecycle(emulator().orgKey).delete(id, { ...state, projectId: emulator().projectId });
    expect(await held()).toEqual([]);
  });

  it("counts a connection that is gone as deleted, once the list confirms it", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await lifecycle().delete(id, state);
    await requests();
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["DELETE /repos/ID", "GET /repos"]);
  });

  it("counts one whose id the service refuses as no id of its own like one that is gone", async () => {
    const { state } = await lifecycle().create(checked(declared), "payments");
    await requests();
    await lifecycle().delete("rc_of_before", state);
    expect(await requests()).toEqual(["DELETE /repos/ID", "GET /repos"]);
    expect(await held()).toHaveLength(1);
  });

  it("does not believe a 404 for what is still listed", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    const effect = { kind: "status", status: 404, code: "NOT_FOUND" } as const;
    await emulator().control.addFault({ match: { method: "DELETE" }, effect });
    expect((await failureOf(lifecycle().delete(id, state))).message).toMatch(/still lists it/);
    expect(await held()).toHaveLength(1);
  });

  it("does not take a wrong address for an absence", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    await emulator().control.addFault({ match: { method: "DELETE" }, effect: { kind: "html", status: 404 } });
    expect((await failureOf(lifecycle().delete(id, state))).message).toMatch(/Check sigsentry:baseUrl/);
  });
});

describe("projects", () => {
  it("are reached with an organisation key and X-Project-Id", async () => {
    const { id } = await lifecycle(emulator().orgKey).create(
      {
        ...checked(declared),
        projectId: emulator().projectId,
      },
      "payments",
    );
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("must be named with an organisation key, before anything is sent", async () => {
    const failure = await failureOf(lifecycle(emulator().orgKey).read("id", checked(declared)));
    expect(failure.message).toMatch(/^projectId is missing/);
    expect(await requests()).toEqual([]);
  });

  it("come from the settings for a connection recorded before its project was named", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    expect(await lifecycle(emulator().orgKey, emulator().projectId).read(id, state)).toBeDefined();
  });
});

it("lists what exists, whoever made it", async () => {
  const seed = { projectId: emulator().projectId, platform: "gitlab" as const, repositories: ["a/b"] };
  const { id } = await emulator().control.sigsentry.seedConnection(seed);
  expect((await lifecycle().list()).listed).toMatchObject([
    { id, state: { platform: "gitlab", repositories: ["a/b"] } },
  ]);
});

it("names what it cannot read, and lists and reads the rest", async () => {
  const { id, state } = await lifecycle().create(checked(declared), "payments");
  const { control, projectId } = emulator();
  const odd = { projectId, platform: "github" as const, repositories: ["a/b"] };
  const azure = await control.sigsentry.seedConnection({ ...odd, listedAs: { platform: "azure_devops" } });
  const broken = await control.sigsentry.seedConnection({ ...odd, listedAs: { repositories: "a/b" } });
  expect(await lifecycle().list()).toMatchObject({
    listed: [{ id }],
    unreadable: [
      { id: broken.id, reason: "repositories" },
      { id: azure.id, reason: 'platform "azure_devops"' },
    ],
  });
  expect((await lifecycle().read(id, state))?.state).toEqual(state);
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
    "payments",
  );
  expect(problems.map(({ message }) => one.redact(message)).join()).toContain('found "[secret]"');
});

it("masks no user name", () => {
  const one = lifecycle();
  const credentials = { username: "robot", appPassword: "p4ssw0rd" };
  one.check({ platform: "bitbucket", credentials, repositories: ["a/b"] }, {}, "payments");
  expect(one.redact("robot p4ssw0rd")).toBe("robot [secret]");
});

it("masks every secret it has met", async () => {
  const one = lifecycle();
  await one.create(checked(declared), "payments");
  expect(one.redact(`${TOKEN} ${emulator().apiKey} ${Buffer.from(TOKEN).toString("base64")}`)).toBe(
    "[secret] [secret] [secret]",
  );
});
