import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import { ORGANISATION } from "../../provider/core/identity";

/** Where Pulumi keeps the stacks of a project. */
export interface Home {
  /** In Pulumi Cloud the default one; everywhere else it is called `organization`. */
  readonly organization: string;
  readonly project: string;
}

/** The folder of a project, as the Automation API knows it. */
type Workspace = Pick<LocalWorkspace, "projectSettings" | "whoAmI" | "workDir">;

/**
 * Where Pulumi keeps the stacks of a workspace's project.
 *
 * @param command the path of `pulumi`.
 */
export async function homeOf(workspace: Workspace, command: string): Promise<Home> {
  const { name: project } = await workspace.projectSettings();
  const { user, url = "" } = await workspace.whoAmI();
  if (!/^https?:/.test(url)) return { organization: ORGANISATION, project };
  // The Automation API does not tell.
  const { stdout } = await promisify(execFile)(command, ["org", "get-default"], { cwd: workspace.workDir });
  const organization = stdout.trim();
  // A text with spaces says that there is none; then it is the user.
  return { organization: /^\S+$/.test(organization) ? organization : user, project };
}
