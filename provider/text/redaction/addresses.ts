/** What a text is made of between white space, quotes and brackets. */
const WORD = String.raw`[^\s@:/"'\`<>()[\]{},;]`;

/** A clone URL's `user:password@`. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#]+@/gi;

/** What a URL may be part of. */
const BETWEEN_QUOTES = /[^\s"'<>]+/g;

/** A value that is no number of a page: no host issues a token that is shorter. */
const VALUE = /(^|[&;])((?:[^=&;]*=)?)[^=&;][^&;]{7,}/g;

/** A git address as `scp` has it, `TOKEN@host:path`; nobody's secret is as short as `git`. */
const SCP = new RegExp(String.raw`(?<!${WORD})${WORD}{8,255}(?=@[\w-]+(?:\.[\w-]+)+:[^\s:])`, "g");

/** A text without the user part of any URL, but for the `git` of `ssh://git@github.com`. */
export function withoutUser(text: string, mask: string): string {
  return text.replace(USER_INFO, (whole, scheme: string) =>
    whole === `${scheme}git@` ? whole : `${scheme}${mask}@`,
  );
}

/** A text without what addresses in it may hold of secrets: the user part, what a query says, and who `scp` would be. */
export function withoutAddressSecrets(text: string, mask: string): string {
  const masked = withoutUser(text, mask).replace(BETWEEN_QUOTES, (part) => withoutQuery(part, mask));
  return masked.replace(SCP, mask);
}

/** Looked for without a pattern, which would begin anew at each of many `://`. */
function withoutQuery(part: string, mask: string): string {
  const scheme = part.indexOf("://");
  const start = scheme < 0 ? -1 : part.indexOf("?", scheme);
  if (start < 0) return part;
  const fragment = part.indexOf("#", start);
  const end = fragment < 0 ? part.length : fragment;
  const query = part.slice(start + 1, end).replace(VALUE, `$1$2${mask}`);
  return part.slice(0, start + 1) + query + part.slice(end);
}
