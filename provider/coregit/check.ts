import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Checked, type Problem, type Properties, UNKNOWN } from "../contract";
import { problemsOf } from "../core/problems";
import { dropAbsent, holdsUnknown } from "../core/values";
import { fingerprintFor, type ReadSecret, readReferences, versionOf } from "../secrets/credentials";
import { problemWithReserved, type Reserved } from "../secrets/reserved";
import { secretSource } from "../secrets/source";
import { tokenOf } from "../secrets/token";
import type { Foreign } from "../text/foreign";
import { haveSameToken, haveToken, isTokenUnknown, referencesOf } from "./credentials";
import { normalise } from "./normalise";
import { declarationSchema, PROVIDERS, type Provider, SHAPE } from "./schema";

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
  const referred = tokenReferredTo(declared, olds, context);
  const full = { ...declared, accessTokenFingerprint: referred.fingerprint };
  return {
    inputs: normalise({ ...full, accessTokenVersion: tokenVersion(full, olds) }),
    problems: [
      ...problemsInFields(declared),
      ...problemsWithChoice(declared, olds),
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

/** Reads what `accessTokenFrom` refers to and checks it as if it had been written out. */
function tokenReferredTo(
  declared: Properties,
  olds: Properties,
  { identity, read }: CheckContext,
): { fingerprint?: unknown; value?: unknown; problems: readonly Problem[] } {
  const { accessTokenFrom: from } = declared;
  if (holdsUnknown(from)) return { fingerprint: UNKNOWN, problems: [] };
  // Whatever is wrong with its shape is reported with the other fields. Only a preview may be answered with something
  // unknown: elsewhere the engine would complain of that, and not show the problems.
  if (!secretSource.safeParse(from).success) return { problems: [] };
  const { values, problems } = readReferences(referencesOf(from), read);
  if (problems.length > 0) return { problems };
  return {
    fingerprint: fingerprintFor(values, olds.accessTokenFingerprint, identity ?? randomUUID()),
    value: values.accessToken,
    problems: problemsWithValue(declared, values.accessToken),
  };
}

/** What must not be sent: a secret of Pulumi's or of a service's. */
function problemsWithSending(tokens: Properties, { reserved = [] }: CheckContext): Problem[] {
  return Object.entries(tokens).flatMap(([path, value]) => {
    const message = problemWithReserved(value, reserved);
    return message === undefined ? [] : [{ path, message }];
  });
}

function problemsWithValue(declared: Properties, value: unknown): Problem[] {
  const inputs = { accessTokenFrom: value };
  const result = z.object({ accessTokenFrom: tokenOf(providerOf(declared)) }).safeParse(inputs);
  return result.success ? [] : problemsOf(result.error, inputs, SHAPE);
}

/** A token is written out or referred to; only a connection that is taken over may go without. */
function problemsWithChoice(declared: Properties, olds: Properties): Problem[] {
  if (declared.accessToken !== undefined && declared.accessTokenFrom !== undefined) {
    return [{ path: "accessTokenFrom", message: "is given beside accessToken; leave one of them out" }];
  }
  const wasAdopted = olds.provider !== undefined && !haveToken(olds);
  if (haveToken(declared) || declared.adopt !== undefined || wasAdopted) return [];
  const message =
    "is missing; give accessToken, or accessTokenFrom to keep it out of the state. Only a connection that is taken over (adopt) may keep the one it has";
  return [{ path: "accessToken", message }];
}

function tokenVersion(news: Properties, olds: Properties): unknown {
  return versionOf(news.accessTokenVersion, olds.accessTokenVersion, {
    had: haveToken(olds),
    has: haveToken(news),
    isKnown: !isTokenUnknown(news),
    isSame: haveSameToken(olds, news),
  });
}

const HOLDS_SECRET = "holds a secret of this program, which everybody could read there";

/** What else is wrong with a label is said already. */
export function problemsWithSecrets({ inputs: { label }, problems }: Checked, foreign: Foreign): Problem[] {
  if (typeof label !== "string" || problems.some(({ path }) => path === "label")) return [];
  return foreign.holdsSecret(label) ? [{ path: "label", message: HOLDS_SECRET }] : [];
}
