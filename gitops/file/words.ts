import { providerKind } from "../../provider/kinds";
import { KINDS } from "../../provider/kinds/names";

/** What a program writes, and what a file has for it. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /give (\w+), or \w+From to keep (?:it|them) out of the state/g,
    "give $1 by reference ({ env: NAME }, { file: PATH } or { config: name })",
  ],
  [
    new RegExp(`\\b(${KINDS.map((kind) => providerKind(kind).credentials.name).join("|")})From\\b`, "g"),
    "$1",
  ],
  [/\bprojectId on the resource\b/g, "project in the file"],
  [/\b(check|correct) projectId\b/gi, "$1 project in the file"],
  // Not the setting sigsentry:projectId.
  [/(?<![\w:])projectId\b/g, "project"],
  [/`pulumi up\b(?![^`]*--stack)/g, "`repo-connections apply"],
];

/** Commands that work on a stack, as messages advise them. */
const COMMAND =
  /`((?:pulumi (?:config|refresh|preview|cancel|destroy|state)|repo-connections (?:plan|apply|drift|rotate|import|destroy))\b[^`]*)`/g;

/**
 * A message of the provider's, which speaks to whoever writes a program, for whoever writes a file; what it advises to
 * run names the stack. Said twice, it stays the same.
 */
export function inFileWords(text: string, stack: string): string {
  const words = WORDS.reduce((soFar, [pattern, word]) => soFar.replace(pattern, word), text);
  return words.replace(COMMAND, (whole, command: string) =>
    /\s(--stack|-s)\s/.test(command) ? whole : `\`${command} --stack ${stack}\``,
  );
}
