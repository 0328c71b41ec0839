/** An address as the engine tells its plugins where it listens. */
export const ADDRESS = /^(?:\w+:\/\/)?\[?([^/[\]]+)\]?:(\d+)$/;

/**
 * Where the engine listens, by the arguments of a plugin's process: behind those of `--logflow` and `--tracing`, where
 * they are passed on. Empty: they do not tell.
 */
export function engineAddress(args: readonly string[]): string {
  return args.findLast((arg) => ADDRESS.test(arg)) ?? "";
}
