import { expect } from "vitest";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";
import { connectionsIn, parseState } from "../support/state";
import type { Step } from "./history";
import type { Declared } from "./slot";
import type { World } from "./world";

/** All that is promised of the next `up` that meets no fault, whatever happened before. */
export async function expectSettled<D extends Declared, S extends Step>(world: World<D, S>): Promise<void> {
  const { stack } = world;
  const up = await world.lastUp();
  expect(up.isWell, up.all).toBe(true);
  const state = await stack.exportText();
  await expectDeclared(world, state);
  await world.expectMore();

  await world.beforeLastPreview();
  const preview = await stack.pulumi("preview", "--refresh", "--expect-no-changes", "--diff");
  world.note("last preview", preview.all);
  expect(preview.exitCode, preview.all).toBe(0);

  for (const [name, output] of Object.entries(world.outputs)) {
    expect(output, `${name}: a stack trace`).not.toMatch(/^\s+at .+:\d+:\d+|\bpanic:/m);
  }
  const written = { ...world.outputs, "the state": state, ...(await filesBelow(stack.folder)) };
  expectNoSecrets(written, world.secrets);
}

/** The service holds what is declared and what was there before, nothing else, and the state knows it. */
async function expectDeclared<D extends Declared, S extends Step>(
  world: World<D, S>,
  state: string,
): Promise<void> {
  const declared = world.slots.filter((slot) => slot.declared !== undefined);
  const recorded = connectionsIn(parseState(state));
  expect(Object.keys(recorded).sort()).toEqual(declared.map(({ name }) => name).sort());

  const ids = Object.values(recorded).map(({ id }) => id);
  expect((await world.held()).map(({ id }) => id).sort()).toEqual(ids.sort());
  for (const slot of declared) await world.expectDeclared(slot);
  await world.expectBystander();
}
