import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { bodyOf, checked, queryOf } from "../controlInput";
import { sha256 } from "../fingerprint";
import { withoutValue } from "../keyring";
import type { EmulatorEnv } from "../service";
import type { ApiKey } from "./accounts";
import type { Provider } from "./fields";
import type { HostAccount } from "./hosts";
import { iso, isoOrNull } from "./listing";
import {
  connectionEditSchema,
  connectionSeedSchema,
  hostAccountSeedSchema,
  keyChangeSchema,
  keySeedSchema,
  organisationSeedSchema,
  syncConfigurationSeedSchema,
} from "./seeds";
import { settingsChangeSchema } from "./settings";
import type { CoregitState } from "./state";
import type { Connection } from "./store";

/** A stored connection as the control surface shows it: everything but the token itself. */
export interface StoredConnection
  extends Omit<Connection, "accessToken" | "lastSyncedAt" | "createdAt" | "updatedAt"> {
  /** SHA-256 (hexadecimal) of the access token. */
  readonly tokenSha256: string;
  /** ISO 8601, as the two below; null for never. */
  readonly lastSyncedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A key without its value. */
export type ShownKey = Omit<ApiKey, "value">;

/** What a code host knows of a token, which is told by its hash alone. */
export interface StoredHostAccount extends HostAccount {
  readonly provider: Provider;
  readonly tokenSha256: string;
}

type Control = Hono<EmulatorEnv>;

/** The Coregit part of the control surface. */
export function coregitControl(state: CoregitState): Control {
  const control: Control = new Hono();
  addAccounts(control, state);
  addConnections(control, state);
  addSyncConfigurations(control, state);
  addHostAccounts(control, state);
  control.get("/settings", (c) => c.json(state.settings));
  control.patch("/settings", async (c) => c.json(state.change(await bodyOf(c, settingsChangeSchema))));
  return control;
}

function addAccounts(control: Control, { accounts, core }: CoregitState): void {
  control.get("/organisations", (c) => c.json(accounts.organisations()));
  control.post("/organisations", async (c) =>
    c.json(accounts.addOrganisation(await bodyOf(c, organisationSeedSchema)), 201),
  );
  control.get("/keys", (c) => c.json(accounts.keys.all().map(withoutValue)));
  control.post("/keys", async (c) => {
    const { value, ...details } = await bodyOf(c, keySeedSchema);
    accounts.mustHave(details.organisationId);
    const key = accounts.keys.add(details, value);
    core.redactor.learn(key.value);
    return c.json(key, 201);
  });
  control.patch("/keys/:id", async (c) => {
    const change = await bodyOf(c, keyChangeSchema);
    return c.json(withoutValue(accounts.keys.change(c.req.param("id"), change)));
  });
}

function addConnections(control: Control, { accounts, core, hosts, store }: CoregitState): void {
  control.get("/connections", (c) => c.json(store.list(organisationIn(c, accounts)).map(shown)));
  control.post("/connections", async (c) => {
    const json: unknown = await c.req.json();
    core.redactor.learnFrom(json);
    const { accessToken = newGrant(), externalUsername, ...seed } = checked(connectionSeedSchema, json);
    accounts.mustHave(seed.organisationId);
    core.redactor.learn(accessToken);
    const account = hosts.account(seed.provider, accessToken);
    const username = externalUsername === undefined ? account.username : externalUsername;
    const lastSyncedAt = milliseconds(seed.lastSyncedAt);
    const added = store.add({ ...seed, accessToken, externalUsername: username, lastSyncedAt });
    return c.json(shown(added), 201);
  });
  control.patch("/connections/:id", async (c) => {
    const json: unknown = await c.req.json();
    core.redactor.learnFrom(json);
    const { lastSyncedAt, ...edit } = checked(connectionEditSchema, json);
    const connection = found(store.find(c.req.param("id")), c.req.param("id"));
    const changed = store.change(connection, {
      ...(edit.accessToken === undefined
        ? {}
        : { externalUsername: hosts.account(connection.provider, edit.accessToken).username }),
      ...edit,
      ...(lastSyncedAt === undefined ? {} : { lastSyncedAt: milliseconds(lastSyncedAt) }),
    });
    return c.json(shown(changed));
  });
  control.delete("/connections/:id", (c) => {
    store.remove(found(store.find(c.req.param("id")), c.req.param("id")));
    return c.json({ deleted: true });
  });
}

function addSyncConfigurations(control: Control, { accounts, store }: CoregitState): void {
  control.get("/sync-configurations", (c) => c.json(store.syncConfigurations(organisationIn(c, accounts))));
  control.post("/sync-configurations", async (c) => {
    const { connectionId } = await bodyOf(c, syncConfigurationSeedSchema);
    return c.json(store.addSyncConfiguration(found(store.find(connectionId), connectionId)), 201);
  });
}

/** Which organisation a list is of. */
function organisationIn(c: Context, accounts: CoregitState["accounts"]): string {
  const { organisationId } = queryOf(c, { organisationId: z.string() });
  accounts.mustHave(organisationId);
  return organisationId;
}

function addHostAccounts(control: Control, { core, hosts }: CoregitState): void {
  control.post("/host-accounts", async (c) => {
    const json: unknown = await c.req.json();
    core.redactor.learnFrom(json);
    const { provider, token, username, valid } = checked(hostAccountSeedSchema, json);
    hosts.tell(provider, token, { username, valid });
    return c.json({ provider, username, valid, tokenSha256: sha256(token) }, 201);
  });
}

function found(connection: Connection | undefined, id: string): Connection {
  if (connection === undefined) throw new Error(`there is no connection ${id}`);
  return connection;
}

function shown({ accessToken, lastSyncedAt, createdAt, updatedAt, ...rest }: Connection): StoredConnection {
  return {
    ...rest,
    tokenSha256: sha256(accessToken),
    lastSyncedAt: isoOrNull(lastSyncedAt),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

/** What the service is given when a connection is made in the dashboard, where nobody types a token. */
function newGrant(): string {
  return `gho_${randomBytes(18).toString("hex")}`;
}

function milliseconds(moment: string | null): number | null {
  return moment === null ? null : Date.parse(moment);
}
