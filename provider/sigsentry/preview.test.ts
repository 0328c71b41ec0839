import { expect, it } from "vitest";
import { expectForetold, unknownIn } from "../../test/support/preview";
import { declared, useEmulator } from "../../test/support/sigsentry/useEmulator";

const { emulator, lifecycle, checked, requests } = useEmulator();

it("foretells a creation, an adoption and each update, and sends nothing", async () => {
  const inputs = checked(declared);
  const ofCreation = lifecycle().preview(inputs, undefined);
  expect(unknownIn(ofCreation)).toEqual(["createdAt", "credentialsChangedAt", "updatedAt"]);
  expect(await requests()).toEqual([]);
  const { id, state } = await lifecycle().create(inputs, "payments");
  expectForetold(ofCreation, state);

  const { credentials: _, ...rest } = declared;
  const adopting = checked({ ...rest, adopt: id });
  const ofAdoption = lifecycle().preview(adopting, undefined);
  expect(unknownIn(ofAdoption)).toEqual(["createdAt", "updatedAt"]);
  expectForetold(ofAdoption, (await lifecycle().create(adopting, "adopting")).state);

  let recorded = state;
  for (const [change, unknown] of [
    [{ lookbackDays: 7 }, ["updatedAt"]],
    [{ lookbackDays: 7, credentials: { token: "ghp_another" } }, ["credentialsChangedAt", "updatedAt"]],
    [{ lookbackDays: 7, credentials: { token: "ghp_another" } }, []],
  ] as const) {
    await emulator().control.advanceClock(60_000);
    const news = checked({ ...declared, ...change }, inputs);
    const preview = lifecycle().preview(news, recorded);
    expect(unknownIn(preview)).toEqual(unknown);
    recorded = await lifecycle().update(id, recorded, news);
    expectForetold(preview, recorded);
  }
});
