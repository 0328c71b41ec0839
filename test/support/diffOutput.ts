/** What `--diff` printed of one connection. */
interface Shown {
  /** What is done with it: `update`, `refresh`, `delete` … */
  readonly operation: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Its own fields that are marked as changed; those inside a mapping belong to `serviceMappings`. */
  readonly fields: readonly string[];
}

const HEADING =
  /^ *[~+-]* *(?:pulumi-nodejs:dynamic\/)?(?:sigsentry:(?:index:)?Repo|coregit:(?:index:)?)Connection: \((\S+)\)$/;

/** Reads what `--diff` printed of connections that are not parts of another resource, in order of names. */
export function readDiff(stdout: string): Shown[] {
  const shown: { operation: string; name: string; fields: string[] }[] = [];
  for (const line of stdout.split("\n")) {
    const operation = HEADING.exec(line)?.[1];
    if (operation !== undefined) shown.push({ operation, name: "", fields: [] });
    const last = shown.at(-1);
    const name = /\[urn=.*Connection::(\S+)\]/.exec(line)?.[1];
    const field = /^ {6}[~+-] (\w+) *:/.exec(line)?.[1];
    if (last !== undefined && name !== undefined) last.name = name;
    if (last !== undefined && field !== undefined) last.fields.push(field);
  }
  return shown.filter(({ name }) => name !== "").sort((a, b) => (a.name < b.name ? -1 : 1));
}
