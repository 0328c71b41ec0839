import { createServer, type Server } from "node:http";

/** Headers of a request that belong to one connection, and are not passed on. */
const OWN_HEADERS = ["host", "connection", "content-length", "transfer-encoding"];

/**
 * Stands before a service, lets some requests pass and is gone then: the next connection is refused. Answers its
 * address.
 *
 * @param service the address of the service.
 * @param requests how many requests pass.
 */
export async function openGate(service: string, requests: number): Promise<string> {
  let passed = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === "string" && !OWN_HEADERS.includes(name) ? [[name, value] as const] : [],
    );
    const { method = "GET", url = "/" } = request;
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(service + url, { method, headers: Object.fromEntries(headers), ...body });
    const text = await answer.text();
    passed += 1;
    if (passed >= requests) server.close();
    // The time by the service's clock, which is not this machine's.
    const date = answer.headers.get("date") ?? "";
    const own = { "content-type": "application/json", connection: "close", date };
    response.writeHead(answer.status, own).end(text);
  });
  // The system gives a port that was freed to whoever asks next, and services of other tests ask at 127.0.0.1. Not every
  // system has the second address.
  const host = await listen(server, "127.0.0.2").catch(() => listen(server, "127.0.0.1"));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  if (requests === 0) await new Promise((resolve) => server.close(resolve));
  return `http://${host}:${address.port}`;
}

function listen(server: Server, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => resolve(host));
  });
}
