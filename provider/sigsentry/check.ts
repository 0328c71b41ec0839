import { type Checked, type Problem, type Properties, UNKNOWN } from "../contract";
import { whyNotAllowed } from "../core/allowedHosts";
import { problemsOf } from "../core/problems";
import { dropAbsent, isObject } from "../core/values";
import type { ReferredTo } from "../secrets/credentialProperties";
import type { ReadSecret } from "../secrets/credentials";
import { problemWithReserved, type Reserved } from "../secrets/reserved";
import { problemsBetweenFields } from "./names";
import { normalise } from "./normalise";
import { CREDENTIALS, CREDENTIALS_FROM, type Platform } from "./platforms";
import { ANY_PLATFORM, CREDENTIAL_PROPERTIES, SCHEMAS, shapeOf } from "./schema";
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
  const referred = referredTo(declared, olds, context);
  const full = { ...declared, projectId, credentialsFingerprint: referred.fingerprint };
  return {
    inputs: normalise({ ...full, credentialsVersion: CREDENTIAL_PROPERTIES.versionOf(full, olds) }),
    problems: [
      ...problemsInFields(declared),
      ...CREDENTIAL_PROPERTIES.problemsWithChoice(declared, olds, olds.platform !== undefined),
      ...referred.problems,
      ...problemsWithSending({ credentials: declared.credentials, credentialsFrom: referred.value }, context),
      ...problemsBetweenFields(declared),
      ...[problemWithProject(context.settings.apiKey, projectId)].filter((problem) => problem !== undefined),
    ],
  };
}

function referredTo(declared: Properties, olds: Properties, context: CheckContext): ReferredTo {
  const { platform, credentialsFrom } = declared;
  if (platform === UNKNOWN && credentialsFrom !== undefined) return { fingerprint: UNKNOWN, problems: [] };
  const forms = isPlatform(platform)
    ? { from: CREDENTIALS_FROM[platform], value: CREDENTIALS[platform], shape: shapeOf(platform) }
    : undefined;
  return CREDENTIAL_PROPERTIES.referredTo(declared, olds, context, forms);
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
