import { userInfo } from "node:os";

/**
 * The user's name, as Pulumi writes it into a lock. Where the system does not know the user, as in many a container,
 * it is what `USER` says.
 */
export function userName({ USER }: NodeJS.ProcessEnv = process.env): string {
  try {
    return userInfo().username;
  } catch {
    return USER || String(process.getuid?.());
  }
}

/** What every `pulumi` gets besides this process's own variables. Without a user's name it locks no stack. */
export function pulumiVariables(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return { PULUMI_SKIP_UPDATE_CHECK: "true", ...(env.USER ? {} : { USER: userName(env) }) };
}
