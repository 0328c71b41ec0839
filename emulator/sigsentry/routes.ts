import { type Context, Hono } from "hono";
import { keyFingerprint } from "../fingerprint";
import { answerError } from "../refusal";
import type { EmulatorEnv } from "../service";
import type { Permission } from "./accounts";
import { authenticate, authorize, bearer, type Caller } from "./auth";
import { ApiError, failureBody, validationError } from "./errors";
import { listData } from "./listing";
import { checkQuota } from "./quota";
import type { SigsentryState } from "./state";
import type { Connection } from "./store";
import { jsonOf, parseCreate, parseUpdate } from "./validate";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Answering = Context<EmulatorEnv>;

/** The five documented calls of `/v1/config/repos`. */
export function sigsentryRoutes(state: SigsentryState): Hono<EmulatorEnv> {
  const routes = new Hono<EmulatorEnv>();
  routes.onError((error, c) => answerError(error, c, failureBody, state.core.redactor));

  routes.get("/v1/config/repos", (c) => {
    const { project } = callerOf(state, c, "config:read");
    const connections = state.store.list(project.id, { writes: c.var.call.staleWrites }).reverse();
    return c.json({ success: true, data: listData(connections, project, state.settings, c.req.query()) });
  });

  routes.post("/v1/config/repos", (c) => {
    const caller = callerOf(state, c, "config:write");
    const { body, entry } = c.var.call;
    const json = jsonOf(body);
    const request = {
      apiKeyId: caller.key.id,
      header: c.req.header("idempotency-key"),
      projectId: caller.project.id,
      body: body.kind === "text" ? body.text : "",
      windowSeconds: state.settings.idempotencyWindowSeconds,
    };
    const { created, replayed } = state.idempotency.once(request, () => create(state, caller, json));
    entry.replayed = replayed;
    return c.json({ success: true, data: created }, 201);
  });

  routes.put("/v1/config/repos/:id", (c) => {
    const { project } = callerOf(state, c, "config:write");
    const connection = connectionOf(state, c, project.id);
    const changes = parseUpdate(jsonOf(c.var.call.body), connection);
    const stored = state.store.list(project.id);
    if (changes.repositories)
      checkQuota(project, state.settings.quotas, stored, changes.repositories, connection);
    // Undocumented, chosen: updatedAt moves even when nothing, or nothing new, was sent.
    state.store.change(connection, changes);
    return c.json({ success: true, data: { updated: true } });
  });

  routes.delete("/v1/config/repos/:id", (c) => {
    const { project } = callerOf(state, c, "config:write");
    state.store.remove(connectionOf(state, c, project.id));
    return c.json({ success: true, data: { deleted: true } });
  });

  routes.delete("/v1/config/repos/:id/cache", (c) => {
    const { project } = callerOf(state, c, "config:write");
    state.store.flushCache(connectionOf(state, c, project.id));
    return c.json({ success: true, data: { flushed: true } });
  });

  return routes;
}

/** Who calls and for which project, counted against the key's rate limit. */
function callerOf(state: SigsentryState, c: Answering, permission: Permission): Caller {
  const value = bearer(c.req.header("authorization"));
  if (value !== undefined) c.var.call.entry.key = keyFingerprint(value);
  const key = authenticate(state.accounts, value, state.core.clock.now());
  // Reads and mutations are counted apart.
  const { reads, mutations } = state.settings.rateLimits;
  const standing = state.limiter.count(key.id, c.req.method === "GET" ? { reads } : { mutations });
  c.header("X-RateLimit-Limit", String(standing.limit));
  c.header("X-RateLimit-Remaining", String(standing.remaining));
  c.header("X-RateLimit-Reset", String(standing.reset));
  if (standing.exceeded) {
    const headers = { "Retry-After": String(standing.retryAfter) };
    throw new ApiError(429, "RATE_LIMITED", "Too many requests.", { headers });
  }
  return authorize(state.accounts, key, permission, c.req.header("x-project-id"));
}

/**
 * The connection a path names, if it is the project's. A connection of another project is answered as one that is
 * not there, even to a key of the same tenant: documented is only "no such connection in the tenant".
 */
function connectionOf(state: SigsentryState, c: Answering, projectId: string): Connection {
  const id = c.req.param("id") ?? "";
  const connection = state.store.find(id);
  if (connection === undefined && !UUID.test(id))
    throw validationError({ field: "id", message: "Must be a UUID" });
  if (connection?.projectId === projectId) return connection;
  throw new ApiError(404, "NOT_FOUND", "No connection with that id in your tenant.");
}

function create(state: SigsentryState, { project }: Caller, json: unknown): { id: string; platform: string } {
  const body = parseCreate(json);
  checkQuota(project, state.settings.quotas, state.store.list(project.id), body.repositories);
  const { id, platform } = state.store.add({ ...body, projectId: project.id, isActive: true });
  return { id, platform };
}
