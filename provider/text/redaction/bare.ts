import { type Decoded, leftOfEscape } from "./decoded";

/** A place where something was taken out of a text. */
export interface Cut {
  /** Where it stands in the text before that was decoded. */
  readonly start: number;
  readonly end: number;
  /** The letters and digits that follow, with nothing between, where they are a few only. */
  readonly next: string;
}

/** The letters and digits of a text, in small letters, and where they stand in the text before it was decoded. */
export interface Bare extends Decoded {
  /** By the number of letters and digits before them. */
  readonly cuts: ReadonlyMap<number, Cut>;
}

/** A sign that something was taken out. */
const CUT = /\u2026|\.{3,}|\*{3,}/g;

/** A few letters or digits, and no more. */
const FEW = /[A-Za-z0-9]{1,3}(?![A-Za-z0-9])/y;

/** What is left of a text when all is left out that may part its words or join them, and upper case. */
export function bare({ text, starts, ends }: Decoded): Bare {
  const kept: number[] = [];
  const cuts = new Map<number, Cut>();
  const keep = (from: number, to: number) => {
    for (let at = from; at < to; at++) if (isKept(text.charCodeAt(at))) kept.push(at);
  };
  let done = 0;
  for (const { index, 0: sign } of text.matchAll(CUT)) {
    const end = index + sign.length;
    // What is left of an escape may look like letters, and tells nothing.
    keep(done, index - leftOfEscape(text.slice(done, index)));
    const before = cuts.get(kept.length);
    cuts.set(kept.length, {
      start: before?.start ?? starts[index] ?? 0,
      end: ends[end - 1] ?? 0,
      next: few(text, end),
    });
    done = end;
  }
  keep(done, text.length);
  return {
    text: kept
      .map((at) => text.charAt(at))
      .join("")
      .toLowerCase(),
    starts: kept.map((at) => starts[at] ?? 0),
    ends: kept.map((at) => ends[at] ?? 0),
    cuts,
  };
}

/** Those of a text's letters and digits that {@link bare} leaves, where nothing in it is an escape. */
export function bareText(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "").toLowerCase();
}

function few(text: string, at: number): string {
  FEW.lastIndex = at;
  return (FEW.exec(text)?.[0] ?? "").toLowerCase();
}

function isKept(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
