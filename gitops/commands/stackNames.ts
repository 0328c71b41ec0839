import type { Home } from "../engine/home";

/**
 * A stack's name without what the project says already: Pulumi's own full names are `organization/project/stack` and
 * `organization/stack`.
 *
 * @throws Error where it is a stack of another project or organisation; with what differs.
 */
export function nameWithin(asked: string, home: Home): string {
  const parts = asked.split("/");
  const [name = "", organization, project = home.project, ...more] = sorted(parts);
  if (organization === undefined) return name;
  const differences = [
    organization === home.organization
      ? []
      : [`its organisation is ${home.organization}, not ${organization}`],
    project === home.project ? [] : [`its project is ${home.project}, not ${project}`],
  ].flat();
  const isName = more.length === 0 && !parts.includes("");
  if (isName && differences.length === 0) return name;
  const difference = isName ? `: ${differences.join(", and ")}` : "";
  throw new Error(
    `${asked} is no stack of this folder${difference}. Its stacks are called ${home.organization}/${home.project}/NAME, or NAME alone.`,
  );
}

/** The name, then what it is in, from the outside in. */
function sorted(parts: readonly string[]): string[] {
  return [...parts.slice(-1), ...parts.slice(0, -1)];
}
