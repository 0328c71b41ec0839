import { describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../../emulator/faultRules";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../../test/support/sigsentry/useEmulator";
import { PartialFailure } from "../../contract";

const { emulator, lifecycle, checked, held, requests } = useEmulator();

describe("create", () => {
  it("lists, posts once and takes the times from the list after that", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "payments");
    expect(await requests()).toEqual([
      "GET /repos",
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
      credentialsChangedAt: expect.any(String),
    });
  });

  it("pauses a connection that is declared inactive", async () => {
    const { state } = await lifecycle().create(checked({ ...declared, isActive: false }), "payments");
    expect((await requests()).map((request) => request.replace(/^POST.*/, "POST"))).toEqual([
      "GET /repos",
      "POST",
      "PUT /repos/ID isActive",
      "GET /repos",
    ]);
    expect(state.isActive).toBe(false);
    expect(await held()).toMatchObject([{ isActive: false }]);
  });

  it("keeps what it created when pausing fails, and the next update only pauses", async () => {
    const match = { method: "PUT", times: "always" as const };
    await emulator().control.addFault({ match, effect: { kind: "status", status: 403, code: "FORBIDDEN" } });
    const inputs = checked({ ...declared, isActive: false });
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toMatch(/still active.*403 FORBIDDEN/s);
    expect(
      (await requests()).map((request) => request.split(" ")[0]),
      "nothing more",
    ).toEqual(["GET", "POST", "PUT"]);

    await emulator().control.clearFaults();
    await requests();
    await lifecycle().update(failure.id, failure.state, inputs);
    expect(await requests()).toEqual(["PUT /repos/ID isActive", "GET /repos"]);
    expect(await held()).toMatchObject([{ id: failure.id, isActive: false }]);
  });

  it("creates one connection although the first answer was lost", async () => {
    await emulator().control.addFault({ match: { method: "POST" }, effect: { kind: "drop", when: "after" } });
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["was lost each time", { kind: "drop", when: "after" }],
    ["was a proxy's page", { kind: "html", status: 200, when: "after" }],
    ["was a proxy's error", { kind: "html", status: 504, when: "after" }],
  ])("finds in the next process what it created when the answer %s", async (_, effect) => {
    await emulator().control.addFault({ match: { method: "POST", times: "always" }, effect });
    await failureOf(lifecycle().create(checked(declared), "payments"));
    await emulator().control.clearFaults();
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
    await emulator().control.addFault({ match, effect: { kind: "drop", when: "after" } });
    await failureOf(lifecycle().create(checked(declared), "payments"));
    await emulator().control.clearFaults();
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("goes on with another key when the service says that its key was used for something else", async () => {
    const effect = { kind: "status", status: 409, code: "IDEMPOTENCY_KEY_CONFLICT" } as const;
    await emulator().control.addFault({ match: { method: "POST" }, effect });
    const { id } = await lifecycle().create(checked(declared), "payments");
    const keys = (await emulator().control.log()).map(({ headers }) => headers["idempotency-key"]);
    expect(keys[0]).not.toBe(keys[1]);
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("is not misled by a list from before the creation", async () => {
    await emulator().control.addFault({
      match: { method: "GET", times: "always" },
      effect: { kind: "stale" },
    });
    const { id } = await lifecycle().create(checked(declared), "payments");
    expect((await held()).map((connection) => connection.id)).toEqual([id]);
  });

  it("does not fail when only the list after it does", async () => {
    const effect = { kind: "status", status: 403, code: "FORBIDDEN" } as const;
    await emulator().control.addFault({ match: { method: "GET", nth: 2 }, effect });
    const { state } = await lifecycle().create(checked(declared), "payments");
    expect(state).not.toHaveProperty("createdAt");
  });

  it.each<[string, FaultRuleInput["effect"], RegExp]>([
    ["cannot be read", { kind: "status", status: 403, code: "FORBIDDEN" }, /403 FORBIDDEN.*Give the key/],
    ["is a page", { kind: "html", status: 200 }, /no answer of SigSentry's API/],
    [
      "holds what has no id that can be read",
      { kind: "json", body: { success: true, data: [{ platform: "github" }, {}] } },
      /^SigSentry lists 2 connection\(s\) without an id .* Nothing was created; try again/,
    ],
  ])("sends nothing where the list before it %s", async (_, effect, message) => {
    await emulator().control.addFault({ match: { method: "GET", times: "always" }, effect });
    const failure = await failureOf(lifecycle().create(checked(declared), "payments"));
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain("Nothing was created");
    expect(new Set(await requests())).toEqual(new Set(["GET /repos"]));
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

  it("asks what there is once for all that a process creates", async () => {
    const one = lifecycle();
    for (const name of ["a", "b", "c"])
      await one.create(checked({ ...declared, repositories: [`x/${name}`], serviceMappings: [] }), name);
    const afterEach = ["POST", "GET"];
    expect((await requests()).map((request) => request.split(" ")[0])).toEqual([
      "GET",
      ...[...afterEach, ...afterEach, ...afterEach],
    ]);
  });
});
