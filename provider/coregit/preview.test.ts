import { expect, it } from "vitest";
import { declared, useEmulator } from "../../test/support/coregit/useEmulator";
import { expectForetold, unknownIn } from "../../test/support/preview";

const { emulator, lifecycle, checked, letReadsCatchUp, requests } = useEmulator();

/** What the provider keeps for itself. */
const HIDDEN = ["seenByKeys", "writtenAt"];

it("foretells a creation, an adoption and each update, and sends nothing", async () => {
  const inputs = checked(declared);
  const ofCreation = lifecycle().preview(inputs, undefined);
  const served = ["createdAt", "externalUsername", "lastSyncedAt", "updatedAt"];
  expect(unknownIn(ofCreation)).toEqual(["accessTokenChangedAt", ...served]);
  expect(await requests()).toEqual([]);
  const { id, state } = await lifecycle().create(inputs, "ci");
  expectForetold(ofCreation, state, HIDDEN);
  await letReadsCatchUp();

  const { accessToken: _, ...rest } = declared;
  const adopting = checked({ ...rest, adopt: id });
  const ofAdoption = lifecycle().preview(adopting, undefined);
  expect(unknownIn(ofAdoption)).toEqual(served);
  expectForetold(ofAdoption, (await lifecycle().create(adopting, "adopting")).state, HIDDEN);

  let recorded = (await lifecycle().read(id, state))?.state ?? {};
  const token = { accessToken: "ghp_anothertoken" };
  for (const [change, unknown] of [
    [{ label: "renamed" }, ["updatedAt"]],
    [{ label: "renamed", ...token }, ["accessTokenChangedAt", "externalUsername", "updatedAt"]],
    [{ label: "renamed", ...token }, []],
    [{ label: "renamed", ...token, verify: true }, ["status"]],
  ] as const) {
    await emulator().control.advanceClock(60_000);
    const news = checked({ ...declared, ...change }, inputs);
    const preview = lifecycle().preview(news, recorded);
    expect(unknownIn(preview)).toEqual(unknown);
    recorded = await lifecycle().update(id, recorded, news);
    expectForetold(preview, recorded, HIDDEN);
  }
});
