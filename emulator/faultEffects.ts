import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Next } from "hono";
import type { FaultEffect } from "./faultRules";
import type { EmulatorEnv, Service } from "./service";

/** Statuses whose answers have no body. */
const NO_BODY = [204, 205, 304];

type Answering = Context<EmulatorEnv>;

/** Plays a fault on a request; `next` carries the request out. */
export async function applyFault(
  effect: FaultEffect,
  c: Answering,
  next: Next,
  service: Service,
): Promise<void> {
  switch (effect.kind) {
    case "status": {
      const body = JSON.stringify(service.failure(effect.code, effect.message));
      return answer(c, next, effect, body, { "content-type": "application/json", ...effect.headers });
    }
    case "html":
      return answer(c, next, effect, effect.html, {
        "content-type": "text/html; charset=utf-8",
        ...effect.headers,
      });
    case "json":
      return answer(c, next, effect, JSON.stringify(effect.body), { "content-type": "application/json" });
    case "redirect":
      return answer(c, next, { status: effect.status, when: "before" }, "", { location: effect.location });
    case "delay":
      return delay(c, next, effect);
    case "drop":
      if (effect.when === "after") await next();
      c.env.outgoing.destroy();
      c.res = RESPONSE_ALREADY_SENT;
      return;
    case "truncate":
      await next();
      return truncate(c);
    case "stale":
      c.var.call.staleWrites = effect.writes;
      return next();
  }
}

async function answer(
  c: Answering,
  next: Next,
  { status, when }: { status: number; when: "before" | "after" },
  body: string,
  headers: Record<string, string>,
): Promise<void> {
  if (when === "after") await next();
  const { requestId, time } = c.var.call.entry;
  const own = { "x-request-id": requestId, date: new Date(time).toUTCString() };
  const all = new Headers(when === "after" ? c.res.headers : own);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  // Given a second answer, hono would let the headers of the first prevail.
  c.res = undefined;
  c.res = new Response(NO_BODY.includes(status) ? null : body, { status, headers: all });
}

async function delay(
  c: Answering,
  next: Next,
  effect: { ms: number; when: "before" | "after" },
): Promise<void> {
  if (effect.when === "after") await next();
  const waited = await pause(effect.ms, c.env.outgoing);
  if (!waited) c.res = RESPONSE_ALREADY_SENT;
  else if (effect.when === "before") await next();
}

/** Waits; false when the connection was closed meanwhile, by the client or by the emulator's end. */
async function pause(ms: number, outgoing: ServerResponse): Promise<boolean> {
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  outgoing.once("close", abort);
  try {
    await sleep(ms, undefined, { signal: aborter.signal });
    return true;
  } catch {
    return false;
  } finally {
    outgoing.off("close", abort);
  }
}

/** Announces the whole answer, sends half of it and closes the connection. */
async function truncate(c: Answering): Promise<void> {
  const { outgoing } = c.env;
  const bytes = Buffer.from(await c.res.arrayBuffer());
  outgoing.writeHead(c.res.status, {
    ...Object.fromEntries(c.res.headers),
    "content-length": String(bytes.length),
  });
  await new Promise<void>((resolve) => {
    outgoing.once("close", resolve);
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
  });
  c.res = RESPONSE_ALREADY_SENT;
}
