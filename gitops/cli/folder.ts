import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { insteadOfFile } from "../../provider/files/regularFile";
import { FOLDER, ONE_FILE, projectFileIn, projectFolder } from "../file/files";

/**
 * The folder of the project that a folder belongs to: itself, or the nearest above it.
 *
 * @param say is told which folder is used, where it is another one.
 * @throws Error where there is none, or it cannot be told which connections are meant.
 */
export function projectIn(folder: string, say: (message: string) => void): string {
  if (projectFileIn(folder) !== undefined) return readable(folder);
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const project = projectFolder(dirname(folder));
  const own = connectionsIn(folder);
  if (own !== undefined && project === undefined) return readable(folder);
  if (own !== undefined)
    throw new Error(
      `${join(folder, own)} has no Pulumi.yaml beside it, and lies in another project, that of ${project}. \`repo-connections init\` writes a Pulumi.yaml here; -C ${project} names that project.`,
    );
  const nearest = project ?? folderWithConnections(dirname(folder));
  if (nearest === undefined)
    throw new Error(
      `There are no connections in ${folder} or above it: no ${ONE_FILE[0]}, no folder ${FOLDER}/, no Pulumi.yaml. \`repo-connections init\` writes what is needed; -C names another folder.`,
    );
  say(`Using the project in ${nearest}.`);
  return readable(nearest);
}

/** The nearest folder, itself included, that has connections and no `Pulumi.yaml`. */
function folderWithConnections(start: string): string | undefined {
  if (connectionsIn(start) !== undefined) return start;
  const parent = dirname(start);
  return parent === start ? undefined : folderWithConnections(parent);
}

/** What Pulumi reads of a project: its own file, and one for each stack. */
const READ_BY_PULUMI = /^Pulumi\.(?:.+\.)?(?:ya?ml|json)$/;

/**
 * A project that Pulumi can read; it would wait for a pipe, deaf to Ctrl-C.
 *
 * @throws Error where its `Pulumi.yaml`, or that of a stack, is no file.
 */
function readable(folder: string): string {
  for (const name of readdirSync(folder).filter((one) => READ_BY_PULUMI.test(one))) {
    const file = join(folder, name);
    const is = insteadOfFile(file);
    if (is !== undefined) throw new Error(`${file} is ${is}, not a file.`);
  }
  return folder;
}

/** What declares connections in a folder; `undefined`: nothing. */
function connectionsIn(folder: string): string | undefined {
  return [...ONE_FILE, FOLDER].find((name) => existsSync(join(folder, name)));
}

/** Whether a folder has files that declare connections. */
export function hasConnections(folder: string): boolean {
  return connectionsIn(folder) !== undefined;
}

/**
 * The folder whose files are checked: the project's, as {@link projectIn} finds it. Files without a project are
 * checked where they are.
 *
 * @throws Error where there is no such folder, or as {@link projectIn} does.
 */
export function filesIn(folder: string, say: (message: string) => void): string {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  return hasConnections(folder) || projectFolder(folder) === undefined ? folder : projectIn(folder, say);
}
