import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** What Pulumi takes for a project, and what is written first. */
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"] as const;

/** The name of the file that makes a folder a Pulumi project; `undefined`: there is none. */
export function projectFileIn(folder: string): string | undefined {
  return PROJECT_FILES.find((name) => existsSync(join(folder, name)));
}

/** The folder of the Pulumi project that a folder belongs to: the nearest with a `Pulumi.yaml`, itself included. */
export function projectFolder(start: string): string | undefined {
  if (projectFileIn(start) !== undefined) return start;
  const parent = dirname(start);
  return parent === start ? undefined : projectFolder(parent);
}
