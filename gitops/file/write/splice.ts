import { isMap, isScalar, isSeq, type ParsedNode, stringify, type YAMLMap } from "yaml";

/** A text to be put into another. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  /** How many characters go there. */
  readonly instead?: number;
}

/**
 * Puts connections into a text, under a field that is made if it is missing. In every usual style the text then says
 * what it said before, and them; the caller is to check it. `undefined`: there is no place for them.
 *
 * @param contents the text's nodes.
 */
export function splice(
  text: string,
  contents: ParsedNode | null,
  kind: string,
  connections: Connections,
): string | undefined {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const insertions = insertionsFor(text, contents, kind, connections);
  return insertions?.reduceRight(
    (soFar, { at, text: added, instead = 0 }) =>
      soFar.slice(0, at) + added.replaceAll("\n", eol) + soFar.slice(at + instead),
    text,
  );
}

/** In the order of the text. */
function insertionsFor(
  text: string,
  contents: ParsedNode | null,
  kind: string,
  connections: Connections,
): Insertion[] | undefined {
  if (contents === null) {
    return [onNewLine(text, text.length, `${kind}:\n${inBlockStyle(connections, { indent: 2, step: 2 })}`)];
  }
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === kind);
  if (contents.flow && pair === undefined) return intoFlow(contents, { [kind]: named(connections) });
  const indent = columnOf(text, contents);
  const step = stepOf(text, contents);
  if (pair === undefined) {
    const lines = inBlockStyle(connections, { indent: indent + step, step });
    return [onNewLine(text, text.length, `\n${" ".repeat(indent)}${kind}:\n${lines}`)];
  }
  const { key, value } = pair;
  if (isMap(value) && value.items.length > 0) {
    if (value.flow) return intoFlow(value, named(connections));
    const isSpaced = areSpaced(text, value);
    const lines = inBlockStyle(connections, { indent: columnOf(text, value), step, isSpaced });
    return [onNewLine(text, lineAfter(text, endOf(value), indent), isSpaced ? `\n${lines}` : lines)];
  }
  const lines = inBlockStyle(connections, { indent: indent + step, step });
  const below = onNewLine(text, lineAfter(text, endOf(key), indent), lines);
  if (!isMap(value)) return [below];
  const [start, end] = value.range;
  const colon = text.slice(0, start).trimEnd().length;
  return [{ at: colon, instead: end - colon, text: "" }, below];
}

/** Behind the last entry of a mapping between braces. */
function intoFlow(map: YAMLMap, content: Readonly<Record<string, unknown>>): Insertion[] {
  const end = endOf(map.items.at(-1)?.value) || endOf(map.items.at(-1)?.key);
  return [{ at: end, text: `, ${inFlowStyle(content)}` }];
}

/** A text of whole lines, where the line before may have no break yet. */
function onNewLine(text: string, at: number, lines: string): Insertion {
  const isOnNewLine = at === 0 || text[at - 1] === "\n";
  return { at, text: isOnNewLine ? lines : `\n${lines.replace(/\n$/, "")}` };
}

/** Where what belongs to a place has ended: its line, and comments below that are indented further than its holder. */
function lineAfter(text: string, place: number, indent: number): number {
  let at = text[place - 1] === "\n" ? place : startOfNextLine(text, place);
  for (let next = at; next < text.length; ) {
    const line = text.slice(next, startOfNextLine(text, next));
    const column = line.search(/\S/);
    if (column >= 0 && (line[column] !== "#" || column <= indent)) break;
    next += line.length;
    if (column >= 0) at = next;
  }
  return at;
}

function startOfNextLine(text: string, at: number): number {
  const lineBreak = text.indexOf("\n", at);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}

/** Where the last that is written of a value ends; the ranges of block collections take in what follows them. */
function endOf(node: unknown): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return endOf(last?.value) || endOf(last?.key);
  }
  if (isSeq(node) && !node.flow) return endOf(node.items.at(-1));
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return 0;
  return Number(node.range[1]);
}

/** How far a block mapping is indented. */
function columnOf(text: string, map: YAMLMap): number {
  const [start = 0] = map.range ?? [];
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

/** How much further a mapping in this text is indented than what holds it. */
function stepOf(text: string, root: YAMLMap): number {
  const inner = root.items.map(({ value }) => value).find((value) => isMap(value) && !value.flow);
  const step = isMap(inner) ? columnOf(text, inner) - columnOf(text, root) : 0;
  return step > 0 ? step : 2;
}

/** Whether there is an empty line between the last two entries; where there is one only, there is to be. */
function areSpaced(text: string, { items }: YAMLMap): boolean {
  const [before, last] = items.slice(-2);
  if (last === undefined || before === undefined) return true;
  return /\n[ \t]*\r?\n/.test(text.slice(endOf(before.value) || endOf(before.key), endOf(last.key)));
}

/** Connections as a file writes them. */
export type Connections = readonly {
  readonly name: string;
  /** Such as `credentials: "keep"` and `adopt`. */
  readonly fields: Readonly<Record<string, unknown>>;
}[];

/** How a file is laid out. */
interface Layout {
  /** How far the names of the connections are indented. */
  readonly indent: number;
  readonly step: number;
  /** Whether there is an empty line between connections; there is, unless said otherwise. */
  readonly isSpaced?: boolean;
}

/** No blocks of several lines: the library loses spaces at their beginning. */
const OPTIONS = { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: false };

/** A line each field. */
export function inBlockStyle(connections: Connections, { indent, step, isSpaced = true }: Layout): string {
  const texts = connections.map(({ name, fields }) =>
    stringify({ [name]: fields }, { ...OPTIONS, indent: step })
      .split("\n")
      .map((line) => (line === "" ? line : " ".repeat(indent) + line))
      .join("\n"),
  );
  return texts.join(isSpaced ? "\n" : "");
}

/** Between braces, which are left out. */
export function inFlowStyle(content: Readonly<Record<string, unknown>>): string {
  return stringify(content, { ...OPTIONS, collectionStyle: "flow" })
    .trim()
    .replace(/^\{\s*|\s*\}$/g, "");
}

/** Connections by name. */
export function named(connections: Connections): Record<string, unknown> {
  return Object.fromEntries(connections.map(({ name, fields }) => [name, fields]));
}
