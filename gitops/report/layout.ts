/** Gives a text its colour. */
export type Paint = (text: string) => string;

/** Part of a line, painted as one. */
export interface Piece {
  readonly text: string;
  readonly paint?: Paint;
}

/**
 * A line, broken between words where it has no room: never inside one, so that a name stays one to copy.
 *
 * @param width of the terminal; absent where nobody looks at one.
 * @param hanging how each line but the first begins.
 */
export function lay(pieces: readonly Piece[], width: number | undefined, hanging: Piece): string[] {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (width === undefined || length <= width) return [pieces.map(painted).join("")];
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { gap, word } of wordsOf(pieces)) {
    const [gapLength, wordLength] = [lengthOf(gap), lengthOf(word)];
    if (used + gapLength + wordLength > width && line.trim() !== "") {
      lines.push(line);
      line = painted(hanging) + word.map(painted).join("");
      used = hanging.text.length + wordLength;
    } else {
      line += [...gap, ...word].map(painted).join("");
      used += gapLength + wordLength;
    }
  }
  return [...lines, line];
}

interface Word {
  /** The spaces before it. */
  readonly gap: Piece[];
  /** What stands together, in one colour or several. */
  readonly word: Piece[];
}

/** The spaces of a text, but for the one between a sign and what it is the sign of: `+ acme/payments`. */
const SPACES = /(?<!^[+-])( +)/;

function wordsOf(pieces: readonly Piece[]): Word[] {
  const words: Word[] = [];
  let isInWord = false;
  for (const { text, ...rest } of pieces) {
    for (const part of text.split(SPACES).filter((found) => found !== "")) {
      const isGap = part.startsWith(" ");
      let word = words.at(-1);
      if (word === undefined || (isGap && isInWord)) {
        word = { gap: [], word: [] };
        words.push(word);
      }
      (isGap ? word.gap : word.word).push({ text: part, ...rest });
      isInWord = !isGap;
    }
  }
  return words;
}

function painted({ text, paint }: Piece): string {
  return paint === undefined || text === "" ? text : paint(text);
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}
