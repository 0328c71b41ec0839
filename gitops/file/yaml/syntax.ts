import { type ParsedNode, parseDocument, type YAMLError } from "yaml";
import { compose, type SyntaxProblem } from "./compose";
import type { LocatedMap, LocatedScalar } from "./located";
import type { Source } from "./source";

/** Later ones are mostly consequences of the first. */
const MAX_ERRORS = 10;

/** A file as YAML. */
export interface Parsed {
  readonly source: Source;
  /** What the file holds: a mapping, or nothing at all. `undefined`: it cannot be read; `problems` say why. */
  readonly root: LocatedMap | LocatedScalar | undefined;
  /** The file's nodes as they are written; `undefined` where they cannot be relied upon. */
  readonly contents: ParsedNode | null | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** Parses a file's YAML. */
export function parse(source: Source): Parsed {
  const conflict = conflictIn(source);
  if (conflict !== undefined) return { source, root: undefined, contents: undefined, problems: [conflict] };
  const { contents, errors, warnings } = parseDocument(source.text, {
    schema: "core",
    // What the library makes of !!binary and its like is neither a text nor a mapping.
    resolveKnownTags: false,
    stringKeys: true,
    // Looked for in compose.ts, in less time and with both places.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const mistakes = [...errors, ...warnings].filter((error) => !isMergeTag(source, error));
  const problems = first(source, mistakes);
  if (problems.length > 0) return { source, root: undefined, contents: undefined, problems };
  const composed = compose(contents, source);
  if (composed.problems.length > 0) return { source, root: undefined, contents, problems: composed.problems };
  const { located } = composed;
  if (located.kind === "map" || (located.kind === "scalar" && located.value === null))
    return { source, root: located, contents, problems: [] };
  const message = "must be a mapping with the fields sigsentry and coregit";
  return { source, root: undefined, contents, problems: [{ span: located.span, message }] };
}

/** Git's own marks, each alone on its line; one is enough, since somebody may have taken the others out. */
const CONFLICT = /^(<{7}|>{7}|={7})(?: .*)?\r?$/m;

/** What a merge has left in a file; everything else about such a file is a consequence. */
function conflictIn(source: Source): SyntaxProblem | undefined {
  const found = CONFLICT.exec(source.text);
  if (found === null) return undefined;
  return {
    span: { source, start: found.index, end: found.index + 7 },
    message: "is a conflict that git could not merge: from here on, the file holds both sides",
    advice: "Keep what is right, and take out the lines with <<<<<<<, ======= and >>>>>>>.",
  };
}

/** `!!merge <<: *other`, as yq writes it, is what `<<: *other` is; the library refuses every tag of a key. */
function isMergeTag({ text }: Source, { code, pos: [start] }: YAMLError): boolean {
  const isAboutTag = code === "NON_STRING_KEY" || code === "TAG_RESOLVE_FAILED";
  return isAboutTag && /^!!merge\s+<<\s*:/.test(text.slice(start, start + 100));
}

/** In the order of the file, one a line. */
function first(source: Source, errors: readonly YAMLError[]): SyntaxProblem[] {
  const decisive = errors.filter(({ code }) => code === "RESOURCE_EXHAUSTION").slice(-1);
  const byLine = new Map<number, YAMLError>();
  for (const error of decisive.length > 0 ? decisive : errors) {
    const { line } = source.place(error.pos[0]);
    const known = byLine.get(line);
    if (known === undefined || error.pos[0] < known.pos[0]) byLine.set(line, error);
  }
  return [...byLine.values()]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .slice(0, MAX_ERRORS)
    .map((error) => problemOf(source, error));
}

/** The library's own messages quote the text, which may be a secret. */
function problemOf(source: Source, { code, pos: [start, end] }: YAMLError): SyntaxProblem {
  const [message, advice] = MESSAGES[code] ?? ["is not valid YAML here", QUOTES];
  return { span: { source, start, end: Math.max(end, start + 1) }, message, ...(advice && { advice }) };
}

const QUOTES = "A text with characters like : # { } [ ] , & * ! | > ' \" % @ is safe between quotes.";
const INDENT = "Fields that belong together start in the same column, further right than what holds them.";
const BRACKETS = "Look for a quote or a bracket that is opened and not closed, or a colon that is missing.";

/** By the library's code: what is wrong, and what to do. */
const MESSAGES: Readonly<Partial<Record<YAMLError["code"], readonly [string, string?]>>> = {
  ALIAS_PROPS: ["an alias can have no anchor or tag of its own"],
  BAD_ALIAS: ["an alias needs the name of an anchor: *name"],
  BAD_COLLECTION_TYPE: ["has a tag that does not fit its value", "Leave the tag (!…) out."],
  BAD_DIRECTIVE: ["is not a directive that YAML knows"],
  BAD_DQ_ESCAPE: [
    "is not an escape that YAML knows",
    "In double quotes a backslash is written twice, in single quotes once.",
  ],
  BAD_INDENT: ["is not indented as it should be, or a bracket before it is not closed", INDENT],
  BAD_PROP_ORDER: ["anchors and tags stand directly before their value"],
  BAD_SCALAR_START: ["a text without quotes cannot start with this character", QUOTES],
  BLOCK_AS_IMPLICIT_KEY: ["a field cannot start here, on the line of another one", INDENT],
  BLOCK_IN_FLOW: ["inside of { } and [ ] everything is written with commas", BRACKETS],
  KEY_OVER_1024_CHARS: ["a field's name is too long", BRACKETS],
  MISSING_CHAR: ["something is missing here", BRACKETS],
  MULTILINE_IMPLICIT_KEY: ["a field's name goes over several lines", BRACKETS],
  MULTIPLE_ANCHORS: ["a value can have one anchor only"],
  MULTIPLE_DOCS: [
    "starts a second document; a file holds one only",
    "Put it into a file of its own in connections/, or take the line with --- out.",
  ],
  MULTIPLE_TAGS: ["a value can have one tag only"],
  NON_STRING_KEY: ["a field's name must be a text"],
  RESOURCE_EXHAUSTION: ["is nested too deeply"],
  TAB_AS_INDENT: ["a tab cannot indent in YAML", "Use spaces."],
  TAG_RESOLVE_FAILED: [
    "has a tag that is not known here",
    "Leave the tag (!…) out: texts, numbers, true, false, null, mappings and lists are written without one.",
  ],
  UNEXPECTED_TOKEN: ["does not belong here", BRACKETS],
};
