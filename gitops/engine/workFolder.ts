import { realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import { projectFileIn, projectNameFor } from "../file/files";

/** The folder in which `pulumi` runs. */
export interface WorkFolder {
  readonly path: string;
  /** Ends its use. */
  remove(): Promise<void>;
}

/**
 * The folder of a project; one without a `Pulumi.yaml` gets a folder for this run that has one and stands for it: the
 * stacks' configuration stays in the project's own.
 *
 * @throws Error where that cannot be.
 */
export async function workFolderOf(folder: string): Promise<WorkFolder> {
  if (projectFileIn(folder) !== undefined) return { path: folder, remove: async () => {} };
  const real = realpathSync(folder);
  const path = realpathSync(await mkdtemp(join(tmpdir(), "repo-connections-project-")));
  const remove = () => rm(path, { recursive: true, force: true });
  const stackConfigDir = relative(path, real).replaceAll(sep, "/");
  if (isAbsolute(stackConfigDir)) {
    await remove();
    throw new Error(
      `There is no Pulumi.yaml in ${folder}, and the folder for temporary files is on another drive. \`repo-connections init\` writes a Pulumi.yaml.`,
    );
  }
  const project = { name: projectNameFor(real), runtime: "nodejs", stackConfigDir };
  // JSON is YAML, too.
  await writeFile(join(path, "Pulumi.yaml"), JSON.stringify(project));
  return { path, remove };
}
