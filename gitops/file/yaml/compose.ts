import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Entry, Located, LocatedMap } from "./located";
import type { Source, Span } from "./source";

/** A file of 1 MB can hold more only by aliases of aliases of aliases. */
const MAX_VALUES = 200_000;

/** Far deeper than the format. */
const DEEPEST = 50;

/** What keeps a file from being read; those found here, the library lets pass. */
export interface SyntaxProblem {
  readonly span: Span;
  readonly message: string;
  readonly advice?: string;
}

/** A document's nodes as located values. */
export interface Composed {
  /** Of use only where there are no problems. */
  readonly located: Located;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Follows aliases and merge keys, and sees that keys are unique. It takes time in proportion to the file, however
 * often aliases multiply what it says.
 */
export function compose(contents: Node | null, source: Source): Composed {
  const composition = new Composition(source);
  const nowhere = { source, start: 0, end: 0 };
  try {
    return { located: composition.value(contents, nowhere, 0), problems: composition.problems };
  } catch (error) {
    if (!(error instanceof Excess)) throw error;
    return { located: scalar(null, nowhere), problems: [...composition.problems, error.problem] };
  }
}

/** There is no use in going on. */
class Excess extends Error {
  override readonly name = "Excess";
  constructor(readonly problem: SyntaxProblem) {
    super(problem.message);
  }
}

/** Stands for an anchor whose value is being read: an alias of it would hold itself. */
const OPEN = "open";

class Composition {
  readonly problems: SyntaxProblem[] = [];
  readonly #anchors = new Map<string, Located | typeof OPEN>();
  #merged = 0;

  constructor(readonly source: Source) {}

  /** @param empty where the value would stand that is not there */
  value(node: unknown, empty: Span, depth: number): Located {
    if (isAlias(node)) return this.#aliased(node.source, this.#span(node, empty));
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return scalar(null, empty);
    const span = this.#span(node, empty);
    if (depth > DEEPEST) throw new Excess({ span, message: "is nested too deeply" });
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, OPEN);
    const located = this.#content(node, span, depth);
    if (located.size > MAX_VALUES) throw tooMany(span);
    // An anchor of the same name further inside is the later one.
    if (anchor !== undefined && this.#anchors.get(anchor) === OPEN) this.#anchors.set(anchor, located);
    return located;
  }

  #content(node: Node, span: Span, depth: number): Located {
    if (isMap(node)) return this.#map(node, span, depth);
    if (!isSeq(node)) return this.#scalar(isScalar(node) ? node.value : null, span);
    const items = node.items.map((item) => this.#entry(undefined, item, span, depth));
    return { kind: "list", span, items, size: sizeOf(items) };
  }

  /** What is none of them would be read as nothing, and what it stands for be deleted. */
  #scalar(value: unknown, span: Span): Located {
    const located = scalar(value, span);
    if (located.kind === "scalar" && located.value === null && value !== null)
      this.problems.push({ span, message: "must be a text, a number, true, false or null" });
    return located;
  }

  #map(node: YAMLMap, span: Span, depth: number): LocatedMap {
    const entries = new Map<string, Entry>();
    const merges: Entry[] = [];
    for (const pair of node.items) {
      const { key, value }: Pair = pair;
      if (!isScalar(key)) continue;
      const isMerge = isMergeKey(key);
      const name = String(key.value);
      const entry = this.#entry(this.#span(key, span), value, span, depth);
      const earlier = isMerge ? merges[0] : entries.get(name);
      if (earlier) this.problems.push(repeated(entry, earlier, isMerge));
      if (!isMerge && name === "<<") this.problems.push({ span: entry.key ?? span, ...QUOTED_MERGE });
      if (isMerge) merges.push(entry);
      else entries.set(name, entry);
    }
    for (const source of merges.flatMap((merge) => this.#mergedMaps(merge))) this.#merge(source, entries);
    return { kind: "map", span, entries, size: sizeOf([...entries.values()]) };
  }

  #entry(key: Span | undefined, node: unknown, holder: Span, depth: number): Entry {
    const empty = key === undefined ? holder : { ...key, start: key.end };
    const value = this.value(node, empty, depth + 1);
    return { key, written: this.#span(node, empty), value };
  }

  /** The mappings that a merge key names, in the order in which they are looked at. */
  #mergedMaps({ value, written }: Entry): LocatedMap[] {
    const named = value.kind === "list" ? value.items.map((item) => item.value) : [value];
    const maps = named.filter((item) => item.kind === "map");
    if (maps.length < named.length) {
      const message = "a merge key (<<) takes an alias of a mapping, or a list of such";
      this.problems.push({ span: written, message });
    }
    return maps;
  }

  /** What is written out, or merged before, stays. */
  #merge(source: LocatedMap, entries: Map<string, Entry>): void {
    this.#merged += source.entries.size;
    if (this.#merged > MAX_VALUES) throw tooMany(source.span);
    for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
  }

  #aliased(name: string, span: Span): Located {
    const located = this.#anchors.get(name);
    if (located !== undefined && located !== OPEN) return located;
    const message = located === OPEN ? "is an alias of what it stands in" : "is an alias without an anchor";
    const advice =
      "An anchor (&name) stands before a value, further up in the same file; *name repeats that value.";
    this.problems.push({ span, message, advice });
    return scalar(null, span);
  }

  #span(node: unknown, empty: Span): Span {
    if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return empty;
    const [start = 0, end = 0] = node.range ?? [];
    return { source: this.source, start, end };
  }
}

const QUOTED_MERGE = {
  message: "between quotes is a name like any other, and merges nothing",
  advice: "Take the quotes away: <<: *name.",
};

/** Between quotes it would be a key like any other. */
function isMergeKey({ type, value }: Scalar): boolean {
  return type === "PLAIN" && value === "<<";
}

function repeated({ key, written }: Entry, earlier: Entry, isMerge: boolean): SyntaxProblem {
  const { line } = written.source.place(earlier.key?.start ?? earlier.written.start);
  const advice = isMerge
    ? "To merge several, name them in a list: <<: [*one, *other]."
    : "Leave one of them out.";
  return { span: key ?? written, message: `stands here a second time, after line ${line}`, advice };
}

function tooMany(span: Span): Excess {
  return new Excess({
    span,
    message: `holds more than ${MAX_VALUES} values with its aliases written out`,
    advice: "Use fewer aliases of what holds aliases itself.",
  });
}

function scalar(value: unknown, span: Span): Located {
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return { kind: "scalar", span, value: isPlain ? value : null, size: 1 };
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { value }) => sum + value.size, 1);
}
