import { z } from "zod";
import { problemWithSecret } from "./impossible";
import { issuerOf } from "./shapes";

/** A secret that travels in a request: what somebody may have issued; see {@link problemWithSecret}. */
export const secretText = z.string().superRefine((value, context) => {
  const message = problemWithSecret(value);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/**
 * An access token of a code host; one that looks like another host's is refused.
 *
 * @param host `undefined`: not known yet; any host's is accepted then.
 */
export const tokenOf = (host: string | undefined) =>
  secretText.superRefine((value, context) => {
    if (host === undefined) return;
    const issuer = issuerOf(value);
    if (issuer !== undefined && issuer !== host)
      context.addIssue({ code: "custom", message: `looks like a token of ${issuer}, not of ${host}` });
  });
