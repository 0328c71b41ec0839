import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../core/settings";

/**
 * Where this package keeps what it remembers on this machine, beside what Pulumi itself keeps: a folder of the user's.
 *
 * @returns `undefined` for a user without a home; then nothing is remembered.
 */
export function userFolder(name: string, { PULUMI_HOME }: Environment = process.env): string | undefined {
  const pulumi = PULUMI_HOME || pulumiInHome();
  return pulumi === undefined ? undefined : join(pulumi, "pulumi-repo-connections", name);
}

/** Without `HOME` the system is asked, and knows nothing of a user without a passwd entry. */
function pulumiInHome(): string | undefined {
  try {
    return join(homedir(), ".pulumi");
  } catch {
    return undefined;
  }
}
