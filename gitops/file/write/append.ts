import { isDeepStrictEqual } from "node:util";
import { isMap, type ParsedNode, parseDocument } from "yaml";
import type { Properties } from "../../../provider/contract";
import { isObject } from "../../../provider/core/values";
import { KINDS, type Kind } from "../../../provider/kinds/names";
import { checkDocument, NO_DEFAULTS } from "../document";
import { schemaComment } from "../files";
import { Findings } from "../problems/findings";
import { plainMap } from "../yaml/located";
import { Source } from "../yaml/source";
import { parse } from "../yaml/syntax";
import { type Connections, named, splice } from "./splice";

/** A connection to be added to a file. */
export type NewConnection = Connections[number] & { readonly kind: Kind };

/**
 * Adds connections to a file's text, behind those of their kind that are there. Everything else stays as it is, byte
 * for byte; only what has no line to add to (`sigsentry: {}`) is written anew.
 *
 * @param file from the project's folder; decides what a text that is empty so far begins with.
 * @throws Error where nothing can be added: the text is no YAML, or has a connection of that name.
 */
export function appendConnections(
  text: string,
  entries: readonly NewConnection[],
  file = "connections.yaml",
): string {
  const [mark = ""] = /^\uFEFF/.exec(text) ?? [];
  const content = text.slice(mark.length);
  const start = content.trim() === "" ? `${schemaComment(file)}\n` : content;
  const added = KINDS.reduce((soFar, kind) => {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    return ofKind.length === 0 ? soFar : withConnections(soFar, kind, ofKind);
  }, start);
  return mark + added;
}

/** What the text says afterwards is compared with what it should say: no style of YAML is added to by mistake. */
function withConnections(text: string, kind: Kind, entries: readonly NewConnection[]): string {
  const { content, contents } = read(text);
  if (contents === undefined) {
    throw new Error("Connections cannot be added to a file that is not valid; correct it first.");
  }
  const wanted = contentWith(content, kind, entries);
  const isRight = (result: string | undefined): result is string =>
    result !== undefined && isDeepStrictEqual(read(result).content, wanted);
  const spliced = splice(text, contents, kind, entries);
  if (isRight(spliced)) return spliced;
  const rewritten = rewrite(text, kind, entries);
  if (isRight(rewritten)) return rewritten;
  throw new Error(`Connections cannot be added to ${kind} as it is written; write it in lines of its own.`);
}

/** What a text says; without `contents` where it is not valid. */
function read(text: string): { content: Properties; contents: ParsedNode | null | undefined } {
  const { root, contents } = parse(new Source("", text));
  if (root === undefined) return { content: {}, contents: undefined };
  return { content: root.kind === "map" ? plainMap(root) : {}, contents };
}

function contentWith(content: Properties, kind: Kind, entries: readonly NewConnection[]): Properties {
  const connections = content[kind] ?? {};
  if (!isObject(connections))
    throw new Error(`Connections cannot be added to ${kind}, which is not a mapping.`);
  const taken = entries.find(({ name }) => Object.hasOwn(connections, name));
  if (taken !== undefined) throw new Error(`${kind}.${taken.name} is there already.`);
  return { ...content, [kind]: { ...connections, ...named(entries) } };
}

/** By the library, in the style of the document, but with spaces and line breaks of its own. */
function rewrite(text: string, kind: Kind, entries: readonly NewConnection[]): string | undefined {
  const document = parseDocument(text, { schema: "core", resolveKnownTags: false });
  if (!isMap(document.get(kind))) return undefined;
  for (const { name, fields } of entries) document.setIn([kind, name], document.createNode(fields));
  return document.toString({ lineWidth: 0 });
}

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
