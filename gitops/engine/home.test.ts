import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProjectSettings } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, expect, it } from "vitest";
import { homeOf } from "./home";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "repo-connections-home-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** @param answer what `pulumi org get-default` prints. */
async function homeAt(url: string, answer: string) {
  const command = join(folder, "pulumi");
  await writeFile(command, `#!/bin/sh\n[ "$*" = "org get-default" ] && echo "${answer}"\n`);
  await chmod(command, 0o755);
  const project: ProjectSettings = { name: "access", runtime: "nodejs" };
  const workspace = {
    workDir: folder,
    projectSettings: async () => project,
    whoAmI: async () => ({ user: "ann", url }),
  };
  return homeOf(workspace, command);
}

it.each([
  ["s3://bucket", "error: backends of this type do not support organizations", "organization"],
  ["https://app.pulumi.com/ann", "acme", "acme"],
  ["https://app.pulumi.com/ann", "No Default Org Specified", "ann"],
])("the stacks at %s, where the default is %j, are in %s", async (url, answer, organization) => {
  expect(await homeAt(url, answer)).toEqual({ organization, project: "access" });
});
