import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { listen, post, serve } from "./testing/serve";
import { Transport } from "./transport";

afterEach(() => {
  vi.unstubAllEnvs();
});

const certificates = join(__dirname, "testing", "certificates");
const CA = join(certificates, "ca.pem");

/** A proxy that opens tunnels to `port` on this machine, whatever host is asked for, or answers with a status. */
async function tunnel(to: { port: number } | { status: string }) {
  const proxy = await serve((_, response) => response.writeHead(500).end("not a tunnel"));
  const asked: { url: string | undefined; authorization: string | undefined }[] = [];
  proxy.server.on("connect", (request, socket, head) => {
    asked.push({ url: request.url, authorization: request.headers["proxy-authorization"] });
    if ("status" in to) {
      socket.end(`HTTP/1.1 ${to.status}\r\n\r\n`);
      return;
    }
    const onward = connect(to.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onTestFinished(() => void onward.destroy());
    for (const end of [onward, socket]) end.on("error", () => onward.destroy());
  });
  return { asked, baseUrl: proxy.baseUrl };
}

/** A TLS server whose certificate, for localhost and service.test, is signed by {@link CA}. */
async function serveTls(): Promise<number> {
  const pem = (name: string) => readFileSync(join(certificates, name));
  const server = createServer({ cert: pem("server.pem"), key: pem("server-key.pem") }, (request, response) =>
    response.end(`hello from ${request.headers.host}`),
  );
  onTestFinished(() => void server.close().closeAllConnections());
  return listen(server);
}

/** Runs `sendOnce.ts` in a process of its own; what it printed. */
async function sendOnce(baseUrl: string, environment: Record<string, string>): Promise<string> {
  const args = ["--require", require.resolve("tsx/cjs"), join(__dirname, "testing", "sendOnce.ts"), baseUrl];
  const env = { PATH: process.env.PATH, ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  expect(stderr).toBe("");
  return stdout.trim();
}

describe("Transport", () => {
  it("goes through the environment's proxy, but for the hosts named in NO_PROXY", async () => {
    const direct = await serve((_, response) => response.end("{}"));
    const proxy = await tunnel({ port: Number(new URL(direct.baseUrl).port) });
    vi.stubEnv("http_proxy", proxy.baseUrl);
    vi.stubEnv("no_proxy", "127.0.0.1");
    expect((await new Transport("http://service.invalid").send(post)).status).toBe(200);
    expect(proxy.asked).toEqual([{ url: "service.invalid:80", authorization: undefined }]);
    await new Transport(direct.baseUrl).send(post);
    expect(direct.seen).toHaveLength(2);
    expect(proxy.asked).toHaveLength(1);
  });

  it("shows the proxy the user name and password of its address", async () => {
    const proxy = await tunnel({ status: "407 Proxy Authentication Required" });
    vi.stubEnv("http_proxy", proxy.baseUrl.replace("http://", "http://me:p%40ss@"));
    const failure = await new Transport("http://service.invalid").send(post).catch(String);
    expect(failure).toMatch(
      /The proxy on the way to http:\/\/service\.invalid cannot be used \(it answered 407\)\. Check HTTPS_PROXY/,
    );
    expect(failure).not.toContain("p@ss");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${btoa("me:p@ss")}`);
  });

  it("says so when the proxy's address is none, without showing it", async () => {
    vi.stubEnv("https_proxy", "me:s3cret@proxy.example");
    const failure = await new Transport("https://service.invalid").send(post).catch(String);
    expect(failure).toMatch(/cannot be used \(its address is not a URL\)\. Check HTTPS_PROXY/);
    expect(failure).not.toContain("s3cret");
  });

  it("trusts the authorities in NODE_EXTRA_CA_CERTS, directly and through HTTPS_PROXY", async () => {
    const port = await serveTls();
    const proxy = await tunnel({ port });
    const [direct, proxied, untrusted] = await Promise.all([
      sendOnce(`https://127.0.0.1:${port}`, { NODE_EXTRA_CA_CERTS: CA }),
      sendOnce("https://service.test", { NODE_EXTRA_CA_CERTS: CA, HTTPS_PROXY: proxy.baseUrl }),
      sendOnce(`https://localhost:${port}`, {}),
    ]);
    expect(direct).toBe(`200 hello from 127.0.0.1:${port}`);
    expect(proxied).toBe("200 hello from service.test");
    expect(proxy.asked).toEqual([{ url: "service.test:443", authorization: undefined }]);
    expect(untrusted).toMatch(
      /^NetworkError: https:\S+ has a certificate that is not trusted \(\w+\)\. .*NODE_EXTRA_CA_CERTS\.$/,
    );
  });
});
