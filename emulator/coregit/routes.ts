import { type Context, Hono } from "hono";
import { keyFingerprint } from "../fingerprint";
import { answerError } from "../refusal";
import type { EmulatorEnv } from "../service";
import type { ApiKey } from "./accounts";
import { authenticate, checkMaster } from "./auth";
import { ApiError, failureBody } from "./errors";
import type { Provider } from "./fields";
import { created, listed } from "./listing";
import type { CoregitState } from "./state";
import type { Connection } from "./store";
import { parseCreate, parseUpdate } from "./validate";

const CONNECTIONS = "/v1/connections";

type Answering = Context<EmulatorEnv>;

/** The five documented calls of `/v1/connections`. */
export function coregitRoutes(state: CoregitState): Hono<EmulatorEnv> {
  const routes = new Hono<EmulatorEnv>();
  routes.onError((error, c) => answerError(error, c, failureBody, state.core.redactor));

  // Before the key is looked at: a body that is too large.
  routes.use(`${CONNECTIONS}/*`, (c, next) => {
    const { body, entry } = c.var.call;
    const value = c.req.header("x-api-key");
    if (value) entry.key = keyFingerprint(value);
    if (body.kind === "tooLarge")
      throw new ApiError(413, "Request body too large", { code: "PAYLOAD_TOO_LARGE" });
    return next();
  });

  routes.get(CONNECTIONS, (c) => {
    const { organisationId } = callerOf(state, c);
    const { listLagMs, extraFields } = state.settings;
    const outdated = { ms: listLagMs, writes: c.var.call.staleWrites };
    const connections = state.store.list(organisationId, outdated);
    return c.json({ connections: connections.map((each) => listed(each, extraFields)) });
  });

  routes.post(CONNECTIONS, (c) => {
    const { organisationId } = managerOf(state, c);
    const { provider, label, access_token: accessToken } = parseCreate(c.var.call.body);
    const externalUsername = usernameOf(state, provider, accessToken);
    const wanted = { organisationId, provider, label, accessToken, externalUsername, lastSyncedAt: null };
    return c.json(created(state.store.add(wanted)), 201);
  });

  routes.patch(`${CONNECTIONS}/:id`, (c) => {
    const { id, provider } = lookedUp(state, c, managerOf(state, c));
    const { label, access_token: accessToken } = parseUpdate(c.var.call.body);
    const changes = {
      ...(label === undefined ? {} : { label }),
      ...(accessToken === undefined
        ? {}
        : { accessToken, externalUsername: usernameOf(state, provider, accessToken) }),
    };
    // What is written is what there is: looked up as it was, it may be gone by now.
    const connection = state.store.find(id);
    if (connection !== undefined) state.store.change(connection, changes);
    return c.json({ updated: true });
  });

  routes.post(`${CONNECTIONS}/:id/test`, (c) => {
    const { provider, accessToken } = lookedUp(state, c, callerOf(state, c));
    return c.json(state.hosts.validate(provider, accessToken, state.settings));
  });

  // Not looked up: the service deletes what has this id and organisation, and says yes to anything.
  routes.delete(`${CONNECTIONS}/:id`, (c) => {
    const { organisationId } = managerOf(state, c);
    const connection = state.store.find(c.req.param("id"));
    if (connection?.organisationId === organisationId) state.store.remove(connection);
    return c.json({ deleted: true });
  });

  // Undocumented, chosen: what is no route is answered so whatever the key.
  routes.all(`${CONNECTIONS}/*`, () => {
    throw new ApiError(404, "Not found");
  });

  return routes;
}

/** Whose key a request came with, counted against its rate limits. */
function callerOf(state: CoregitState, c: Answering): ApiKey {
  const key = authenticate(state.accounts, c.req.header("x-api-key"), state.core.clock.now());
  const standing = state.limiter.count(key.id, state.settings.rateLimits);
  c.header("X-RateLimit-Limit", String(standing.limit));
  c.header("X-RateLimit-Remaining", String(standing.remaining));
  c.header("X-RateLimit-Reset", String(standing.reset));
  if (standing.exceeded) {
    const headers = { "Retry-After": String(standing.retryAfter) };
    throw new ApiError(429, "Rate limit exceeded", { code: "RATE_LIMITED", headers });
  }
  return key;
}

/** The same for what only master keys may do. */
function managerOf(state: CoregitState, c: Answering): ApiKey {
  const key = callerOf(state, c);
  checkMaster(key);
  return key;
}

/**
 * The connection a path names, by a read that lags as the list does; another organisation's is answered as one that is
 * not there.
 */
function lookedUp({ store, settings }: CoregitState, c: Answering, { organisationId }: ApiKey): Connection {
  const { listLagMs, lookupLagMs } = settings;
  const outdated = { ms: lookupLagMs ?? listLagMs, writes: c.var.call.staleWrites };
  const connection = store.findOf(organisationId, c.req.param("id") ?? "", outdated);
  if (connection !== undefined) return connection;
  throw new ApiError(404, "Connection not found");
}

/** Whose a token is; 400 when its code host does not vouch for it, for whatever reason. */
function usernameOf({ hosts, settings }: CoregitState, provider: Provider, token: string): string | null {
  const answer = hosts.validate(provider, token, settings);
  if (!answer.valid) throw new ApiError(400, answer.error);
  return answer.username;
}
