import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A server of somebody's who means harm: what it was asked, and whatever it answers. */
export interface HostileServer {
  readonly url: string;
  /** Method and path of every request, and the keys that came with them. */
  readonly asked: { call: string; key: string | undefined }[];
}

/** What is answered to a request: anything. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves until the end of the test, on this machine only. */
export async function hostileServer(answer: Answering): Promise<HostileServer> {
  const asked: HostileServer["asked"] = [];
  const server = createServer((request, response) => {
    const { authorization, "x-api-key": key } = request.headers;
    asked.push({ call: `${request.method} ${request.url}`, key: authorization ?? String(key) });
    request.resume().on("end", () => answer(request, response));
  });
  // A proxy is asked for a tunnel by a method of its own.
  server.on("connect", (request, socket) => {
    asked.push({ call: `CONNECT ${request.url}`, key: request.headers["proxy-authorization"] });
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

/** A list as each of the services has it, by the path that is asked. */
export function listOf(url: string | undefined, ids: readonly string[], pagination?: object): string {
  if (url?.startsWith("/v1/connections"))
    return JSON.stringify({ connections: ids.map((id) => ({ id, provider: "github", label: "one" })) });
  const items = ids.map((id) => ({ id, platform: "github", repositories: ["acme/payments"] }));
  return JSON.stringify({ success: true, data: pagination ? { items, pagination } : items });
}

/** Answers with JSON. */
export function json(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
