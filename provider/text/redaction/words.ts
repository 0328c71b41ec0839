import type { Decoded } from "./decoded";
import type { Span } from "./finder";

/** Tells whether a word is the secret of which only a fingerprint is known. */
export type IsSecret = (word: string) => boolean;

/** The shortest and the longest word that is tried, in characters, and how many words of one text are. */
const SHORTEST = 8;
const LONGEST = 256;
export const MAX_TRIED = 2_000;

/** What may be one word: what stands between white space, quotes and brackets, or between white space only. */
const WORDS = [/[^\s"'`<>,;(){}[\]|]+/g, /\S+/g];

/** What may stand before a word, and behind it, without anything between. */
const SIGN = /[:=&?@]/g;
const MAX_SIGNS = 4;
const END = /(?:&.*|[.,;:!?)\]}"'`]+)$/;

/** Where words of a text stand that are known by a fingerprint only; what stands behind those that are tried may be one. */
export function fingerprinted(view: Decoded, known: readonly IsSecret[]): Span[] {
  if (known.length === 0) return [];
  const found: Span[] = [];
  let left = MAX_TRIED;
  for (const [word, at] of wordsOf(view.text)) {
    const start = view.starts[at] ?? 0;
    if (left === 0) return [...found, [start, view.ends[view.text.length - 1] ?? start]];
    left -= 1;
    if (known.some((isSecret) => isSecret(word))) found.push([start, view.ends[at + word.length - 1] ?? 0]);
  }
  return found;
}

/** The words of a text, each once, and where each stands. */
function* wordsOf(text: string): Generator<[string, number]> {
  const tried = new Set<string>();
  for (const pattern of WORDS)
    for (const { 0: whole, index } of text.matchAll(pattern))
      for (const from of startsIn(whole))
        for (const word of endingsOf(whole.slice(from))) {
          const key = `${index + from} ${word}`;
          if (word.length < SHORTEST || word.length > LONGEST || tried.has(key)) continue;
          tried.add(key);
          yield [word, index + from];
        }
}

function startsIn(whole: string): number[] {
  const signs = [...whole.slice(0, LONGEST).matchAll(SIGN)].slice(0, MAX_SIGNS);
  return [0, ...signs.map(({ index }) => index + 1)];
}

function endingsOf(word: string): string[] {
  const end = word.slice(0, LONGEST).search(END);
  return end < 0 ? [word] : [word, word.slice(0, end)];
}
