import type { MiddlewareHandler } from "hono";
import type { EmulatorEnv } from "./service";

/** How this machine calls itself. */
const HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Lets only those in who ask for this machine by its own name and are no page of another site: a page in the user's
 * browser reaches 127.0.0.1, too, and by a name that leads there since a moment ago even reads what is answered.
 */
export function onlyFromHere(): MiddlewareHandler<EmulatorEnv> {
  return async (c, next) => {
    const { localPort } = c.env.incoming.socket;
    const hosts = HOSTS.map((host) => `${host}:${localPort}`);
    const host = c.req.header("host") ?? "";
    if (!hosts.includes(host.toLowerCase()))
      return c.json({ error: `the control surface is asked as ${hosts.join(", ")} only` }, 403);
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site") ?? "none";
    const isOwn = origin === undefined || hosts.some((own) => origin.toLowerCase() === `http://${own}`);
    if (!isOwn || !["none", "same-origin"].includes(site))
      return c.json({ error: "the control surface answers no page of another site" }, 403);
    return next();
  };
}
