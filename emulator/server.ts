import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { readBody } from "./body";
import { type Controlled, controlRoutes } from "./control";
import { applyFault } from "./faultEffects";
import type { LogEntry } from "./requestLog";
import type { EmulatorEnv, Service } from "./service";

/** A running HTTP server. */
export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Stops at once: connections, idle or waiting, are cut. */
  close(): Promise<void>;
}

/** Called when a request is done. */
export type RequestListener = (entry: LogEntry) => void;

/** Serves the control surface and the services on 127.0.0.1; port 0 lets the system choose. Rejects if it is taken. */
export async function serveEmulator(
  controlled: Controlled,
  port: number,
  onRequest: RequestListener,
): Promise<RunningServer> {
  const app = emulatorApp(controlled, onRequest);
  // The process may be that of the client under test: its Request and Response must stay Node's own.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function emulatorApp(controlled: Controlled, onRequest: RequestListener): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>();
  app.route("/_control", controlRoutes(controlled));
  app.use("*", logged(controlled, onRequest));
  app.use("*", faulty(controlled));
  for (const service of controlled.services) app.route("/", service.routes);
  app.notFound((c) => c.json(ownerOf(controlled.services, c).noRoute, 404));
  return app;
}

function logged({ log }: Controlled, onRequest: RequestListener): MiddlewareHandler<EmulatorEnv> {
  return async (c, next) => {
    const started = performance.now();
    // A request that was not sent to its end is no request: nothing is done, and nobody is there to be told.
    const body = await readBody(c.env.incoming).catch(() => undefined);
    if (body === undefined) return RESPONSE_ALREADY_SENT;
    const { method = "", url: path = "" } = c.env.incoming;
    const entry = log.arrived({ method, path, header: (name) => c.req.header(name), body });
    c.set("call", { body, entry, staleWrites: 0 });
    c.header("X-Request-Id", entry.requestId);
    // By the emulator's clock, as every other time in an answer.
    c.header("Date", new Date(entry.time).toUTCString());
    await next();
    entry.status = c.env.outgoing.destroyed ? null : c.res.status;
    entry.durationMs = Math.round(performance.now() - started);
    onRequest(entry);
    return undefined;
  };
}

function faulty({ faults, services }: Controlled): MiddlewareHandler<EmulatorEnv> {
  return async (c, next) => {
    const { entry } = c.var.call;
    const fault = faults.take(c.req.method, c.req.path, entry.sequence);
    if (fault === undefined) return next();
    entry.fault = { id: fault.id, kind: fault.effect.kind };
    return applyFault(fault.effect, c, next, ownerOf(services, c));
  };
}

/** The service a request is meant for: by its path, else by its key; the first one answers for what is nobody's. */
function ownerOf(services: readonly Service[], c: Context<EmulatorEnv>): Service {
  const owner =
    services.find((service) => service.owns(c.req.path)) ??
    services.find(({ keyHeader }) => c.req.header(keyHeader) !== undefined) ??
    services[0];
  if (owner === undefined) throw new Error("the emulator has no service");
  return owner;
}
