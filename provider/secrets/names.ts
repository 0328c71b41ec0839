/** What stands between the parts of a name. */
const JOINT = /[-_.]/;

/** A word, perhaps numbered (`build`, `v2`), a number (`2024`), or a number between two letters (`k8s`). */
const PART = /^(?:[a-z]+\d{0,4}|\d{1,8}|[a-z]\d{1,2}[a-z])$/;

/** Longer than the abbreviations that have no vowel. */
const UNSPEAKABLE = /^[b-df-hj-np-tv-xz]{5}/;

/** A part that counts as a word. */
const WORD = /^(?=[a-z]*[aeiouy])[a-z]{3}/;

/**
 * Whether what follows the prefix of a token is a name, as in `glpat-2024-build-server-images`: at least three parts in
 * small letters, each a word or a number, two of them words of three letters with a vowel.
 *
 * A token is random. Of those with 16 letters, digits, `-` and `_`, the shortest that there may be, one in 2,000,000 is
 * taken for a name (5.1e-7); of those with 20, as GitLab makes them, one in 27,000,000 (3.7e-8). Longer ones hardly ever
 * are, and those without `-` and `_`, as GitHub makes them, never. `names.test.ts` measures that.
 *
 * It decides on what may be declared, and never on what is masked: there, such a name is still taken for a token.
 */
export function isName(body: string): boolean {
  const parts = body.split(JOINT);
  if (parts.length < 3 || parts.filter((part) => WORD.test(part)).length < 2) return false;
  return parts.every((part) => PART.test(part) && !UNSPEAKABLE.test(part));
}
