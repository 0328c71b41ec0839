import { z } from "zod";
import { problemWithSecret, problemWithText } from "./impossible";
import { isService, issuerOf } from "./shapes";
import { isNoCredential } from "./source";

/** A text without what `problemOf` finds. It may hold a secret, whatever its field is: no message quotes it. */
const textWithout = (problemOf: (value: string) => string | undefined) =>
  z.string().superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== undefined) context.addIssue({ code: "custom", message, params: { isSecret: true } });
  });

/** A secret that travels in a request: what somebody may have issued; see {@link problemWithSecret}. */
const secretText = textWithout(problemWithSecret);

/** A user name that travels beside a secret, and is recorded and shown. */
export const userName = textWithout(
  (value) =>
    problemWithText(value) ??
    (value.includes(":") ? "must be the user name alone, without a colon and a password" : undefined) ??
    (isNoCredential(value) ? undefined : "must be the user name, and is a credential itself"),
);

/**
 * An access token of a code host; one that looks like another host's, or like a service's key, is refused.
 *
 * @param host `undefined`: not known yet; any host's is accepted then.
 */
export const tokenOf = (host: string | undefined) =>
  secretText.superRefine((value, context) => {
    const issuer = issuerOf(value);
    if (issuer === undefined || issuer === host || (host === undefined && !isService(issuer))) return;
    const message = `looks like a token of ${issuer}, not of ${host ?? "a code host"}`;
    context.addIssue({ code: "custom", message });
  });
