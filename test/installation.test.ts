import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { runWell } from "./support/command";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import {
  npmInstall,
  PACKAGE_ROOT,
  packageManagerEnvironment,
  pinned,
  temporaryFolder,
} from "./support/install";

const PULUMI = ["@pulumi/pulumi", "typescript"].map(pinned);

/** The ways in which the package comes into a project; each installs it and Pulumi into a folder. */
const WAYS: Record<string, (folder: string) => Promise<unknown>> = {
  "as npm's copy of a folder": (folder) => npmInstall(folder, "--install-links", PACKAGE_ROOT, ...PULUMI),
  "as npm's link to a folder": (folder) => npmInstall(folder, `file:${PACKAGE_ROOT}`, ...PULUMI),
  "from the tarball by npm": (folder) => npmInstall(folder, inject("prepared").tarball, ...PULUMI),
  "from the tarball by pnpm": (folder) => pnpmAdd(folder, inject("prepared").tarball, ...PULUMI),
};

/** What the state is to say of the provider: no path of the machine, and the same wherever the package lies. */
const PROVIDER =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-repo-connections/dynamic/sigsentry")';

function pnpmAdd(folder: string, ...packages: string[]) {
  const command = join(PACKAGE_ROOT, "node_modules", "pnpm", "bin", "pnpm.cjs");
  const args = ["add", "--prefer-offline", "--store-dir", join(folder, ".store"), ...packages];
  return runWell(process.execPath, [command, ...args], { cwd: folder, env: packageManagerEnvironment() });
}

test.for(Object.keys(WAYS))("the package works when it is installed %s", async (way, {
  service,
  newStack,
  onTestFinished,
}) => {
  const installed = await temporaryFolder();
  onTestFinished(() => rm(installed, { recursive: true, force: true }));
  await writeFile(join(installed, "package.json"), JSON.stringify({ private: true }));
  await WAYS[way]?.(installed);

  const stack = await newStack({ installed });
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  expect((await stack.recorded()).payments?.id).toBe((await service.onlyConnection()).id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  const { payments } = await stack.recorded();
  expect(payments?.inputs.__provider).toBe(PROVIDER);
  expect(payments?.outputs.__provider).toBe(PROVIDER);
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});
