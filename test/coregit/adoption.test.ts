import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

const { accessToken: _, ...KEEPING_THE_TOKEN } = CI;

test("a connection made in the dashboard is taken over, keeps its token, and needs its line no longer then", async ({
  service,
  stack,
}) => {
  const made = await service.makeByHand({ label: "made by hand" });
  await stack.declare({ ci: { ...KEEPING_THE_TOKEN, adopt: made.id } });
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.list, body: null },
    { call: CALL.update, body: { label: CI.label } },
    { call: CALL.list, body: null },
  ]);
  const { tokenSha256, externalUsername, createdAt } = made;
  const taken = { id: made.id, label: CI.label, tokenSha256, externalUsername, createdAt };
  expect(await service.onlyCoregitConnection()).toMatchObject(taken);
  expect((await stack.recorded()).ci).toMatchObject({
    id: made.id,
    outputs: { label: CI.label, externalUsername, createdAt },
  });
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");

  await stack.declare({ ci: KEEPING_THE_TOKEN });
  await service.takeCalls();
  await stack.up("--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);

  // From now on with a token of its own.
  await stack.declare({ ci: CI });
  await stack.up();
  expect(await service.takeRequests()).toContainEqual({
    call: CALL.update,
    body: { access_token: "[redacted]" },
  });
  expect(await service.onlyCoregitConnection()).toMatchObject({
    id: made.id,
    tokenSha256: sha256(stack.environment.GITHUB_TOKEN ?? ""),
  });
  await stack.destroy();
  expect(await service.coregitConnections()).toEqual([]);
});

test("what cannot be taken over is refused with advice, and nothing is written", async ({
  service,
  stack,
}) => {
  // Nothing lags here: what is not shown is not there, and what is shown is.
  stack.environment.COREGIT_LIST_LAG_SECONDS = "0";
  const github = await service.makeByHand({ label: "by hand" });
  const gitlab = await service.makeByHand({ label: "by hand", provider: "gitlab" });
  await stack.declare({ mine: { ...CI, label: "mine" } });
  await stack.up();
  const mine = (await stack.recorded()).mine?.id;
  const before = await service.coregitConnections();
  await service.takeCalls();

  const refused = async (more: Record<string, object>) => {
    await stack.declare({ mine: { ...CI, label: "mine" }, ...more });
    return (await stack.upFails("--continue-on-error")).all;
  };
  const both = await refused({
    wrong: { ...CI, adopt: "no-such-id" },
    other: { ...CI, adopt: gitlab.id },
  });
  expect(both).toContain("adopt: this organisation has no connection no-such-id. Its connections to github:");
  expect(both).toContain(`${github.id} ("by hand", ${github.externalUsername}, made ${github.createdAt})`);
  expect(both).toContain(
    `adopt: connection ${gitlab.id} is one to gitlab, and github is declared. Correct provider or the id`,
  );
  await stack.declare({ mine: { ...CI, label: "mine" }, again: { ...CI, adopt: mine } });
  expect((await stack.pulumi("preview")).all).toMatch(/another (resource|one) of this program/);
  expect(await refused({ mine: { ...CI, label: "mine", adopt: github.id } })).toContain(
    `adopt: names ${github.id}, but this resource already manages ${mine}`,
  );
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list, CALL.test]));
  expect(await service.coregitConnections()).toEqual(before);
  expect(Object.keys(await stack.recorded())).toEqual(["mine"]);

  // A label that a connection has already, which nobody here is known to have made, is refused likewise.
  expect(await refused({ alike: { ...CI, label: "by hand" } })).toContain(
    `To manage it with this resource, declare adopt: "${github.id}"`,
  );
  expect(await service.coregitConnections()).toEqual(before);
});
