import { z } from "zod";
import { declaredId } from "../core/connectionId";
import type { InputShape, Path } from "../core/problems";
import { CredentialProperties } from "../secrets/credentialProperties";
import { recordedSource } from "../secrets/source";
import { refuseName } from "../text/foreign";
import {
  CREDENTIALS,
  CREDENTIALS_FROM,
  OPEN_FIELDS,
  PLATFORMS,
  type Platform,
  problemWithRepository,
} from "./platforms";

/** What JSON and a database carry. */
const storable = z
  .string()
  .refine(
    (value) => !/[\0\p{Cs}]/u.test(value),
    "holds U+0000 or half of a character, which cannot be stored",
  );

const text = storable.min(1, "is empty");

/** It goes into a header. */
const projectId = text.regex(/^[!-~]*$/, "must be a project's id: letters, digits and signs, no white space");

/** One service mapping as declared; `pathPrefix` and `defaultBranch` have the dashboard's defaults. */
export const SERVICE_MAPPING = z.strictObject({
  serviceName: text.superRefine(refuseName),
  repo: text.superRefine(refuseName),
  pathPrefix: storable.superRefine(refuseName).optional(),
  defaultBranch: text.superRefine(refuseName).optional(),
});

const repository = (platform: Platform | undefined) =>
  text.superRefine((name, context) => {
    const problem = platform === undefined ? undefined : problemWithRepository(platform, name);
    if (problem === undefined) return refuseName(name, context);
    const { message, suggestion } = problem;
    context.addIssue({ code: "custom", message, params: { suggestion } });
  });

const LOOKBACK = "must be a whole number of days from 1 to 365";
const VERSION = "must be a whole number from 1";

const common = (platform: Platform | undefined) => ({
  projectId: projectId.optional(),
  repositories: z.array(repository(platform)).min(1, "must name at least one repository"),
  serviceMappings: z.array(SERVICE_MAPPING).optional(),
  lookbackDays: z.number(LOOKBACK).int(LOOKBACK).min(1, LOOKBACK).max(365, LOOKBACK).optional(),
  isActive: z.boolean().optional(),
  credentialsVersion: z.number(VERSION).int(VERSION).min(1, VERSION).optional(),
  adopt: declaredId("SigSentry").optional(),
  allowDuplicate: z.boolean().optional(),
});

/** What may be declared, a schema a platform. */
export const SCHEMAS = {
  github: z.strictObject({
    platform: z.literal("github"),
    credentials: CREDENTIALS.github.optional(),
    credentialsFrom: CREDENTIALS_FROM.github.optional(),
    ...common("github"),
  }),
  gitlab: z.strictObject({
    platform: z.literal("gitlab"),
    credentials: CREDENTIALS.gitlab.optional(),
    credentialsFrom: CREDENTIALS_FROM.gitlab.optional(),
    ...common("gitlab"),
  }),
  bitbucket: z.strictObject({
    platform: z.literal("bitbucket"),
    credentials: CREDENTIALS.bitbucket.optional(),
    credentialsFrom: CREDENTIALS_FROM.bitbucket.optional(),
    ...common("bitbucket"),
  }),
} as const;

/** For inputs whose platform is missing, wrong or not known yet: everything that does not depend on it. */
export const ANY_PLATFORM = z.strictObject({
  platform: z.enum(PLATFORMS),
  credentials: z.record(z.string(), z.unknown()).optional(),
  credentialsFrom: z.record(z.string(), z.unknown()).optional(),
  ...common(undefined),
});

/** What stands for a field that is not declared: the service's own defaults, and the dashboard's. */
export const DEFAULTS = {
  serviceMappings: [],
  lookbackDays: 30,
  isActive: true,
  credentialsVersion: 1,
} as const;

/** The dashboard's defaults for a service mapping: the repository's root on its main branch. */
export const MAPPING_DEFAULTS = { pathPrefix: "", defaultBranch: "main" } as const;

const normalMapping = z.object({
  serviceName: z.string(),
  repo: z.string(),
  pathPrefix: z.string(),
  defaultBranch: z.string(),
});

const recorded = {
  platform: z.enum(PLATFORMS),
  projectId: z.string().exactOptional(),
  /** Absent when they are referred to, and for an adopted connection that keeps what the service holds. */
  credentials: z.record(z.string(), z.string()).exactOptional(),
  /** Where the credentials are read: everything of them that is recorded then, but their fingerprint. */
  credentialsFrom: z.record(z.string(), z.union([z.string(), recordedSource])).exactOptional(),
  /** Of the values that `credentialsFrom` gave; see {@link fingerprintOf}. */
  credentialsFingerprint: z.string().exactOptional(),
  /** Counts the changes of the credentials, from 1, unless it is declared: all that a preview can show of a rotation. */
  credentialsVersion: z.number().default(DEFAULTS.credentialsVersion),
  repositories: z.array(z.string()),
  serviceMappings: z.array(normalMapping),
  lookbackDays: z.number(),
  isActive: z.boolean(),
};

/** A connection's inputs once checked and normalised: every default filled in, sets in their normal order. */
export const inputsSchema = z.object({
  ...recorded,
  /** The id of the connection to take over, instead of creating one. */
  adopt: z.string().exactOptional(),
  /** Whether a creation goes on beside a connection that looks the same; only a creation looks at it. */
  allowDuplicate: z.boolean().exactOptional(),
});

/** What is recorded of a connection. */
export const stateSchema = z.object({
  ...recorded,
  /** ISO 8601; absent when the service could not be read right after the connection was written. */
  createdAt: z.string().exactOptional(),
  /** ISO 8601; absent like `createdAt`. */
  updatedAt: z.string().exactOptional(),
  /**
   * When this provider last sent the credentials and the service took them, by the service's clock, ISO 8601. While an
   * update is unconfirmed it is still the time of those before. Absent for an adopted connection that keeps what it
   * has, and in what earlier versions have recorded.
   */
  credentialsChangedAt: z.string().exactOptional(),
  /** Set while new credentials are stored at the service but its cache has not been purged since. */
  cachePurgePending: z.literal(true).exactOptional(),
  /** The fields of an update of which it is not known whether it was carried out; the next one sends them again. */
  unconfirmed: z.array(z.string()).exactOptional(),
  /** Set while it is not certain that what a creation answered exists. */
  unverified: z.literal(true).exactOptional(),
});

/** By which of them credentials are declared and recorded. */
export const CREDENTIAL_PROPERTIES = new CredentialProperties("credentials", OPEN_FIELDS);

/** {@link inputsSchema} as a type. */
export type Inputs = z.output<typeof inputsSchema>;

/** {@link stateSchema} as a type. */
export type State = z.output<typeof stateSchema>;

/** The fields of any platform's credentials. */
const CREDENTIAL_FIELDS = Object.values(CREDENTIALS).flatMap(({ shape }) => Object.keys(shape));

/** What messages about the inputs of a connection have to know; of one to no known platform, less is known. */
export function shapeOf(platform: Platform | undefined): InputShape {
  return {
    fieldsAt: (path) => fieldsAt(path, platform),
    isSecret: (path) => CREDENTIAL_PROPERTIES.has(path[0]) && !OPEN_FIELDS.includes(String(path[1])),
    // A token may stand there that was put into the wrong place.
    openNames: ([field]) => (CREDENTIAL_PROPERTIES.has(field) ? CREDENTIAL_FIELDS : undefined),
  };
}

/** The fields that exist at a path: of the connection, of its credentials, of a reference or of a mapping. */
function fieldsAt(path: Path, platform: Platform | undefined): string[] {
  if (path.length === 0) return Object.keys(ANY_PLATFORM.shape);
  if (path[0] === "serviceMappings") return Object.keys(SERVICE_MAPPING.shape);
  if (path.length > 1) return ["env", "file"];
  return platform === undefined ? [] : Object.keys(CREDENTIALS[platform].shape);
}
