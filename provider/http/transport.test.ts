import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MOST_ATTEMPTS } from "./retry";
import { type Call, Transport } from "./transport";

const servers: Server[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Serves on a port of the system's choosing and counts what arrives. */
async function serve(listener: RequestListener) {
  const seen: { method: string | undefined; url: string | undefined; body: string }[] = [];
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
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { seen, baseUrl: `http://127.0.0.1:${address.port}` };
}

const get: Call = { method: "GET", path: "/x", headers: {}, repeatable: true };
const post: Call = { method: "POST", path: "/x", headers: {}, body: { a: 1 }, repeatable: false };

describe("Transport", () => {
  it("sends JSON and returns the answer whatever its status", async () => {
    const { seen, baseUrl } = await serve((_, response) => {
      response.writeHead(418, { "x-request-id": "r1", "content-type": "text/plain" }).end("tea");
    });
    expect(await new Transport(baseUrl).send(post)).toEqual({
      status: 418,
      contentType: "text/plain",
      requestId: "r1",
      text: "tea",
    });
    expect(seen).toEqual([{ method: "POST", url: "/x", body: '{"a":1}' }]);
  });

  it("says who it is", async () => {
    const agents: (string | undefined)[] = [];
    const { baseUrl } = await serve((request, response) => {
      agents.push(request.headers["user-agent"]);
      response.end("{}");
    });
    await new Transport(baseUrl).send(get);
    expect(agents).toEqual([expect.stringMatching(/^pulumi-repo-connections\/\d+\.\d+\.\d+ node\/\d+/)]);
  });

  it("goes through the environment's proxy, but for the hosts named in NO_PROXY", async () => {
    const proxy = await serve((_, response) => response.end("{}"));
    const tunnelled: (string | undefined)[] = [];
    servers.at(-1)?.on("connect", (request, socket) => {
      tunnelled.push(request.url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    const direct = await serve((_, response) => response.end("{}"));
    vi.stubEnv("http_proxy", proxy.baseUrl);
    vi.stubEnv("no_proxy", "127.0.0.1");
    await expect(new Transport("http://service.invalid").send(post)).rejects.toThrow(
      "http://service.invalid",
    );
    expect(tunnelled).toEqual(["service.invalid:80"]);
    await new Transport(direct.baseUrl).send(get);
    expect(direct.seen).toHaveLength(1);
    expect(tunnelled).toHaveLength(1);
  });

  it("repeats a repeatable call until it succeeds", async () => {
    let left = 2;
    const { seen, baseUrl } = await serve((_, response) => {
      response.writeHead(left-- > 0 ? 503 : 200, { "retry-after": "0" }).end("{}");
    });
    expect((await new Transport(baseUrl).send(get)).status).toBe(200);
    expect(seen).toHaveLength(3);
  });

  it("returns the last refusal when its attempts are used up", async () => {
    const { seen, baseUrl } = await serve((_, response) =>
      response.writeHead(503, { "retry-after": "0" }).end(),
    );
    expect((await new Transport(baseUrl).send(get)).status).toBe(503);
    expect(seen).toHaveLength(MOST_ATTEMPTS);
  });

  it("does not repeat a call that may have been carried out", async () => {
    const { seen, baseUrl } = await serve((request) => request.socket.destroy());
    await expect(new Transport(baseUrl).send(post)).rejects.toMatchObject({ reason: "dropped" });
    expect(seen).toHaveLength(1);
  });

  it("tells a truncated answer from a whole one", async () => {
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      response.socket?.end();
    });
    await expect(new Transport(baseUrl).send(post)).rejects.toMatchObject({ reason: "dropped" });
  });

  it("does not follow a redirect, which would carry the key elsewhere", async () => {
    const { seen, baseUrl } = await serve((_, response) =>
      response.writeHead(302, { location: "/elsewhere" }).end(),
    );
    expect((await new Transport(baseUrl).send(get)).status).toBe(302);
    expect(seen).toHaveLength(1);
  });

  it("says where it could not connect, and what to look at", async () => {
    await expect(new Transport("http://127.0.0.1:1").send(post)).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Check that the address is right/,
    );
  });

  it("stops reading an answer that is too large", async () => {
    const { baseUrl } = await serve((_, response) => response.end(Buffer.alloc(17 * 1024 * 1024)));
    await expect(new Transport(baseUrl).send(post)).rejects.toMatchObject({ reason: "too-large" });
  });
});
