/** A text without its escapes, and where each of its characters stands in the one that it was made of. */
export interface Decoded {
  readonly text: string;
  /** By index in `text`, where what stands for that character starts and has ended. */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** What nobody sees, and what parts a word only on the screen. */
const INVISIBLES =
  "\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufe00-\\ufe0f\\ufeff";
const INVISIBLE = new RegExp(`[${INVISIBLES}]`);

/** What a text needs that is not the same when it is decoded. */
const ANY_ESCAPE = new RegExp(`[%\\\\&${INVISIBLES}]`);

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", sol: "/", plus: "+", equals: "=", lowbar: "_" },
  ...{ nbsp: " ", shy: "\u00ad", zwnj: "\u200c", zwj: "\u200d", hellip: "\u2026", period: ".", percnt: "%" },
  ...{
    Tab: "\t",
    NewLine: "\n",
    ZeroWidthSpace: "\u200b",
    NoBreak: "\u2060",
    ensp: " ",
    emsp: " ",
    thinsp: " ",
  },
};

const SIMPLE: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The longest escape but an entity, which may have any number of zeros: `\\u{0010ffff}`. */
const LONGEST = 12;

/** An escape that ends just here, of those that end in a letter, a digit or a brace. */
const ESCAPE = /(?:%u|\\u)([0-9a-f]{4})$|(?:%|\\x)([0-9a-f]{2})$|\\u\{([0-9a-f]{1,8})\}$|\\([\\nrtbf])$/i;

/**
 * Takes back percent-encoding, the escapes of JSON and JavaScript and HTML's entities, however often one was put on the
 * other, and leaves out what cannot be seen. In one pass: whatever an escape stands for may be part of the next one.
 * Each character is put down once and taken away once, so that it takes time in proportion to the text's length.
 *
 * Only ASCII matters to who searches here: the bytes of what is none come one by one.
 */
export function decoded(text: string): Decoded {
  if (!ANY_ESCAPE.test(text)) return undecoded(text);
  const made = new Stack(text.length);
  for (let at = 0; at < text.length; at++) made.put(text.charAt(at), at, at + 1);
  return made.decoded();
}

/** A text as it is. */
export function undecoded(text: string): Decoded {
  const starts = Int32Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map((at) => at + 1) };
}

/** What is decoded so far; what an escape ends in completes it there. */
class Stack {
  readonly #made: Uint16Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #length = 0;
  /** Where escapes may begin. */
  readonly #signs: number[] = [];

  constructor(most: number) {
    this.#made = new Uint16Array(most);
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
  }

  /** Puts a character down, and what it completes in the place of that, which may complete something again. */
  put(character: string, start: number, end: number): void {
    for (let next = character, from = start; ; ) {
      if (INVISIBLE.test(next)) return;
      this.#push(next, from, end);
      const found = next === ";" ? this.#entity() : ENDING.test(next) ? this.#escape() : undefined;
      if (found === undefined) return;
      this.#length -= found.length;
      while ((this.#signs.at(-1) ?? -1) >= this.#length) this.#signs.pop();
      from = this.#starts[this.#length] ?? from;
      next = found.meaning;
    }
  }

  decoded(): Decoded {
    return {
      text: Buffer.from(this.#made.buffer, 0, 2 * this.#length).toString("utf16le"),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  #push(character: string, start: number, end: number): void {
    if (character === "%" || character === "\\") this.#signs.push(this.#length);
    this.#made[this.#length] = character.charCodeAt(0);
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  #escape(): Found | undefined {
    const sign = this.#signs.at(-1);
    if (sign === undefined || this.#length - sign > LONGEST) return undefined;
    // The sign before may be the one that this backslash completes.
    const found = ESCAPE.exec(
      String.fromCharCode(...this.#made.subarray(Math.max(0, sign - 1), this.#length)),
    );
    if (found === null) return undefined;
    const [whole, four, two, any, simple = ""] = found;
    const code = four ?? two ?? any;
    return {
      length: whole.length,
      meaning: code === undefined ? (SIMPLE[simple] ?? "\ufffd") : charOf(code, 16),
    };
  }

  /** No character is looked at by two semicolons: the first one stays, and ends the search of the next. */
  #entity(): Found | undefined {
    let from = this.#length - 2;
    while (from >= 0 && isInEntity(this.#made[from] ?? 0)) from -= 1;
    if (this.#made[from] !== AMPERSAND) return undefined;
    const meaning = meaningOf(
      Buffer.from(this.#made.subarray(from + 1, this.#length - 1)).toString("latin1"),
    );
    return meaning === undefined ? undefined : { length: this.#length - from, meaning };
  }
}

/** The last characters that are an escape, and what they stand for. */
interface Found {
  readonly length: number;
  readonly meaning: string;
}

/** What an escape may end in; the slash is escaped by another one. */
const ENDING = /[0-9A-Fa-fnrt\\}]/;

const AMPERSAND = "&".charCodeAt(0);

function isInEntity(code: number): boolean {
  return code < 128 && /[#0-9A-Za-z]/.test(String.fromCharCode(code));
}

/** What an entity stands for; `undefined`: it is none. */
function meaningOf(name: string): string | undefined {
  const number = /^#(x?)0*([0-9a-f]{0,6})$/i.exec(name);
  if (number === null) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  const [, hex = "", digits = ""] = number;
  return hex === "" && /[a-f]/i.test(digits) ? undefined : charOf(digits || "0", hex === "" ? 10 : 16);
}

/** A character by its number; one beyond the basic ones, which no secret has, as a replacement. */
function charOf(digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code > 0xffff ? "\ufffd" : String.fromCharCode(code);
}

/** What is left of an escape that was cut short, at the end of a text. */
const CUT_ESCAPE =
  /(?:%u?[0-9a-f]{0,3}|\\(?:u\{?[0-9a-f]{0,7}|x[0-9a-f]?)?|&(?:#x?[0-9a-f]*|am?p?|apo?s?|lt?|gt?|qu?o?t?)?)$/i;

/** How many characters at the end of a text, which was cut there, are only a part of an escape. */
export function leftOfEscape(text: string): number {
  return CUT_ESCAPE.exec(text.slice(-LONGEST))?.[0].length ?? 0;
}
