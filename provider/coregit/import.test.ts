import { expect, it } from "vitest";
import {
  always,
  declared,
  failureOf,
  LAG_MS,
  LIST,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";

const { emulator, lifecycle, checked, fault, inDashboard, letReadsCatchUp, said } = useEmulator();

const lagBy = (listLagMs: number) => emulator().control.coregit.changeSettings({ listLagMs });

it("reads what nothing is recorded of, and manages it then without a token", async () => {
  const { id } = await lifecycle().create(checked(declared), "ci");
  await letReadsCatchUp();
  const imported = await lifecycle().read(id, undefined);
  expect(imported).toMatchObject({ id, inputs: { provider: declared.provider, label: declared.label } });
  const { accessToken: _, ...rest } = declared;
  const inputs = checked(rest, imported?.inputs);
  expect(byField(lifecycle().diff(id, imported?.state ?? {}, inputs, "imported")).changed).toEqual([]);
  // It is known to be this organisation's from now on.
  expect(imported?.state.seenByKeys).toHaveLength(1);
  expect(await lifecycle().read("conn_none", undefined)).toBeUndefined();
  expect(await lifecycle().list({ label: declared.label })).toMatchObject({ listed: [{ id }] });
  expect(await lifecycle().list({ label: "another" })).toMatchObject({ listed: [] });
});

it("is not fooled by a list that lags", async () => {
  const { id, state } = await lifecycle().create(checked(declared), "ci");
  await letReadsCatchUp();
  await lagBy(LAG_MS);
  await lifecycle().delete(id, state);
  expect((await lifecycle().list()).listed).toMatchObject([{ id }]);
  expect(await lifecycle().read(id, undefined)).toBeUndefined();
  await lagBy(0);
  const young = await inDashboard();
  await fault(always(LIST), { kind: "json", body: { connections: [] } });
  const message = /exists, but Coregit does not list it yet\. Run the same command again in a minute/;
  expect((await failureOf(lifecycle().read(young, undefined))).message).toMatch(message);
});

it("has a token tested that was just sent", async () => {
  const { id } = await lifecycle().create(checked(declared), "ci");
  await letReadsCatchUp();
  expect(await lifecycle().test(id)).toMatchObject({ valid: true, checkedAt: expect.any(String) });
  expect((await failureOf(lifecycle({ listLagMs: 0 }).test("conn_none"))).message).toBe(
    "Coregit says that there is no such connection.",
  );
  expect(said).toEqual([]);
});
