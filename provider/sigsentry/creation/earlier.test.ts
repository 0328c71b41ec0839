import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConnectionSeed } from "../../../emulator/sigsentry/seeds";
import { byField } from "../../../test/support/difference";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../../test/support/sigsentry/useEmulator";
import type { Properties } from "../../contract";

const { emulator, lifecycle, elsewhere, checked, held, requests, said, folder } = useEmulator();

const OTHER_TOKEN = "ghp_othertoken";

const create = (fields: Properties = {}, identity = "payments") =>
  lifecycle().create(checked({ ...declared, ...fields }), identity);
const sent = async () => (await requests()).filter((request) => !request.startsWith("GET"));

/** A run that was killed when the answer had come, and before the engine had recorded it. */
async function killedAfterTheAnswer(): Promise<string> {
  const { id } = await create();
  await requests();
  return id;
}

/** A run that was killed, or gave up, before an answer came; the connection was made, or was not. */
async function killedBeforeTheAnswer(when: "before" | "after"): Promise<string> {
  const match = { method: "POST", times: "always" as const };
  await emulator().control.addFault({ match, effect: { kind: "drop", when } });
  await failureOf(create());
  await emulator().control.clearFaults();
  await requests();
  return (await held())[0]?.id ?? "";
}

/** When a run was killed, and the fields that are sent whatever is declared by then. */
const KILLS: [string, () => Promise<string>, string[]][] = [
  ["after the answer", killedAfterTheAnswer, []],
  ["before the answer", () => killedBeforeTheAnswer("after"), ["credentials"]],
];

/** What is declared by then, and the fields that are sent. */
const CHANGES: [string, Properties, string[]][] = [
  ["what was declared", {}, []],
  ["that it is paused", { isActive: false }, ["isActive"]],
  ["another token", { credentials: { token: OTHER_TOKEN } }, ["credentials"]],
  [
    "other repositories",
    { repositories: ["acme/web"], serviceMappings: [] },
    ["credentials", "repositories", "serviceMappings"],
  ],
];

function updateOf(fields: readonly string[]): string[] {
  if (fields.length === 0) return [];
  return [`PUT /repos/ID ${fields}`, ...(fields.includes("credentials") ? ["DELETE /repos/ID/cache"] : [])];
}

describe.each(KILLS)("a creation whose run was killed %s", (_, killed, always) => {
  it.each(CHANGES)("is taken up and given %s", async (_, fields, changed) => {
    const made = await killed();
    const { id, state } = await create(fields);
    expect(id).toBe(made);
    expect(await sent()).toEqual(updateOf([...new Set([...always, ...changed])]));
    const { credentials, repositories } = { ...declared, ...fields };
    expect(await held()).toMatchObject([
      { id, credentialsSha256: sha256(Object(credentials).token), isActive: fields.isActive ?? true },
    ]);
    expect((await held())[0]?.repositories.toSorted()).toEqual([...Object(repositories)].toSorted());
    expect(
      byField(lifecycle().diff(id, state, checked({ ...declared, ...fields }), "payments")).changed,
    ).toEqual([]);
    expect(said).toEqual([
      `${made}: made for this resource by an earlier run, and not in the state; taken up.`,
    ]);
  });

  it("is taken up as often as the engine does not come to record it", async () => {
    const made = await killed();
    for (const credentials of [{ token: OTHER_TOKEN }, { token: TOKEN }, { token: TOKEN }])
      expect(await create({ credentials })).toMatchObject({ id: made });
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(TOKEN) }]);
  });

  it("is given its token again when the dashboard may have replaced it since", async () => {
    await killed();
    await emulator().control.advanceClock(1_000);
    const [made] = await held();
    await emulator().control.sigsentry.editConnection(made?.id ?? "", { credentials: null, lookbackDays: 3 });
    await create();
    expect(await sent()).toEqual(["PUT /repos/ID credentials,lookbackDays", "DELETE /repos/ID/cache"]);
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(TOKEN), lookbackDays: 30 }]);
  });

  it("is made anew when it was deleted since", async () => {
    const made = await killed();
    await emulator().control.sigsentry.deleteConnection(made);
    const { id } = await create({ lookbackDays: 7 });
    expect(id).not.toBe(made);
    expect(await held()).toMatchObject([{ id }]);
  });

  it("stands in the way of another platform until it is gone", async () => {
    const made = await killed();
    const gitlab = { platform: "gitlab", credentials: { token: "glpat-other" } };
    expect((await failureOf(create(gitlab))).message).toBe(
      `An earlier run made connection ${made} to github for acme/ledger, acme/payments for this resource and did not come to record it; another platform or project is declared now. Delete it in SigSentry's dashboard, or declare what was declared then and run the same command: it is taken up. Nothing was created.`,
    );
    expect(await sent()).toEqual([]);
    await emulator().control.sigsentry.deleteConnection(made);
    await create(gitlab);
    expect(await held()).toHaveLength(1);
  });

  it("is not another resource's", async () => {
    const made = await killed();
    expect((await failureOf(create({}, "other"))).message).toContain(`declare adopt: "${made}"`);
    const { id } = await create({ allowDuplicate: true }, "other");
    expect(id).not.toBe(made);
    expect(await create()).toMatchObject({ id: made });
  });

  it("is not found again after a day: then it is named", async () => {
    const made = await killed();
    await emulator().control.advanceClock(24 * 60 * 60 * 1000 + 5_000);
    expect((await failureOf(create())).message).toContain(`declare adopt: "${made}"`);
    expect(await held()).toHaveLength(1);
  });

  it("stays an error as long as the list cannot be read", async () => {
    await killed();
    const match = { method: "GET", nth: 2, times: "always" as const };
    await emulator().control.addFault({ match, effect: { kind: "html", status: 403 } });
    expect((await failureOf(create({ lookbackDays: 7 }))).message).toMatch(/no answer of SigSentry's API/);
    expect(await sent()).toEqual([]);
  });
});

describe("a creation whose run was killed before the answer", () => {
  it.each(CHANGES)("is made by the next run, with %s, if it was not", async (_, fields) => {
    expect(await killedBeforeTheAnswer("before")).toBe("");
    const { id } = await create(fields);
    expect(await held()).toMatchObject([{ id }]);
    expect(said).toEqual([]);
  });

  it("is not guessed when two could be it, whether or not another one is allowed", async () => {
    const made = await killedBeforeTheAnswer("after");
    const { projectId, control } = emulator();
    const seed: ConnectionSeed = {
      ...{ projectId, platform: "github", repositories: ["acme/payments", "acme/ledger"] },
    };
    const { id: theirs } = await control.sigsentry.seedConnection(seed);
    const { message } = await failureOf(create({ lookbackDays: 7, allowDuplicate: true }));
    const listed = (await held()).map(({ id, createdAt }) => `${id} (made ${createdAt})`).reverse();
    expect(message).toBe(
      `There are already 2 connections to github for acme/ledger, acme/payments: ${listed.join("; ")}. An earlier run made one of them for this resource, or none: that cannot be told. To manage one with this resource, declare adopt: "${theirs}", say; what nobody wants, delete in SigSentry's dashboard. Nothing was created.`,
    );
    expect(await sent()).toEqual([]);
    await control.sigsentry.deleteConnection(theirs);
    expect(await create({ lookbackDays: 7 })).toMatchObject({ id: made });
  });

  it("is given its token, also when another resource of the same look has made it", async () => {
    const theirs = { ...declared, credentials: { token: OTHER_TOKEN } };
    const match = { method: "POST", times: "always" as const };
    await emulator().control.addFault({ match, effect: { kind: "drop", when: "after" } });
    const one = lifecycle();
    await Promise.all([
      failureOf(one.create(checked(declared), "payments")),
      failureOf(one.create(checked(theirs), "ledger")),
    ]);
    await emulator().control.clearFaults();
    const ledgers = (await held()).find(({ credentialsSha256 }) => credentialsSha256 === sha256(OTHER_TOKEN));
    await create({ adopt: ledgers?.id });
    const { id } = await lifecycle().create(checked(theirs), "ledger");
    expect(id).not.toBe(ledgers?.id);
    const tokens = (await held()).map((each) => [each.id, each.credentialsSha256]);
    expect(Object.fromEntries(tokens)).toEqual({
      [String(ledgers?.id)]: sha256(TOKEN),
      [id]: sha256(OTHER_TOKEN),
    });
  });

  it("is given its token, also by the next run when this one could not", async () => {
    await killedBeforeTheAnswer("after");
    await emulator().control.addFault({
      match: { method: "PUT" },
      effect: { kind: "status", status: 403, code: "FORBIDDEN" },
    });
    await failureOf(create());
    await requests();
    await create();
    expect(await sent()).toEqual(updateOf(["credentials"]));
  });

  it("is none that was there before", async () => {
    const { id: theirs } = await elsewhere().create(checked(declared), "theirs");
    const match = { method: "POST", times: "always" as const };
    await emulator().control.addFault({ match, effect: { kind: "drop", when: "before" } });
    await failureOf(create({ allowDuplicate: true }));
    await emulator().control.clearFaults();
    expect((await failureOf(create())).message).toContain(`declare adopt: "${theirs}"`);
  });
});

describe("a creation whose run was killed, in a project", () => {
  const inProject = (projectId?: string) => lifecycle(emulator().orgKey, projectId);

  it("is named where another project is declared by then", async () => {
    const { projectId, control } = emulator();
    const [first] = await control.sigsentry.projects();
    const other = await control.sigsentry.seedProject({ tenantId: first?.tenantId ?? "" });
    const declare = (id: string) => ({ ...checked(declared), projectId: id });
    const { id: made } = await inProject().create(declare(projectId), "payments");
    const { message } = await failureOf(inProject().create(declare(other.id), "payments"));
    expect(message).toContain(
      `made connection ${made} to github for acme/ledger, acme/payments in project ${projectId}`,
    );
    expect(await control.sigsentry.connections(other.id)).toEqual([]);
  });

  it("is taken up where the project has only been named since", async () => {
    const made = await killedAfterTheAnswer();
    const { projectId } = emulator();
    expect(await create({ projectId })).toMatchObject({ id: made, state: { projectId } });
    expect(await held()).toHaveLength(1);
  });
});

it("what is remembered holds no secret, and nothing of what is deleted", async () => {
  const { id, state } = await create();
  const names = readdirSync(folder());
  const content = names.map((name) => `${name} ${readFileSync(join(folder(), name), "utf8")}`).join();
  expect(content).toContain(id);
  for (const secret of [TOKEN, emulator().apiKey, "payments"]) {
    for (const form of ["utf8", "base64", "base64url", "hex"] as const)
      expect(content.replaceAll("acme/payments", "")).not.toContain(
        Buffer.from(secret).toString(form).replace(/=+$/, ""),
      );
    expect(content).not.toContain(sha256(secret));
  }
  await lifecycle().delete(id, state);
  expect(readdirSync(folder())).toEqual([]);
});

it("a creation that was refused leaves nothing to be remembered", async () => {
  const match = { method: "POST" };
  await emulator().control.addFault({
    match,
    effect: { kind: "status", status: 403, code: "QUOTA_EXCEEDED" },
  });
  await failureOf(create());
  expect(readdirSync(folder())).toEqual([]);
});
