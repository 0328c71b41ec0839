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
  return {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    no_grpc_proxy: withoutProxy(env),
    ...(env.USER ? {} : { USER: userName(env) }),
  };
}

/**
 * What the engine and a program say to each other, secrets included, is in the clear, and never leaves this machine; in
 * Node, gRPC would have it go through a proxy all the same.
 */
function withoutProxy({ no_grpc_proxy, no_proxy }: NodeJS.ProcessEnv): string {
  return [no_grpc_proxy || no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
}
