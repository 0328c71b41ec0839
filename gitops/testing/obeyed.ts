/**
 * What a terminal or a CI system would obey in a text, by their own rules; none: it is only shown.
 *
 * @param ours whether colours may be in it.
 */
export function obeyedIn(text: string, ours: { readonly colours: boolean } = { colours: false }): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal's colours are written.
  const plain = ours.colours ? text.replace(/\u001b\[\d{1,2}m/g, "") : text;
  const signs = Array.from(plain.matchAll(SIGN), ([char]) => `U+${char.codePointAt(0)?.toString(16)}`);
  const compared = plain.replace(OVERLOOKED, "");
  return [...signs, ...COMMANDS.flatMap((command) => compared.match(command) ?? [])];
}

/** Controls, formats (of direction too), halves of characters, and breaks of lines. */
const SIGN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What a comparison by the rules of a language overlooks; the runners make such comparisons. */
const OVERLOOKED = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

const COMMANDS = [
  // As `ActionCommand.cs` of actions/runner looks for them: where a line begins behind white space, and anywhere.
  /^[^\S\n]*::.*?::.*$/gm,
  /##\[[^\]\n]*\]/g,
  // As `Command.cs` of azure-pipelines-agent does, anywhere; TeamCity's service messages likewise.
  /##(?:vso|teamcity)\[/gi,
];
