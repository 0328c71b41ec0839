import fc from "fast-check";
import { expect } from "vitest";
import type { StoredCoregitConnection } from "../../../emulator";
import { sha256 } from "../../../emulator/fingerprint";
import { expectSentAt, type SentCredentials } from "../sentCredentials";
import type { Declaration } from "../slot";
import { tokenText } from "../token";
import type { Edit, Kind, Setting } from "./kind";

/** How a token is sent, and where it is recorded when it was. */
export const CREDENTIALS = {
  field: "access_token",
  property: "accessToken",
  output: "accessTokenChangedAt",
} as const satisfies SentCredentials;

interface Fields {
  readonly label: string;
  readonly verify: boolean;
  readonly deletionProtection: boolean;
}

/** Labels are few, so that connections share them. */
const anyLabel = fc.constantFrom("Payments", "Ledger");

const toggle = (field: "verify" | "deletionProtection"): Edit<Fields> => ({
  name: `toggle ${field}`,
  change: "settings",
  apply: (fields) => ({ ...fields, [field]: !fields[field] }),
});

const relabel = (label: string): Edit<Fields> => ({
  name: `relabel ${label}`,
  change: "fields",
  apply: (fields) => ({ ...fields, label }),
});

/** How far the reads lag, in milliseconds: the list, and how `test` and PATCH look a connection up; null: as the list. */
const LAGS = [
  { listLagMs: 0, lookupLagMs: null },
  { listLagMs: 2_000, lookupLagMs: null },
  { listLagMs: 60_000, lookupLagMs: null },
  { listLagMs: 60_000, lookupLagMs: 0 },
  { listLagMs: 0, lookupLagMs: 60_000 },
] as const;

const lag = ({ listLagMs, lookupLagMs }: (typeof LAGS)[number]): Setting => ({
  name: `reads lag ${listLagMs} ${lookupLagMs}`,
  apply: ({ services, maxLagMs }) =>
    services.control.coregit.changeSettings({
      listLagMs: Math.min(listLagMs, maxLagMs),
      lookupLagMs: lookupLagMs && Math.min(lookupLagMs, maxLagMs),
    }),
});

const creation = { method: "POST", path: "/v1/connections", carriesToken: true } as const;
const update = { method: "PATCH", carriesToken: true } as const;

/** The service says no in words. */
const refusals = fc
  .constantFrom(
    { status: 400, error: "GitHub token validation failed: 503 Service Unavailable" },
    { status: 401, error: "Invalid API key" },
    { status: 403, error: "Only master API keys can manage connections" },
    { status: 404, error: "Not found" },
  )
  .map(({ status, error }) => ({ kind: "json" as const, status, body: { error } }));

const refusalsInACode = fc
  .constantFrom(400, 403)
  .map((status) => ({ kind: "status" as const, status, code: "REFUSED" }));

/** What an error asks to adopt: there may be one that another resource stands for, and one that nobody does. */
const NAMED = /declare adopt: "([^"]+)"/g;

/** Connections of Coregit. */
export const COREGIT: Kind<Fields, StoredCoregitConnection> = {
  name: "Coregit",
  credentials: CREDENTIALS,
  reference: "accessTokenFrom",
  anyFields: fc.record({
    label: anyLabel,
    verify: fc.boolean(),
    deletionProtection: fc.constantFrom(false, false, true),
  }),
  edits: [
    anyLabel.map(relabel),
    fc.constantFrom("verify" as const, "deletionProtection" as const).map(toggle),
  ],
  anySetting: fc.constantFrom(...LAGS).map(lag),
  // Creations are what the service does not help with, so that most can go wrong there: they are met most often.
  requests: [
    ...[creation, creation, creation, creation, update, update],
    { method: "GET", carriesToken: false },
    { method: "POST", path: "/v1/connections/*/test", carriesToken: false },
    { method: "DELETE", carriesToken: false },
  ],
  update,
  ownEffects: [refusals, refusalsInACode],
  ownFaults: [],
  recognisedBy: ["fields", "token", "style"],
  betweenCommandsMs: 0,
  lags: true,
  asksAnyway: /Another resource of this program stands for/,

  own: (name, { label, ...fields }) => ({ ...fields, label: `${label} of ${name}` }),

  argumentsOf: ({ host, fields, style, version, adopt, allowDuplicate }, variable, literal) => ({
    provider: host,
    ...fields,
    ...(style === "literal" && { accessToken: literal }),
    ...(style === "reference" && { accessTokenFrom: { env: variable } }),
    ...(version !== undefined && { accessTokenVersion: version }),
    ...(adopt !== undefined && { adopt }),
    ...(allowDuplicate && { allowDuplicate }),
  }),

  dashboard({ control: { coregit }, coregit: { apiKey, organisationId } }) {
    const seed = async (provider: Declaration["host"], label: string, accessToken?: string) => {
      const token = accessToken === undefined ? {} : { accessToken };
      return (await coregit.seedConnection({ organisationId, provider, label, ...token })).id;
    };
    return {
      apiKey,
      everything: () => coregit.connections(organisationId),
      make: (host, _, token) => seed(host, "made by hand", token),
      makeBystander: () => seed("github", "nobody's"),
      edit: (id, { label }) => coregit.editConnection(id, { label }),
      authorise: (id, accessToken) => coregit.editConnection(id, { accessToken }),
      delete: (id) => coregit.deleteConnection(id),
    };
  },

  hostOf: ({ provider }) => provider,
  isProtected: ({ deletionProtection }) => deletionProtection === true,
  unprotected: (fields) => ({ ...fields, deletionProtection: false }),

  namedIn(text) {
    const named = [...text.matchAll(NAMED)].flatMap(([, id]) => id ?? []);
    return named.length === 0 ? undefined : named;
  },

  pathOf: (id) => `/v1/connections/${encodeURIComponent(id)}`,

  expectSame({ host, fields, style, token }, held, { outputs }, { isSure, readsSecrets }) {
    const { label, verify, deletionProtection } = fields;
    expect(held).toMatchObject({ provider: host, label, tokenSha256: sha256(tokenText(token)) });
    expect(outputs).toMatchObject({ provider: host, label, verify, deletionProtection });
    if (readsSecrets && style === "literal") expect(outputs.accessToken).toBe(tokenText(token));
    expect(outputs.unconfirmed).toBeUndefined();

    // What was just written, a list or a test that lags does not tell; what they do tell is true.
    const { externalUsername, createdAt, updatedAt } = held;
    const read = { externalUsername, createdAt, updatedAt };
    for (const [name, value] of Object.entries(read))
      expect(isSure ? [value] : [value, undefined], name).toContain(outputs[name]);
    const status = { valid: true, checkedAt: expect.any(String) };
    const known = { ...status, username: externalUsername };
    if (!verify) expect(outputs.status).toBeUndefined();
    else expect(isSure ? [known] : [known, status, undefined]).toContainEqual(outputs.status);
  },

  expectSentWithCreation: (changedAt, { style }, { createdAt }) =>
    expectSentAt(changedAt, style === "kept" ? undefined : createdAt),

  expectMore: () => {},

  /** Sync configurations, which go with their connection. */
  uses: ({ control: { coregit }, coregit: { organisationId } }) => ({
    add: async (connectionId) => (await coregit.seedSyncConfiguration({ connectionId })).id,
    all: async () => (await coregit.syncConfigurations(organisationId)).map(({ id }) => id),
  }),
};
