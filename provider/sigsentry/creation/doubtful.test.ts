import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../../emulator/faultRules";
import { declared, failureOf, useEmulator } from "../../../test/support/sigsentry/useEmulator";
import { PartialFailure } from "../../contract";

const { emulator, lifecycle, checked, held, requests } = useEmulator();

const refused = { kind: "status", status: 403, code: "FORBIDDEN" } as const;

/** Meets every request to a path with a fault. */
async function always(match: FaultRuleInput["match"], effect: FaultRuleInput["effect"]) {
  await emulator().control.addFault({ match: { ...match, times: "always" }, effect });
}

/** Creates a connection while nobody can say whether it is there. */
async function createUnverified(fields: { isActive?: boolean } = {}) {
  await always({ method: "GET", nth: 2 }, refused);
  await always({ path: "**/cache" }, refused);
  const inputs = checked({ ...declared, ...fields });
  const failure = await failureOf(lifecycle().create(inputs, "payments"));
  if (!(failure instanceof PartialFailure)) throw failure;
  await emulator().control.clearFaults();
  await requests();
  return { failure, inputs };
}

describe("a creation of which nobody can say whether it is there", () => {
  it("keeps the id, and says that the same command will look", async () => {
    const { failure } = await createUnverified();
    expect(await held()).toMatchObject([{ id: failure.id }]);
    expect(failure.state).toMatchObject({ isActive: true, unverified: true });
    expect(failure.message).toMatch(
      /^The connection was created, but the service could not be asked.* it will look\. .*403 FORBIDDEN/,
    );
  });

  it("records that it was paused", async () => {
    const { failure } = await createUnverified({ isActive: false });
    expect(failure.state).toMatchObject({ isActive: false, unverified: true });
  });

  it("is looked for by the next update, which sends nothing", async () => {
    const { failure, inputs } = await createUnverified();
    const after = await lifecycle().update(failure.id, failure.state, inputs);
    expect(await requests()).toEqual(["GET /repos"]);
    expect(after).not.toHaveProperty("unverified");
    expect(await held()).toMatchObject([{ createdAt: after.createdAt, updatedAt: after.updatedAt }]);
  });

  it("is not taken for an existing one when it is not found", async () => {
    const { failure, inputs } = await createUnverified();
    await emulator().control.sigsentry.deleteConnection(failure.id);
    expect((await failureOf(lifecycle().update(failure.id, failure.state, inputs))).message).toMatch(
      new RegExp(
        `^Connection ${failure.id} does not exist: its creation was cut short\\. Run \`pulumi up --refresh\``,
      ),
    );
  });
});

describe("create", () => {
  it("says that it is not known whether it was carried out, and that the same command finds it", async () => {
    await always({ method: "POST" }, { kind: "drop", when: "after" });
    expect((await failureOf(lifecycle().create(checked(declared), "payments"))).message).toMatch(
      /^Whether the connection was created is not known\. Run the same command again: .* was lost/,
    );
  });

  it("leaves no doubt about what the service has refused", async () => {
    await always({ method: "POST" }, refused);
    expect((await failureOf(lifecycle().create(checked(declared), "payments"))).message).toMatch(
      /^SigSentry answered 403 FORBIDDEN/,
    );
  });

  it("gives up on a service that names only what does not exist", async () => {
    const body = { success: true, data: { id: randomUUID(), platform: "github" } };
    await always({ method: "POST" }, { kind: "json", body });
    expect((await failureOf(lifecycle().create(checked(declared), "payments"))).message).toMatch(
      /^SigSentry names only connections that do not exist .* Try again later\.$/,
    );
    const posts = (await emulator().control.log()).filter(({ method }) => method === "POST");
    expect(new Set(posts.map(({ headers }) => headers["idempotency-key"])).size).toBe(9);
  });

  it("gives up on a service that knows every key already", async () => {
    await always({ method: "POST" }, { kind: "status", status: 409, code: "IDEMPOTENCY_KEY_CONFLICT" });
    expect((await failureOf(lifecycle().create(checked(declared), "payments"))).message).toMatch(
      /409 IDEMPOTENCY_KEY_CONFLICT/,
    );
    expect((await requests()).filter((request) => request.startsWith("POST"))).toHaveLength(9);
  });

  it("does not believe that what is listed could not be paused because it does not exist", async () => {
    await always({ method: "PUT" }, { kind: "status", status: 404, code: "NOT_FOUND" });
    const inputs = checked({ ...declared, isActive: false });
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    expect(failure.message).toMatch(/still active: pausing it failed\..* Run the same command again/);
    expect(failure).toMatchObject({ state: { isActive: true } });
  });
});
