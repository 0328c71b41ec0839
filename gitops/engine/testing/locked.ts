/** What Pulumi says on stderr of a stack that is locked, by `user@host (pid N)`. */
export function lockedBy(...holders: readonly string[]): string {
  return lockedSince("2026-11-21T10:00:00Z", ...holders);
}

/** {@link lockedBy}, since a time of one's own. */
export function lockedSince(time: string, ...holders: readonly string[]): string {
  const lines = holders.map(
    (holder, index) =>
      `  file:///state/.pulumi/locks/organization/p/s/${index}.json: created by ${holder} at ${time}`,
  );
  return `error: the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.\n${lines.join("\n")}`;
}
