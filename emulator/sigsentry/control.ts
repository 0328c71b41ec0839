import { Hono } from "hono";
import { z } from "zod";
import { bodyOf, checked, queryOf } from "../controlInput";
import { sha256 } from "../fingerprint";
import { withoutValue } from "../keyring";
import type { EmulatorEnv } from "../service";
import type { ApiKey } from "./accounts";
import {
  connectionEditSchema,
  connectionSeedSchema,
  keyChangeSchema,
  keySeedSchema,
  projectSeedSchema,
} from "./seeds";
import { settingsChangeSchema } from "./settings";
import type { SigsentryState } from "./state";
import type { Connection } from "./store";

/** A stored connection as the control surface shows it: everything but the credentials themselves. */
export interface StoredConnection
  extends Omit<Connection, "credentials" | "createdAt" | "updatedAt" | "lastCacheFlushAt"> {
  /** `oauth`: made in the dashboard, the grant held by the service. `token`: credentials were sent. */
  readonly auth: "oauth" | "token";
  readonly credentialsSet: boolean;
  /** SHA-256 (hexadecimal) of the token or app password, null for OAuth. */
  readonly credentialsSha256: string | null;
  readonly credentialsUsername: string | null;
  readonly credentialsBaseUrl: string | null;
  /** ISO 8601, as the two below. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastCacheFlushAt: string | null;
}

/** The SigSentry part of the control surface. */
export function sigsentryControl(state: SigsentryState): Hono<EmulatorEnv> {
  const control = new Hono<EmulatorEnv>();
  addAccounts(control, state);
  addConnections(control, state);
  control.get("/settings", (c) => c.json(state.settings));
  control.patch("/settings", async (c) => c.json(state.change(await bodyOf(c, settingsChangeSchema))));
  return control;
}

function addAccounts(control: Hono<EmulatorEnv>, { accounts, core }: SigsentryState): void {
  control.get("/projects", (c) => c.json(accounts.projects()));
  control.post("/projects", async (c) =>
    c.json(accounts.addProject(await bodyOf(c, projectSeedSchema)), 201),
  );
  control.get("/keys", (c) => c.json(accounts.keys().map(withoutValue)));
  control.post("/keys", async (c) => {
    const { projectId, ...seed } = await bodyOf(c, keySeedSchema);
    const { tenantId } = accounts.mustHave(projectId);
    const key = accounts.addKey({ ...seed, tenantId, projectId: seed.kind === "ss_org" ? null : projectId });
    core.redactor.learn(key.value);
    return c.json(key, 201);
  });
  control.patch("/keys/:id", async (c) =>
    c.json(withoutValue(accounts.changeKey(c.req.param("id"), await bodyOf(c, keyChangeSchema)))),
  );
}

function addConnections(control: Hono<EmulatorEnv>, { accounts, core, store }: SigsentryState): void {
  const stored = (id: string): Connection => {
    const connection = store.find(id);
    if (connection === undefined) throw new Error(`there is no connection ${id}`);
    return connection;
  };
  control.get("/connections", (c) => {
    const { projectId } = queryOf(c, { projectId: z.string() });
    return c.json(store.list(accounts.mustHave(projectId).id).map(shown));
  });
  control.post("/connections", async (c) => {
    const json: unknown = await c.req.json();
    core.redactor.learnFrom(json);
    const seed = checked(connectionSeedSchema, json);
    accounts.mustHave(seed.projectId);
    return c.json(shown(store.add(seed)), 201);
  });
  control.patch("/connections/:id", async (c) => {
    const json: unknown = await c.req.json();
    core.redactor.learnFrom(json);
    return c.json(shown(store.change(stored(c.req.param("id")), checked(connectionEditSchema, json))));
  });
  control.delete("/connections/:id", (c) => {
    store.remove(stored(c.req.param("id")));
    return c.json({ deleted: true });
  });
}

/** A key without its value. */
export type ShownKey = Omit<ApiKey, "value">;

function shown({
  credentials,
  createdAt,
  updatedAt,
  lastCacheFlushAt,
  ...rest
}: Connection): StoredConnection {
  const secret =
    credentials === null ? null : "token" in credentials ? credentials.token : credentials.appPassword;
  return {
    ...rest,
    auth: credentials === null ? "oauth" : "token",
    credentialsSet: credentials !== null,
    credentialsSha256: secret === null ? null : sha256(secret),
    credentialsUsername: credentials !== null && "username" in credentials ? credentials.username : null,
    credentialsBaseUrl:
      credentials !== null && "baseUrl" in credentials ? (credentials.baseUrl ?? null) : null,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    lastCacheFlushAt: lastCacheFlushAt === null ? null : new Date(lastCacheFlushAt).toISOString(),
  };
}
