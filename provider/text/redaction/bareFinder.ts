import { PREFIXES } from "../../secrets/shapes";
import { type Bare, bare, bareText } from "./bare";
import { type Decoded, decoded } from "./decoded";
import { Finder, type Span } from "./finder";
import { base64FormsOf } from "./forms";

/** Of fewer letters and digits, a secret could be told from no word. */
const FEWEST = 6;

/** Longer than any token; a longer secret is known by its beginning. */
const MOST = 4096;

/**
 * Finds secrets by their letters and digits alone, in small letters and without escapes: then neither what stands between
 * them nor how they are spelt can hide them. It also finds what a cut has left of one, and one that is turned round.
 */
export class BareFinder {
  readonly #forms = new Finder();
  readonly #turned = new Finder();

  /** How many comparisons were made, for who wants to know that it stays in proportion. */
  get compared(): number {
    return this.#forms.compared + this.#turned.compared;
  }

  /** Remembers a secret; one of too few letters and digits is passed over. */
  add(secret: string): void {
    const bytes = Buffer.from(secret, "utf8");
    if (bareText(secret).length < FEWEST) return;
    // What stands in the secret itself may look like an escape, and be taken for one or not.
    const itself = [bare(decoded(secret)).text, bareText(secret)];
    const others = [...base64FormsOf(bytes), bytes.toString("hex")].map(bareText);
    for (const form of new Set([...itself, ...others])) {
      if (form.length < FEWEST) continue;
      this.#forms.add(form.slice(0, MOST));
      this.#turned.add(turned(form.slice(0, MOST)));
    }
  }

  /** Where secrets stand in a text; the places are those before it was decoded. */
  find(view: Decoded): Span[] {
    const found = bare(view);
    const { text, starts, ends, cuts } = found;
    const whole = [...this.#forms.whole(text), ...this.#turned.whole(text)].map(
      ([start, end]): Span => [starts[start] ?? 0, ends[end - 1] ?? 0],
    );
    if (cuts.size === 0) return whole;
    const heads = this.#forms.beginnings(text, lastBefore([...cuts.keys()], text.length));
    const back = [...cuts.keys()].map((at) => text.length - at).reverse();
    const tails = this.#turned.beginnings(turned(text), lastBefore(back, text.length));
    return [
      ...whole,
      ...heads.flatMap(({ span, form }) => ofHead(found, span, form)),
      ...tails.flatMap(({ span: [start, end] }) => ofTail(found, [text.length - end, text.length - start])),
    ];
  }
}

/** By place in a text of this length, the last cut there or before it; -1: none. */
function lastBefore(cuts: readonly number[], length: number): Int32Array {
  const last = new Int32Array(length + 1).fill(-1);
  for (const cut of cuts) last[cut] = cut;
  for (let at = 1; at <= length; at++) if (last[at] === -1) last[at] = last[at - 1] ?? -1;
  return last;
}

const BARE_PREFIXES = PREFIXES.map(bareText);

/** The beginning of a secret before a cut, and its last few characters behind it. What only names a kind of token is none. */
function ofHead({ starts, ends, cuts }: Bare, [start, end]: Span, form: string): Span[] {
  const cut = cuts.get(end);
  const head = form.slice(0, end - start);
  if (cut === undefined || BARE_PREFIXES.some((prefix) => prefix.startsWith(head))) return [];
  const first: Span = [starts[start] ?? 0, cut.start];
  if (cut.next === "" || !form.endsWith(cut.next)) return [first];
  return [first, [cut.end, ends[end + cut.next.length - 1] ?? cut.end]];
}

/** The end of a secret that follows a cut with nothing between. */
function ofTail({ starts, ends, cuts }: Bare, [start, end]: Span): Span[] {
  const from = starts[start] ?? 0;
  return cuts.get(start)?.end === from ? [[from, ends[end - 1] ?? 0]] : [];
}

function turned(text: string): string {
  return Buffer.from(text, "latin1").reverse().toString("latin1");
}
