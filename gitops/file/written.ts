import { stringify } from "yaml";

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
