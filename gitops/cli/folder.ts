import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { projectFileIn, projectFolder } from "../file/project";

/**
 * The folder, where it holds a project.
 *
 * @throws Error where it is none, or holds none; with the nearest that does.
 */
export function projectIn(folder: string): string {
  if (projectFileIn(folder) !== undefined) return folder;
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const nearest = projectFolder(dirname(folder));
  const advice =
    nearest === undefined
      ? "`repo-connections init` writes one; -C names another folder."
      : `The project is in ${nearest}: go there, or give -C ${nearest}.`;
  throw new Error(`There is no Pulumi.yaml in ${folder}. ${advice}`);
}
