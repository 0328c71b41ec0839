import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the Pulumi project that a folder belongs to: the nearest with a `Pulumi.yaml`, itself included. */
export function projectFolder(start: string): string | undefined {
  if (existsSync(join(start, "Pulumi.yaml"))) return start;
  const parent = dirname(start);
  return parent === start ? undefined : projectFolder(parent);
}
