import { withoutSecrets } from "../../provider/text/redact";
import type { Source, Span } from "./source";

/** `ssh://git@github.com`: a user without a password, which is no secret. */
const USER = /(:\/\/)([A-Za-z0-9._-]+)@/g;

/** Where a file's text, comments and keys included, has a token by its shape, or a URL with a password. */
export function tokensIn(source: Source): Span[] {
  return Array.from(source.text.matchAll(/\S+/g)).flatMap(({ 0: word, index }) => {
    const start = tokenIn(word);
    if (start === undefined) return [];
    const { length } = /^[^,;()[\]{}"'`]*/.exec(word.slice(start))?.[0] ?? word;
    return [{ source, start: index + start, end: index + start + length }];
  });
}

/** Where a token starts in a word. */
function tokenIn(word: string): number | undefined {
  const plain = word.replace(USER, (whole, scheme: string, user: string) =>
    withoutSecrets(user) === user ? scheme.padEnd(whole.length, "-") : whole,
  );
  const clean = withoutSecrets(plain);
  if (clean === plain) return undefined;
  // Up to the first mask, the texts are the same.
  let start = 0;
  while (plain[start] === clean[start]) start++;
  return start;
}
