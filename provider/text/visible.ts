/**
 * What hides instead of being seen, or moves what is: controls, formats, what is drawn as nothing, halves of characters.
 * A picture may be followed by the sign that has it drawn in colour.
 */
const UNSEEN =
  /(?!\ufe0f(?<=\p{Extended_Pictographic}\ufe0f))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * What CI systems obey: `##[command]` and `##vso[command]` anywhere in a line (GitHub, Azure; so does TeamCity), and
 * `::command::` where a line begins (GitHub). Their runners compare by the rules of a language, which overlook
 * accents and spaces of any kind between these signs.
 */
const COMMAND =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours may stand where a line begins.
  /#(?=[^ -~]*#(?:(?:[a-z.]|[^ -~])*\[|vso))|:(?=[^ -~]*:)(?<=^(?:\u001b\[\d*m|[^!-~])*:)/u;

/** What Pulumi takes for a colour of its own, `<{%bold%}>`; of one that it does not know, it dies. */
const PULUMIS_COLOUR = /\{(?=%)(?<=<\{)|\}(?=>)(?<=%\})/u;

const COMMANDS = new RegExp(COMMAND, "giu");
const OBEYED = new RegExp([UNSEEN, COMMAND, PULUMIS_COLOUR].map(({ source }) => source).join("|"), "giu");
const RUNS_UNSEEN = new RegExp(`(?:${UNSEEN.source})+`, "gu");
// Not a literal: the compiler's target does not know sets of texts, and every Node that this runs on does.
const ONE_EMOJI = "\\p{RGI_Emoji}";
const EMOJI = new RegExp(ONE_EMOJI, "gv");
const EMOJI_OR_HIDDEN = new RegExp(`${ONE_EMOJI}|([\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]+)`, "gv");

/**
 * A text from outside as it may go to a person, on one line: what one would not see, and what a terminal, a CI system
 * or Pulumi would obey, is written out, as `\n` or `\u{1b}`. Said twice, it stays the same.
 */
export function visible(text: string): string {
  return text.replace(OBEYED, written);
}

/** A text with a mark in the place of what nobody sees: control and format characters, halves of characters, but for those of emoji. */
export function replaceUnseen(text: string, mark: string): string {
  return text.replace(EMOJI_OR_HIDDEN, (whole, hidden?: string) => (hidden === undefined ? whole : mark));
}

/** {@link visible} for each UTF-16 unit of a text: what stands for it now. */
export function visibleUnits(text: string): string[] {
  const units = text.split("");
  for (const { 0: char, index } of text.matchAll(OBEYED)) {
    units[index] = written(char);
    if (char.length > 1) units[index + 1] = "";
  }
  return units;
}

/** The lines of a text, as {@link visible} shows each. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map(visible);
}

/** A text from outside in a message of ours: spaces take the place of what one would not see. */
export function unseenAsSpaces(text: string): string {
  return text.replace(RUNS_UNSEEN, " ");
}

/** The characters of a text that one would not see, each once, as {@link visible} writes them. Emoji are seen as a whole. */
export function unseenIn(text: string): string[] {
  const found = text.replace(EMOJI, "").match(new RegExp(UNSEEN.source, "gu")) ?? [];
  return [...new Set(found)].map(written);
}

/** How many characters are named. */
const MAX_NAMED = 3;

/** What makes a text unfit to be reviewed, as a message behind its name; `undefined`: nothing. */
export function problemWithUnseen(text: string): string | undefined {
  const unseen = unseenIn(text);
  if (unseen.length === 0) return undefined;
  const more = unseen.length > MAX_NAMED ? " and others" : "";
  return `holds what nobody would see there: ${unseen.slice(0, MAX_NAMED).join(", ")}${more}`;
}

/** A line of ours that begins with a text from outside, because there was no room for it further right. */
export function withoutCommands(line: string): string {
  return line.replace(COMMANDS, written);
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function written(char: string): string {
  return SHORT[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
