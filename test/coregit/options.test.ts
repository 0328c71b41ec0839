import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";

const URN = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/coregit:Connection::";

/** A connection labelled like its name, with resource options. */
const connection = (label: string, options: object = {}, more: object = {}) => ({
  ...CI,
  label,
  options,
  ...more,
});

async function labels(service: TestService): Promise<string[]> {
  return (await service.coregitConnections()).map(({ label }) => label).sort();
}

test("protect, retainOnDelete, ignoreChanges, aliases and additionalSecretOutputs do what Pulumi says", async ({
  service,
  stack,
}) => {
  const secret = { additionalSecretOutputs: ["label"] };
  await stack.declare({
    protected: connection("protected", { protect: true }),
    retained: connection("retained", { retainOnDelete: true }),
    ignored: connection("ignored", { ignoreChanges: ["label"] }),
    "old-name": connection("aliased"),
    hidden: connection("hidden", secret),
  });
  await stack.up();
  const first = await stack.recorded();
  expect(first.hidden?.outputs).toMatchObject({ label: { plaintext: '"hidden"' } });
  expect(await stack.exportText()).not.toContain("the-first-token");
  await service.control.coregit.editConnection(first.ignored?.id ?? "", { label: "ignored, by hand" });
  await service.takeCalls();

  // The dashboard's edit of what is ignored stays, and so does another declaration of it; renaming sends nothing.
  await stack.declare({
    protected: connection("protected", { protect: true }),
    ignored: connection("ignored, declared otherwise", { ignoreChanges: ["label"] }),
    "new-name": connection("aliased", { aliases: [{ name: "old-name" }] }),
    hidden: connection("hidden", secret),
  });
  await stack.up("--refresh");
  expect(await service.takeCalls()).toEqual([CALL.list]);
  const recorded = await stack.recorded();
  expect(Object.keys(recorded).sort()).toEqual(["hidden", "ignored", "new-name", "protected"]);
  expect(recorded["new-name"]?.id).toBe(first["old-name"]?.id);
  expect(await labels(service)).toEqual(["aliased", "hidden", "ignored, by hand", "protected", "retained"]);

  // Neither removed from the program nor destroyed, what is protected goes.
  await stack.declare({});
  expect((await stack.upFails()).all).toContain("it is protected");
  await stack.succeed("state", "unprotect", `${URN}protected`, "--yes");
  await stack.destroy();
  expect(await labels(service)).toEqual(["retained"]);

  // What was left there is found again, and no other made.
  await stack.declare({ retained: connection("retained") });
  await stack.up();
  expect((await stack.recorded()).retained?.id).toBe(first.retained?.id);
  expect(await labels(service)).toEqual(["retained"]);
});

test("deleteBeforeReplace: false and replaceOnChanges: every replacement ends with one connection each, in the order that is asked for", async ({
  service,
  stack,
}) => {
  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  const beforehand = { deleteBeforeReplace: false };
  const onChanges = { replaceOnChanges: ["label"] };
  await stack.declare({ kept: connection("kept", beforehand), changed: connection("changed", onChanges) });
  await stack.up();
  const first = await stack.recorded();
  await service.takeCalls();

  const gitlab = { provider: "gitlab", accessToken: "$GITLAB_TOKEN" };
  const kept = connection("kept", beforehand, gitlab);
  await stack.declare({ kept, changed: connection("changed", onChanges) });
  await stack.up();
  expect(await service.takeCalls()).toEqual([
    ...[CALL.list, CALL.create, CALL.list],
    ...[CALL.delete, CALL.test],
  ]);
  await stack.declare({ kept, changed: connection("changed at last", onChanges) });
  await stack.up();
  expect((await service.takeCalls()).filter((call) => /POST .*connections$|DELETE/.test(call))).toEqual([
    CALL.delete,
    CALL.create,
  ]);
  // Asked for although nothing has changed, Pulumi does not tell which is the old one: nobody guesses.
  stack.environment.COREGIT_LIST_LAG_SECONDS = "1";
  expect((await stack.upFails("--replace", `${URN}kept`)).all).toContain("Nothing was created.");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.test, CALL.test]);
  const beside = connection("kept", beforehand, { ...gitlab, allowDuplicate: true });
  await stack.declare({ kept: beside, changed: connection("changed at last", onChanges) });
  await stack.up("--replace", `${URN}kept`);
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create, CALL.list, CALL.delete, CALL.test]);

  const held = await service.coregitConnections();
  expect(held.map(({ label, provider }) => `${provider} ${label}`).sort()).toEqual([
    "github changed at last",
    "gitlab kept",
  ]);
  const last = await stack.recorded();
  for (const name of ["kept", "changed"]) {
    expect(held.map(({ id }) => id)).toContain(last[name]?.id);
    expect(last[name]?.id).not.toBe(first[name]?.id);
  }
});

test("the options `import` and `id` are refused with a message that a user understands, and nothing is sent", async ({
  service,
  stack,
}) => {
  const { id } = await service.makeByHand({ label: CI.label });
  for (const option of ["import", "id"]) {
    await stack.declare({ ci: { ...CI, options: { [option]: id } } });
    const { all } = await stack.upFails();
    expect(all).toMatch(new RegExp(`\\b${option}\\b.*not available for coregit:Connection.*"adopt"`));
  }
  expect(await service.takeCalls()).toEqual([]);
});
