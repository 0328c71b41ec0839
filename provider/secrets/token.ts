import { z } from "zod";

/** Prefixes by which a token tells its code host: one given to another host is refused before it is sent anywhere. */
const PREFIXES: readonly (readonly [string, RegExp])[] = [
  ["github", /^(ghp_|github_pat_|gho_|ghs_)/],
  ["gitlab", /^glpat-/],
];

/** A secret that travels in a request: one line, not empty. */
export const secretText = z
  .string()
  .min(1, "is empty")
  .refine((value) => !/\s/.test(value), "contains white space: was it read with a line break at its end?");

/**
 * An access token of a code host; one that looks like another host's is refused.
 *
 * @param host `undefined`: not known yet; any host's is accepted then.
 */
export const tokenOf = (host: string | undefined) =>
  secretText.superRefine((value, context) => {
    if (host === undefined) return;
    const other = PREFIXES.find(([owner, prefix]) => owner !== host && prefix.test(value));
    if (other)
      context.addIssue({ code: "custom", message: `looks like a token of ${other[0]}, not of ${host}` });
  });
