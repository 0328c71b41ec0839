import fc from "fast-check";
import { expect } from "vitest";
import type { LogEntry, StoredConnection } from "../../../emulator";
import { sha256 } from "../../../emulator/fingerprint";
import {
  BETWEEN_COMMANDS_MS,
  carriesCredentials,
  expectSentAt,
  type SentCredentials,
} from "../sentCredentials";
import { tokenText } from "../token";
import type { Kind } from "./kind";

/** How credentials are sent, and where it is recorded when they were. */
export const CREDENTIALS = {
  field: "credentials",
  property: "credentials",
  output: "credentialsChangedAt",
} as const satisfies SentCredentials;

interface Fields {
  readonly repositories: readonly string[];
  readonly serviceMappings: readonly Mapping[];
  readonly lookbackDays: number;
  readonly isActive: boolean;
}

interface Mapping {
  readonly serviceName: string;
  readonly repo: string;
  readonly pathPrefix?: string;
  readonly defaultBranch?: string;
}

const REPOSITORIES = ["acme/ledger", "acme/payments", "acme/web"];

const mapping = fc.record(
  {
    serviceName: fc.constantFrom("api", "books", "Api"),
    repo: fc.constantFrom(...REPOSITORIES),
    pathPrefix: fc.constantFrom("", "src", "services/api"),
    defaultBranch: fc.constantFrom("main", "trunk"),
  },
  { requiredKeys: ["serviceName", "repo"] },
);

/** Any fields that pass the check, in any order. */
const anyFields: fc.Arbitrary<Fields> = fc
  .record({
    repositories: fc.shuffledSubarray(REPOSITORIES, { minLength: 1 }),
    mappings: fc.uniqueArray(mapping, {
      maxLength: 3,
      selector: ({ serviceName, repo }) => `${serviceName} ${repo}`,
    }),
    lookbackDays: fc.constantFrom(1, 7, 30, 365),
    isActive: fc.boolean(),
  })
  .map(({ repositories, mappings, lookbackDays, isActive }) => ({
    repositories,
    serviceMappings: mappings.filter(({ repo }) => repositories.includes(repo)),
    lookbackDays,
    isActive,
  }));

const anyListing = fc.record({
  listShape: fc.constantFrom("array" as const, "paginated" as const),
  listOrder: fc.constantFrom("stored" as const, "reversed" as const, "sorted" as const),
  pageSize: fc.constantFrom(1, 2, 20),
});

const creation = { method: "POST", carriesToken: true } as const;
const update = { method: "PUT", carriesToken: true } as const;

/** Since a creation has a key, the service may even carry out what it refuses as too much. */
const refusedAndDone = fc.constantFrom(1, 2, 6).map((times) => ({
  match: { method: creation.method, nth: 1, times },
  effect: { kind: "status" as const, status: 429, headers: { "retry-after": "0" }, when: "after" as const },
}));

/** An error that names connections that look the same, and each that it names. */
const NAMING = /There (is already a connection|are already \d+ connections) to /;
const NAMED = /([\w-]{36}) \(made /g;

/** The service's time is in whole seconds, and taken a little before it stores what it makes. */
const CLOCK_TOLERANCE_MS = 2_000;

/** Connections of SigSentry. */
export const SIGSENTRY: Kind<Fields, StoredConnection> = {
  name: "SigSentry",
  credentials: CREDENTIALS,
  reference: "credentialsFrom",
  anyFields,
  edits: [
    anyFields.map((fields) => ({
      name: `edit ${JSON.stringify(fields)}`,
      change: "fields",
      apply: () => fields,
    })),
  ],
  anySetting: anyListing.map((settings) => ({
    name: `list ${JSON.stringify(settings)}`,
    apply: ({ services }) => services.control.sigsentry.changeSettings(settings),
  })),
  requests: [
    { method: "GET", carriesToken: false },
    creation,
    update,
    { method: "DELETE", carriesToken: false },
  ],
  update,
  // It says no with a code, and its lists may be out of date.
  ownEffects: [
    fc.record({
      kind: fc.constant("status" as const),
      status: fc.constantFrom(400, 401, 403),
      code: fc.constantFrom("VALIDATION_ERROR", "API_KEY_EXPIRED", "FORBIDDEN", "QUOTA_EXCEEDED"),
    }),
    fc.constant({ kind: "stale" }),
  ],
  ownFaults: [refusedAndDone],
  recognisedBy: ["fields"],
  betweenCommandsMs: BETWEEN_COMMANDS_MS,
  lags: false,
  asksAnyway: NAMING,

  own: (name, fields) => ({ ...fields, repositories: [...fields.repositories, `acme/only-${name}`] }),

  argumentsOf: ({ host, fields, style, version, adopt, allowDuplicate }, variable, literal) => ({
    platform: host,
    ...fields,
    ...(style === "literal" && { credentials: { token: literal } }),
    ...(style === "reference" && { credentialsFrom: { token: { env: variable } } }),
    ...(version !== undefined && { credentialsVersion: version }),
    ...(adopt !== undefined && { adopt }),
    ...(allowDuplicate && { allowDuplicate }),
  }),

  dashboard({ control: { sigsentry }, apiKey, projectId }) {
    return {
      apiKey,
      everything: () => sigsentry.connections(projectId),
      // With a grant of its own.
      make: async (platform, fields) =>
        (await sigsentry.seedConnection({ projectId, platform, ...stored(fields) })).id,
      makeBystander: async () =>
        (await sigsentry.seedConnection({ projectId, platform: "github", repositories: ["acme/bystander"] }))
          .id,
      edit: (id, fields) => sigsentry.editConnection(id, stored(fields)),
      authorise: (id) => sigsentry.editConnection(id, { credentials: null }),
      delete: (id) => sigsentry.deleteConnection(id),
    };
  },

  hostOf: ({ platform }) => platform,
  isProtected: () => false,
  unprotected: (fields) => fields,

  namedIn: (text) =>
    NAMING.test(text) ? [...text.matchAll(NAMED)].flatMap(([, id]) => id ?? []) : undefined,

  pathOf,

  expectSame({ host, fields, style, token }, held) {
    const own = style === "kept" ? undefined : sha256(tokenText(token));
    expect(comparable(held)).toEqual(
      comparable({
        ...{ platform: host, ...stored(fields) },
        auth: own === undefined ? "oauth" : "token",
        credentialsSha256: own ?? null,
      }),
    );
  },

  /** A creation may have sent its credentials again, to find what it had made. */
  expectSentWithCreation(changedAt, { style }, { createdAt }) {
    if (style === "kept") return expectSentAt(changedAt, undefined);
    expect(Date.parse(String(changedAt))).toBeGreaterThan(Date.parse(createdAt) - CLOCK_TOLERANCE_MS);
  },

  /** After the last time that credentials were sent to a connection, its cache was purged; and no other was. */
  expectMore(held, { cacheFlushes }, log) {
    expect(cacheFlushes, "purges of the bystander's cache").toBe(0);
    for (const { id } of held) expectPurged(pathOf(id), log);
  },

  uses: () => undefined,
};

function pathOf(id: string): string {
  return `/v1/config/repos/${encodeURIComponent(id)}`;
}

function expectPurged(path: string, log: readonly LogEntry[]): void {
  const sent = log.findLast(
    (entry) => entry.path === path && entry.method === "PUT" && carriesCredentials(entry, CREDENTIALS.field),
  );
  if (sent === undefined) return;
  const purges = log.filter(
    (entry) => entry.path === `${path}/cache` && entry.status === 200 && isBelieved(entry),
  );
  expect(purges.at(-1)?.sequence ?? 0, "the purge after new credentials").toBeGreaterThan(sent.sequence);
}

/** A fault that makes lists stale does nothing to the answer of another request; one that says "done" is believed. */
function isBelieved({ fault }: LogEntry): boolean {
  return fault === null || fault.kind === "stale" || fault.kind === "json";
}

/** Fields with the defaults that the service fills in. */
function stored({ repositories, serviceMappings, ...rest }: Fields) {
  return {
    ...rest,
    repositories: [...repositories],
    serviceMappings: serviceMappings.map((each) => ({ pathPrefix: "", defaultBranch: "main", ...each })),
  };
}

type Comparable = Pick<
  StoredConnection,
  "platform" | "repositories" | "serviceMappings" | "lookbackDays" | "isActive" | "auth" | "credentialsSha256"
>;

/** What is compared of a connection, in the same form for all whose difference is one of order. */
function comparable({ platform, lookbackDays, isActive, auth, credentialsSha256, ...lists }: Comparable) {
  const mappings = lists.serviceMappings.map(({ serviceName, repo, pathPrefix, defaultBranch }) =>
    [serviceName, repo, pathPrefix, defaultBranch].join(" | "),
  );
  return {
    ...{ platform, lookbackDays, isActive, auth, credentialsSha256 },
    repositories: [...lists.repositories].sort(),
    serviceMappings: mappings.sort(),
  };
}
