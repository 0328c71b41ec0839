import { describe, expect, it } from "vitest";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "./testing/useEmulator";

const { emulator, lifecycle, checked, held, requests, said } = useEmulator();

const POST = { method: "POST", path: "/v1/connections" };
const lose = (when: "before" | "after") =>
  emulator().control.addFault({ match: POST, effect: { kind: "drop", when } });

describe("create", () => {
  it("takes one creation and two lists, and the times from the list", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    expect(await requests()).toEqual([
      "GET /connections",
      "POST /connections access_token,label,provider",
      "GET /connections",
    ]);
    const [stored] = await held();
    expect(stored).toMatchObject({ id, provider: "github", label: "CI", tokenSha256: sha256(TOKEN) });
    expect(state).toMatchObject({
      externalUsername: stored?.externalUsername,
      createdAt: stored?.createdAt,
      updatedAt: stored?.updatedAt,
    });
  });

  it("finds the connection again whose answer was lost", async () => {
    await lose("after");
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    expect(await held()).toMatchObject([{ id }]);
    expect(state.createdAt).toBeDefined();
    expect(said.join()).toMatch(/answer to the creation of "CI" was lost/);
  });

  it("says that nothing is known when it is not found, and makes it with the next run", async () => {
    await lose("before");
    const error = await failureOf(lifecycle().create(checked(declared), "ci"));
    expect(error.message).toMatch(
      /^Whether the connection was created is not known\. Run the same command again/,
    );
    const { id } = await lifecycle().create(checked(declared), "ci");
    expect(await held()).toMatchObject([{ id }]);
  });
});
