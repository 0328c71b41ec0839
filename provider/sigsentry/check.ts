import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Checked, type Problem, type Properties, UNKNOWN } from "../contract";
import { whyNotAllowed } from "../core/allowedHosts";
import { problemsOf } from "../core/problems";
import { dropAbsent, holdsUnknown, isObject } from "../core/values";
import { fingerprintFor, type ReadSecret, readReferences, versionOf } from "../secrets/credentials";
import { problemWithReserved, type Reserved } from "../secrets/reserved";
import { haveCredentials, haveSameCredentials, referencesOf } from "./credentials";
import { problemsBetweenFields } from "./names";
import { normalise } from "./normalise";
import { CREDENTIALS, CREDENTIALS_FROM, type Platform } from "./platforms";

import { ANY_PLATFORM, SCHEMAS, shapeOf } from "./schema";
import { problemWithProject, type Settings } from "./settings";

/** What a check needs to know besides the inputs. */
export interface CheckContext {
  readonly settings: Settings;
  /** What no connection may have as a credential. */
  readonly reserved?: readonly Reserved[];
  /** Tells the resource from every other. */
  readonly identity: string | undefined;
  readonly read: ReadSecret;
}

/**
 * Checks a connection's declared inputs and brings them to their normal form. Values not known yet are
 * accepted anywhere. Every problem is reported, none of them shows a secret, and nothing is sent.
 *
 * @param olds the inputs of the last update: a connection stays in its project when the setting vanishes.
 */
export function check(news: Properties, olds: Properties, context: CheckContext): Checked {
  const declared = dropAbsent(news);
  const projectId = declared.projectId ?? context.settings.projectId ?? olds.projectId;
  const referred = credentialsReferredTo(declared, olds, context);
  const full = { ...declared, projectId, credentialsFingerprint: referred.fingerprint };
  return {
    inputs: normalise({ ...full, credentialsVersion: credentialsVersion(full, olds) }),
    problems: [
      ...problemsInFields(declared),
      ...problemsWithChoice(declared, olds),
      ...referred.problems,
      ...problemsWithSending(
        { credentials: declared.credentials, credentialsFrom: referred.values },
        context,
      ),
      ...problemsBetweenFields(declared),
      ...[problemWithProject(context.settings.apiKey, projectId)].filter((problem) => problem !== undefined),
    ],
  };
}

/** Reads what `credentialsFrom` refers to and checks it as if it had been written out. */
function credentialsReferredTo(
  declared: Properties,
  olds: Properties,
  { identity, read }: CheckContext,
): { fingerprint?: unknown; values?: Properties; problems: readonly Problem[] } {
  const { platform, credentialsFrom: from } = declared;
  if (from === undefined) return { problems: [] };
  if (holdsUnknown(from) || platform === UNKNOWN) return { fingerprint: UNKNOWN, problems: [] };
  const isReadable = isPlatform(platform) && CREDENTIALS_FROM[platform].safeParse(from).success;
  // Whatever is wrong with its shape is reported with the other fields. Only a preview may be answered with something
  // unknown: elsewhere the engine would complain of that, and not show the problems.
  if (!isObject(from) || !isReadable) return { problems: [] };
  const { values, problems } = readReferences(referencesOf(from), read);
  if (problems.length > 0) return { problems };
  return {
    fingerprint: fingerprintFor(values, olds.credentialsFingerprint, identity ?? randomUUID()),
    values,
    problems: problemsWithValues(platform, values),
  };
}

function problemsWithValues(platform: Platform, values: Properties): Problem[] {
  const result = z.object({ credentialsFrom: CREDENTIALS[platform] }).safeParse({ credentialsFrom: values });
  return result.success ? [] : problemsOf(result.error, { credentialsFrom: values }, shapeOf(platform));
}

/** What must not be sent: a secret of Pulumi's or of a service's, or a token to a host that is not allowed. */
function problemsWithSending(credentials: Properties, { settings, reserved = [] }: CheckContext): Problem[] {
  return Object.entries(credentials).flatMap(([field, values]) => {
    if (!isObject(values)) return [];
    const { baseUrl } = values;
    const host = typeof baseUrl === "string" && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
    const messages = [
      ...Object.entries(values).map(([name, value]) => [name, problemWithReserved(value, reserved)] as const),
      ["baseUrl", host && whyNotAllowed(host, settings.allowedHosts)] as const,
    ];
    return messages.flatMap(([name, message]) => (message ? [{ path: `${field}.${name}`, message }] : []));
  });
}

/** Credentials are written out or referred to; only a connection that is taken over may go without. */
function problemsWithChoice(declared: Properties, olds: Properties): Problem[] {
  if (declared.credentials !== undefined && declared.credentialsFrom !== undefined) {
    return [{ path: "credentialsFrom", message: "is given beside credentials; leave one of them out" }];
  }
  const wasAdopted = olds.platform !== undefined && !haveCredentials(olds);
  if (haveCredentials(declared) || declared.adopt !== undefined || wasAdopted) return [];
  const message =
    "is missing; give credentials, or credentialsFrom to keep them out of the state. Only a connection that is taken over (adopt) may keep those it has";
  return [{ path: "credentials", message }];
}

function credentialsVersion(news: Properties, olds: Properties): unknown {
  return versionOf(news.credentialsVersion, olds.credentialsVersion, {
    had: haveCredentials(olds),
    has: haveCredentials(news),
    isKnown: !holdsUnknown(news.credentials) && !holdsUnknown(news.credentialsFingerprint),
    isSame: haveSameCredentials(olds, news),
  });
}

function problemsInFields(declared: Properties): Problem[] {
  const platform = isPlatform(declared.platform) ? declared.platform : undefined;
  const schema = platform === undefined ? ANY_PLATFORM : SCHEMAS[platform];
  const result = schema.safeParse(declared);
  if (result.success) return [];
  return problemsOf(result.error, declared, shapeOf(platform));
}

function isPlatform(value: unknown): value is Platform {
  return typeof value === "string" && Object.hasOwn(SCHEMAS, value);
}
