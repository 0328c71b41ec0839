import { checkDocument, NO_DEFAULTS } from "./document";
import { appendConnections, type NewConnection } from "./edit";
import { Findings } from "./findings";
import { Source } from "./source";
import { parse } from "./syntax";

/**
 * What `validate` would say of a connection that a service holds, if a file declared it: what no file may say, and what
 * YAML cannot. Nothing in it is a secret.
 *
 * @returns a sentence for each problem, without a full stop; none: it can be written.
 */
export function problemsWithWriting(connection: NewConnection): string[] {
  const text = textOf(connection);
  if (text === undefined) return ["holds characters that YAML cannot carry"];
  const source = new Source("", text);
  const findings = new Findings();
  const parsed = parse(source);
  findings.add(parsed);
  if (parsed.root !== undefined) checkDocument(parsed.root, NO_DEFAULTS, findings);
  if (findings.problems.length === 0) findings.reportTokens(source);
  const path = `${connection.kind}.${connection.name}.`;
  return findings.problems.map((problem) =>
    [problem.path.replace(path, ""), problem.message].filter((part) => part !== "").join(": "),
  );
}

/** `undefined`: what it says is not what was to be said. */
function textOf(connection: NewConnection): string | undefined {
  try {
    return appendConnections("", [connection]);
  } catch {
    return undefined;
  }
}
