import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Listed, Properties } from "../../../provider/contract";
import { mappingKey } from "../../../provider/sigsentry/normalise";
import { PLATFORMS, type Platform } from "../../../provider/sigsentry/platforms";
import { DEFAULTS, MAPPING_DEFAULTS } from "../../../provider/sigsentry/schema";
import type { ConnectionReport } from "../../report/schema";
import type { DeclaredSecret, GitopsKind } from "../kind";
import {
  FORM_OF_NO_PLATFORM,
  FORMS,
  type SigsentryDeclaration,
  sigsentryDefaults,
  sigsentryWritten,
} from "./form";

function formOf(platform: string | undefined) {
  const [, form] = Object.entries(FORMS).find(([name]) => name === platform) ?? [];
  return form;
}

/** What each platform's repositories look like at least; the provider's own rule is stricter and needs no pattern. */
const REPOSITORY = {
  github: "^[^\\s/:]+/[^\\s/:]+$",
  gitlab: "^[^\\s/:]+(/[^\\s/:]+)+$",
  bitbucket: "^[^\\s/:]+/[^\\s/:]+$",
};

/** What holds of a connection besides, where it names its platform. */
function ofPlatform(platform: Platform) {
  const credentials = { anyOf: [{ $ref: `#/definitions/${platform}Credentials` }, { const: "keep" }] };
  const repositories = { items: { pattern: REPOSITORY[platform] } };
  return {
    if: { properties: { platform: { const: platform } }, required: ["platform"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: { properties: { credentials, repositories } },
  };
}

function secretOf({ credentials }: SigsentryDeclaration): DeclaredSecret | undefined {
  if (credentials === undefined || credentials === "keep") return undefined;
  if ("token" in credentials) {
    const { token: reference, ...open } = credentials;
    return { path: "credentials.token", reference, open };
  }
  const { appPassword: reference, ...open } = credentials;
  return { path: "credentials.appPassword", reference, open };
}

const names = z.array(z.string());

/** No code host takes two repositories for different ones whose names differ in case only. */
function lookOf({ repositories }: Properties): string | undefined {
  const { data } = names.safeParse(repositories);
  return data && JSON.stringify([...new Set(data.map((name) => name.toLowerCase()))].sort());
}

const mappings = z.array(z.record(z.string(), z.unknown()));

function fieldsOf({ id, state }: Listed, defaults: Properties): Properties {
  const serviceMappings = mappings.parse(state.serviceMappings).map((one) => without(one, MAPPING_DEFAULTS));
  const { lookbackDays, isActive } = state;
  return {
    platform: state.platform,
    credentials: "keep",
    adopt: id,
    repositories: state.repositories,
    ...(serviceMappings.length > 0 ? { serviceMappings } : {}),
    ...without({ lookbackDays, isActive }, { ...DEFAULTS, ...defaults }),
  };
}

/** Fields without those that have their defaults. */
function without(fields: Properties, defaults: Properties): Properties {
  return Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => !isDeepStrictEqual(defaults[field], value)),
  );
}

/** Repositories and service mappings in the file's order. What the file does not have comes last. */
function asWritten(
  report: ConnectionReport,
  { repositories: own, serviceMappings = [] }: SigsentryDeclaration,
): ConnectionReport {
  const { repositories, services, fields } = report;
  const written = [...own, ...serviceMappings.map(mappingKey)];
  const place = (entry: unknown) => {
    const found = written.indexOf(typeof entry === "string" ? entry : mappingKey(entry));
    return found === -1 ? written.length : found;
  };
  const sorted = <Entry>(entries: readonly Entry[]) =>
    [...entries].sort((one, other) => place(one) - place(other));
  return {
    ...report,
    ...(repositories && { repositories: sorted(repositories) }),
    ...(services && { services: sorted(services) }),
    fields: fields.map((field) => (field.added ? { ...field, added: sorted(field.added) } : field)),
  };
}

/** SigSentry's repo connections. */
export const kind: GitopsKind<SigsentryDeclaration> = {
  description: "SigSentry's repo connections, by name.",
  written: sigsentryWritten,
  defaults: sigsentryDefaults,
  jsonSchema: { allOf: PLATFORMS.map(ofPlatform) },
  otherwise: {
    credentialsFrom: "is not a field of this file; write credentials: { token: { env: NAME } }",
    projectId: "is not a field of a connection; write project at the top of the file, for all of them",
  },
  formFor: (platform) => formOf(platform) ?? FORM_OF_NO_PLATFORM,
  read: (value, platform) => formOf(platform)?.safeParse(value).data,
  secretOf,
  looks: "platform and repositories",
  lookOf,
  nameOf: ({ repositories }) => {
    const [first] = Array.isArray(repositories) ? repositories : [];
    return String(first ?? "").replace(/^.*\//s, "");
  },
  fieldsOf,
  asWritten,
  afterRotation:
    "SigSentry has taken the credentials and purged its cache. It has no test for them: the next analysis shows whether they work.",
};
