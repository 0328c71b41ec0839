import { createServer, type RequestListener } from "node:http";
import type { Server } from "node:net";
import { onTestFinished } from "vitest";
import type { Call } from "../../../provider/http/call";

/** A request as it arrived. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

/** Serves until the end of the test, on a port of the system's choosing, and keeps what arrives. */
export async function serve(listener: RequestListener) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => {
      body += text;
    });
    request.on("end", () => {
      seen.push({ method: request.method, url: request.url, body });
      listener(request, response);
    });
  });
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return { seen, server, baseUrl: `http://127.0.0.1:${await listen(server)}` };
}

/** Listens on this machine only; the port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** A read. */
export const get: Call = { method: "GET", path: "/x", headers: {}, repeatable: true };

/** A write that must not be repeated. */
export const post: Call = { method: "POST", path: "/x", headers: {}, body: { a: 1 }, repeatable: false };

/** A write that may be repeated. */
export const put: Call = { method: "PUT", path: "/x", headers: {}, body: { a: 1 }, repeatable: true };
