import type { Checked, Problem, Properties } from "../contract";
import { problemsOf } from "../core/problems";
import { dropAbsent } from "../core/values";
import type { ReadSecret } from "../secrets/credentials";
import { problemWithReserved, type Reserved } from "../secrets/reserved";
import { secretSource } from "../secrets/source";
import { tokenOf } from "../secrets/token";
import type { Foreign } from "../text/foreign";
import { normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES, declarationSchema, PROVIDERS, type Provider, SHAPE } from "./schema";

/** What a check needs to know besides the inputs. */
export interface CheckContext {
  /** What no connection may have as a credential. */
  readonly reserved?: readonly Reserved[];
  /** Tells the resource from every other. */
  readonly identity: string | undefined;
  readonly read: ReadSecret;
}

/**
 * Checks a connection's declared inputs and brings them to their normal form. Values not known yet are accepted
 * anywhere. Every problem is reported, none of them shows a secret, and nothing is sent.
 *
 * @param olds the inputs of the last update.
 */
export function check(news: Properties, olds: Properties, context: CheckContext): Checked {
  const declared = dropAbsent(news);
  const forms = { from: secretSource, value: tokenOf(providerOf(declared)), shape: SHAPE };
  const referred = CREDENTIAL_PROPERTIES.referredTo(declared, olds, context, forms);
  const full = { ...declared, accessTokenFingerprint: referred.fingerprint };
  return {
    inputs: normalise({ ...full, accessTokenVersion: CREDENTIAL_PROPERTIES.versionOf(full, olds) }),
    problems: [
      ...problemsInFields(declared),
      ...CREDENTIAL_PROPERTIES.problemsWithChoice(declared, olds, olds.provider !== undefined),
      ...referred.problems,
      ...problemsWithSending({ accessToken: declared.accessToken, accessTokenFrom: referred.value }, context),
    ],
  };
}

function problemsInFields(declared: Properties): Problem[] {
  const result = declarationSchema(providerOf(declared)).safeParse(declared);
  return result.success ? [] : problemsOf(result.error, declared, SHAPE);
}

/** The code host whose tokens are accepted, as far as it is known. */
function providerOf({ provider }: Properties): Provider | undefined {
  return PROVIDERS.find((known) => known === provider);
}

/** What must not be sent: a secret of Pulumi's or of a service's. */
function problemsWithSending(tokens: Properties, { reserved = [] }: CheckContext): Problem[] {
  return Object.entries(tokens).flatMap(([path, value]) => {
    const message = problemWithReserved(value, reserved);
    return message === undefined ? [] : [{ path, message }];
  });
}

const HOLDS_SECRET = "holds a secret of this program, which everybody could read there";

/** What else is wrong with a label is said already. */
export function problemsWithSecrets({ inputs: { label }, problems }: Checked, foreign: Foreign): Problem[] {
  if (typeof label !== "string" || problems.some(({ path }) => path === "label")) return [];
  return foreign.holdsSecret(label) ? [{ path: "label", message: HOLDS_SECRET }] : [];
}
