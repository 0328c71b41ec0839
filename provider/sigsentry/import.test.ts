import { expect, it } from "vitest";
import { byField } from "../../test/support/difference";
import { declared, failureOf, useEmulator } from "../../test/support/sigsentry/useEmulator";

const { emulator, lifecycle, checked, requests } = useEmulator();

it("reads what nothing is recorded of, and manages it then without credentials", async () => {
  const { id } = await lifecycle().create(checked(declared), "payments");
  await requests();
  const imported = await lifecycle().read(id, undefined);
  expect(await requests()).toHaveLength(1);
  expect(imported).toMatchObject({
    id,
    state: { platform: "github", repositories: checked(declared).repositories },
  });
  const { credentials: _, ...rest } = declared;
  const inputs = checked(rest, imported?.inputs);
  expect(byField(lifecycle().diff(id, imported?.state ?? {}, inputs, "imported")).changed).toEqual([]);
  expect(await lifecycle().read("00000000-0000-4000-8000-000000000000", undefined)).toBeUndefined();
});

it("takes the project from the id, and keeps to it", async () => {
  const { sigsentry } = emulator().control;
  const first = emulator().projectId;
  const [project] = await sigsentry.projects();
  const { id: other } = await sigsentry.seedProject(project ? { tenantId: project.tenantId } : {});
  const { value: key } = await sigsentry.seedKey({ projectId: first, kind: "ss_org" });
  const { id } = await sigsentry.seedConnection({
    projectId: other,
    platform: "gitlab",
    repositories: ["acme/web"],
  });
  const imported = await lifecycle(key, first).read(`${other}/${id}`, undefined);
  expect(imported).toMatchObject({ id, state: { projectId: other }, inputs: { projectId: other } });
  expect(await lifecycle(key, first).read(id, undefined)).toBeUndefined();
  expect((await failureOf(lifecycle(key).read(id, undefined))).message).toMatch(
    /^projectId is missing.* Or name both: project\/id\.$/,
  );

  const listed = async (query: object) => (await lifecycle(key, first).list({ ...query })).listed;
  expect(await listed({})).toEqual([]);
  expect(await listed({ projectId: other })).toMatchObject([{ id }]);
  expect(await listed({ projectId: other, platform: "gitlab" })).toMatchObject([{ id }]);
  expect(await listed({ projectId: other, platform: "github" })).toEqual([]);
});
