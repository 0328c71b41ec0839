import { KINDS } from "../kinds/names";

/** What programs write for no value, and people for one that is still to come. */
const NO_VALUE =
  /^(?:undefined|null|none|nil|nan|true|false|n\/a|todo|tbd|fixme|placeholder|redacted|masked|hidden)$/i;

const INVITATION = "your|insert|enter|paste|put|replace|change|fill";

const INVITED = [
  ...["your", "the", "a", "my", "own", "real", "new", "with", "in", "it", "me", "here", "this", "value"],
  ...["github", "gitlab", "bitbucket", ...KINDS],
  ...["personal", "api", "access", "app", "secret", "pat", "token", "key", "password"],
].join("|");

/** `your_token_here`, `changeme`, `REPLACE-WITH-GITHUB-TOKEN`: of nothing but such words. */
const TO_COME = new RegExp(`^(?:${INVITATION})(?:[-_.]?(?:${INVITED}))+$`, "i");

/** Three or more of one sign that stands for others, and nothing else but what separates groups of them. */
const FILLER = /^(?:[-_.]+|[-_.]*([xX*#?])(?:\1|[-_.])*)$/;

/** In a text: what stands for characters that were taken out. */
const TAKEN_OUT = /\*{3}|\.{3}|x{8}|X{8}/;

/**
 * What makes a text a placeholder or a mask, and no value at all: a message behind the field's name; `undefined`:
 * nothing. Where hosts choose tokens at random, fewer than one in 10^10 looks so.
 *
 * @param body without the prefix by which a token tells its kind.
 */
export function problemWithPlaceholder(body: string): string | undefined {
  if (NO_VALUE.test(body)) return "is a word for a value that is missing: give the token";
  if (TO_COME.test(body)) return "is a placeholder: give the token that it stands for";
  const isFiller = body.length > 2 && FILLER.test(body);
  if (isFiller || TAKEN_OUT.test(body))
    return "is masked or cut short (***, xxx or ... stand in it): give the whole token";
  return undefined;
}
