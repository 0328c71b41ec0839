import { visibilityOf } from "../visibility";
import { isWithin } from "../yaml/located";
import { Source } from "../yaml/source";
import type { Parsed } from "../yaml/syntax";
import { Masking, tokensIn } from "./masking";
import { DeclarationsError, type FileProblem, type Finding, type NewFinding, problemOf } from "./problems";

/** Collects what is wrong with the files of a project: of several findings about one value, the first. */
export class Findings {
  readonly #findings = new Map<string, Finding & { readonly usedFor: Set<string> }>();
  readonly #maskings = new Map<Source, Masking>();
  readonly #ids = new Map<Source, number>();

  /** Makes a file known, before anything is found in it. */
  add(parsed: Parsed): void {
    const { source, contents, problems } = parsed;
    const visibility = contents === undefined ? undefined : visibilityOf(contents, source.text);
    this.#maskings.set(source, new Masking(source, visibility));
    for (const problem of problems) this.report({ path: "", ...problem });
  }

  /** Something about a place in a file. */
  report({ usedFor, ...finding }: NewFinding): void {
    const { span, missing = "" } = finding;
    const key = `${this.#idOf(span.source)} ${span.start} ${missing}`;
    const known = this.#findings.get(key);
    if (known === undefined) this.#findings.set(key, { ...finding, usedFor: new Set(usedFor && [usedFor]) });
    else if (usedFor !== undefined) known.usedFor.add(usedFor);
  }

  /** Something about a file, or a folder, as a whole. */
  reportFile(file: string, message: string, advice?: string): void {
    const source = new Source(file, "");
    this.report({ span: { source, start: 0, end: 0 }, path: "", message, advice });
  }

  /** Looks through a file's text for tokens: after everything else, since a token may have been found already. */
  reportTokens(source: Source): void {
    const before = [...this.#findings];
    for (const span of tokensIn(source).slice(0, MAX_TOKENS)) {
      const around = before.filter(([, finding]) => isWithin({ ...span, end: span.start }, finding.span));
      if (around.some(([, { isSecret }]) => isSecret)) continue;
      for (const [key, { missing }] of around) if (missing === undefined) this.#findings.delete(key);
      this.report({ span, path: "", isSecret: true, ...TOKEN });
    }
  }

  /** What was found, by file, line and column. */
  get problems(): FileProblem[] {
    return [...this.#findings.values()]
      .map((finding) => problemOf(finding, this.#maskings.get(finding.span.source)))
      .sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
  }

  /** @throws DeclarationsError where anything was found */
  throwIfAny(): void {
    if (this.#findings.size > 0) throw new DeclarationsError(this.problems);
  }

  #idOf(source: Source): number {
    const id = this.#ids.get(source) ?? this.#ids.size;
    this.#ids.set(source, id);
    return id;
  }
}

/** In one file; a file with more is none that somebody wrote. */
const MAX_TOKENS = 100;

const TOKEN = {
  message: "looks like a token; a secret does not belong in this file, not even in a comment",
  advice:
    "Take it out and refer to it: { env: NAME }, { file: PATH } or { config: name }. If others have seen the file, revoke the token where it was made.",
};

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
