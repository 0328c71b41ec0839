/** Where a part of a text starts, and where it has ended. */
export type Span = readonly [start: number, end: number];

/** The shortest text that is found, in characters; so many tell which are worth comparing where a text was cut. */
export const SEED = 4;

/** So many tell it where a text is whole: all tokens of a host begin alike. */
const LONG_SEED = 8;

/**
 * Finds known texts in a text, however many they are: each place of the text is looked up once by its next few
 * characters, and only what begins so is compared.
 */
export class Finder {
  readonly #bySeed = new Map<string, string[]>();
  readonly #short = new Map<string, string[]>();
  readonly #long = new Map<string, string[]>();
  /** How many comparisons were made, for who wants to know that it stays in proportion. */
  compared = 0;

  /** Remembers what is to be found; what is shorter than {@link SEED} is passed over. */
  add(form: string): void {
    if (form.length < SEED) return;
    put(this.#bySeed, form.slice(0, SEED), form);
    if (form.length < LONG_SEED) put(this.#short, form.slice(0, SEED), form);
    else put(this.#long, form.slice(0, LONG_SEED), form);
  }

  /** Every place where one of them stands; places that overlap as one. */
  whole(text: string): Span[] {
    const found: [number, number][] = [];
    for (let at = 0; at + SEED <= text.length; at++) {
      const end = this.#endOf(text, at);
      const last = found.at(-1);
      if (end === at) continue;
      if (last && at < last[1]) last[1] = Math.max(last[1], end);
      else found.push([at, end]);
    }
    return found;
  }

  /**
   * Every beginning of one of them that ends where the text was cut.
   *
   * @param cutBefore by index, the last cut at this place or before it; -1: none.
   */
  beginnings(text: string, cutBefore: ArrayLike<number>): { readonly span: Span; readonly form: string }[] {
    const found: { span: Span; form: string }[] = [];
    for (let at = 0; at + SEED <= text.length; at++) {
      for (const form of this.#bySeed.get(text.slice(at, at + SEED)) ?? []) {
        let end = at + SEED;
        while (end - at < form.length && text[end] === form[end - at]) end += 1;
        this.compared += end - at;
        const cut = cutBefore[end] ?? -1;
        if (cut - at >= SEED && cut - at < form.length) found.push({ span: [at, cut], form });
      }
    }
    return found;
  }

  /** Where the longest of them ends that begins at a place; that place itself: none does. */
  #endOf(text: string, at: number): number {
    let end = at;
    const long = this.#long.size === 0 ? undefined : this.#long.get(text.slice(at, at + LONG_SEED));
    const short = this.#short.size === 0 ? undefined : this.#short.get(text.slice(at, at + SEED));
    for (const form of [...(long ?? []), ...(short ?? [])]) {
      this.compared += 1;
      if (at + form.length > end && text.startsWith(form, at)) end = at + form.length;
    }
    return end;
  }
}

function put(forms: Map<string, string[]>, seed: string, form: string): void {
  const known = forms.get(seed);
  if (known === undefined) forms.set(seed, [form]);
  else if (!known.includes(form)) known.push(form);
}
