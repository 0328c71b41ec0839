/**
 * What a terminal or a CI system would obey in a text, by their own rules; none: it is only shown.
 *
 * @param ours whether colours may be in it.
 */
export function obeyedIn(text: string, ours: { readonly colours: boolean } = { colours: false }): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal's colours are written.
  const plain = ours.colours ? text.replace(/\u001b\[\d{1,2}m/g, "") : text;
  const signs = [...plain].filter((char) => char !== "\n" && SIGN.test(char));
  const commands = plain.split("\n").flatMap((line) => [...githubs(line), ...azuresAndTeamCitys(line)]);
  return [...signs.map((char) => `U+${char.codePointAt(0)?.toString(16)}`), ...commands];
}

/** Controls, formats (of direction too), halves of characters, and breaks of lines. */
const SIGN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * As `ActionCommand.cs` of actions/runner looks for commands: `::name::` where a line begins, `##[name]` anywhere. It
 * compares by the rules of a language, for which an accent between two signs is nothing.
 */
function githubs(line: string): string[] {
  const compared = withoutIgnored(line).trimStart();
  const isV2 = compared.startsWith("::") && compared.indexOf("::", 2) >= 0;
  return [...(isV2 ? [compared] : []), ...(/##\[[^\]]*\]/.test(compared) ? [compared] : [])];
}

/** As `Command.cs` of azure-pipelines-agent does, anywhere in a line; TeamCity's service messages likewise. */
function azuresAndTeamCitys(line: string): string[] {
  return /##(?:vso\[|teamcity\[)/i.test(withoutIgnored(line)) ? [line] : [];
}

/** What a comparison by language overlooks. */
function withoutIgnored(line: string): string {
  return line.replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "");
}
