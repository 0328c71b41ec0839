import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { connect, createServer as createNetServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { get, listen, post, serve } from "../../test/support/http/serve";
import { Transport } from "./transport";

afterEach(() => {
  vi.unstubAllEnvs();
});

const support = join(__dirname, "../../test/support/http");
const certificates = join(support, "certificates");
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
  return { asked, seen: proxy.seen, baseUrl: proxy.baseUrl };
}

/** A TLS server; its certificate, unless another is named, is for localhost and service.test, and signed by {@link CA}. */
async function serveTls(certificate = "server.pem"): Promise<number> {
  const pem = (name: string) => readFileSync(join(certificates, name));
  const server = createServer({ cert: pem(certificate), key: pem("server-key.pem") }, (request, response) =>
    response.end(`hello from ${request.headers.host}`),
  );
  onTestFinished(() => void server.close().closeAllConnections());
  return listen(server);
}

/** Runs `sendOnce.ts` in a process of its own; what it printed. */
async function sendOnce(baseUrl: string, environment: Record<string, string>): Promise<string> {
  const args = ["--require", require.resolve("tsx/cjs"), join(support, "sendOnce.ts"), baseUrl];
  const env = { PATH: process.env.PATH, ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  expect(stderr).toBe("");
  return stdout.trim();
}

describe("Transport", () => {
  it("asks this machine itself, and whatever is asked without TLS, directly, whatever the environment says", async () => {
    const direct = await serve((_, response) => response.end("{}"));
    const { port } = new URL(direct.baseUrl);
    const proxy = await tunnel({ port: Number(port) });
    for (const name of ["http_proxy", "https_proxy", "all_proxy"]) vi.stubEnv(name, proxy.baseUrl);
    vi.stubEnv("no_proxy", "");
    for (const host of ["127.0.0.1", "127.0.0.2", "localhost"]) {
      await new Transport(`http://${host}:${port}`).send(post).catch(String);
      await new Transport(`https://${host}:${port}`).send(post).catch(String);
    }
    await new Transport("http://service.invalid").send(post).catch(String);
    expect(proxy.seen).toEqual([]);
    expect(proxy.asked).toEqual([]);
    expect(direct.seen.length).toBeGreaterThan(1);
  });

  it("goes through the environment's proxy, but for the hosts named in NO_PROXY", async () => {
    const proxy = await tunnel({ status: "403 Forbidden" });
    vi.stubEnv("http_proxy", proxy.baseUrl);
    vi.stubEnv("no_proxy", "direct.invalid");
    await new Transport("https://service.invalid").send(post).catch(String);
    await new Transport("https://direct.invalid").send(post).catch(String);
    expect(proxy.asked).toEqual([{ url: "service.invalid:443", authorization: undefined }]);
    expect(proxy.seen).toEqual([]);
  });

  it("shows the proxy the user name and password of its address", async () => {
    const proxy = await tunnel({ status: "407 Proxy Authentication Required" });
    vi.stubEnv("http_proxy", proxy.baseUrl.replace("http://", "http://me:p%40ss@"));
    const failure = await new Transport("https://service.invalid").send(post).catch(String);
    expect(failure).toMatch(
      /The proxy on the way to https:\/\/service\.invalid cannot be used \(it answered 407\)\. Check HTTPS_PROXY/,
    );
    expect(failure).not.toContain("p@ss");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${btoa("me:p@ss")}`);
  });

  it("names the proxy that cannot be reached, and not the service, without its password", async () => {
    const gone = createNetServer();
    const nobody = await listen(gone);
    gone.close();
    const failures: unknown[] = [];
    for (const [variable, proxy, target] of [
      ["http_proxy", `http://me:s3cret@127.0.0.1:${nobody}`, "https://service.invalid"],
      ["https_proxy", "http://me:s3cret@proxy.invalid:3128", "https://service.invalid"],
    ] as const) {
      vi.stubEnv(variable, proxy);
      failures.push(await new Transport(target).send(post).catch(String));
    }
    expect(failures).toEqual([
      expect.stringContaining(
        `HTTP_PROXY (http://127.0.0.1:${nobody}), the proxy on the way to https://service.invalid, cannot be reached (ECONNREFUSED). Check HTTPS_PROXY or HTTP_PROXY`,
      ),
      expect.stringMatching(
        /The host of HTTPS_PROXY \(http:\/\/proxy\.invalid:3128\), the proxy on the way to https:\/\/service\.invalid, cannot be found \(\w+\)\. Check HTTPS_PROXY/,
      ),
    ]);
    expect(failures.join()).not.toContain("s3cret");
  });

  it("names the proxy that hangs up before there is a tunnel, and does not ask it over and over", async () => {
    const proxy = await serve(() => {});
    let asked = 0;
    proxy.server.on("connect", (_, socket) => {
      asked++;
      socket.destroy();
    });
    vi.stubEnv("HTTPS_PROXY", proxy.baseUrl);
    await expect(new Transport("https://service.test").send(post)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^The connection to HTTPS_PROXY \(http:\/\/127\.0\.0\.1:\d+\), the proxy on the way to https:\/\/service\.test, was lost \(UND_ERR_SOCKET\)\. Check HTTPS_PROXY/,
      ),
      inDoubt: false,
    });
    expect(asked).toBeLessThan(10);
  });

  it("does not wait for a proxy that opens no tunnel longer than for an answer, nor once it is cancelled", async () => {
    const proxy = await serve(() => {});
    const asked = new Promise<void>((resolve) => proxy.server.on("connect", () => resolve()));
    vi.stubEnv("HTTPS_PROXY", proxy.baseUrl);
    const limits = { headersMs: 200 };
    await expect(new Transport("https://service.test", { limits }).send(post)).rejects.toThrow(
      "https://service.test did not answer in time (no answer begun within 0.2 s)",
    );
    const user = new AbortController();
    const reading = new Transport("https://service.test", { signal: user.signal }).send(get);
    await asked;
    user.abort();
    await expect(reading).rejects.toThrow("Cancelled: https://service.test is not waited for");
  });

  it("says so when the proxy's address is none, without showing it", async () => {
    vi.stubEnv("https_proxy", "me:s3cret@proxy.example");
    const failure = await new Transport("https://service.invalid").send(post).catch(String);
    expect(failure).toMatch(
      /cannot be used \(HTTPS_PROXY is not an http or https address\)\. Check HTTPS_PROXY/,
    );
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
      /^NetworkError: https:\S+ has a certificate of an authority that is not known here \(\w+\)\. .*NODE_EXTRA_CA_CERTS;/,
    );
  });

  it("tells apart what is wrong with TLS", async () => {
    const plain = await serve((_, response) => response.end("{}"));
    const [known, selfSigned, expired] = await Promise.all(
      ["server.pem", "self-signed.pem", "expired.pem"].map(serveTls),
    );
    const proxy = await tunnel({ port: known ?? 0 });
    const trusting = (name: string) => ({ NODE_EXTRA_CA_CERTS: join(certificates, name) });
    const failures = await Promise.all([
      sendOnce(plain.baseUrl.replace("http:", "https:"), {}),
      sendOnce("https://service.test", {
        HTTPS_PROXY: plain.baseUrl.replace("http://127.0.0.1", "https://localhost"),
      }),
      sendOnce(`https://localhost:${selfSigned}`, trusting("self-signed.pem")),
      sendOnce("https://other.test", { ...trusting("ca.pem"), HTTPS_PROXY: proxy.baseUrl }),
      sendOnce(`https://localhost:${selfSigned}`, {}),
      sendOnce(`https://localhost:${expired}`, {}),
    ]);
    const noTls = "does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER). An http port was asked by https";
    const names = "it is for IP Address:127.0.0.1, DNS:localhost, DNS:service.test";
    expect(failures).toEqual(
      [
        noTls,
        noTls,
        "shows the certificate of another host (it is for DNS:other.test). Check the host in the address",
        `shows the certificate of another host (${names}). Check the host in the address`,
        "has a certificate that it has signed itself (DEPTH_ZERO_SELF_SIGNED_CERT). If that is your own server",
        "has a certificate that has expired (CERT_HAS_EXPIRED). Whoever runs it has to renew it",
      ].map((said) => expect.stringContaining(said)),
    );
  });

  it("names a SOCKS proxy as such, and only where it would be used", async () => {
    const baseUrl = "https://service.test";
    for (const scheme of ["socks5", "socks5h", "socks4", "socks"]) {
      vi.stubEnv("http_proxy", `${scheme}://me:s3cret@127.0.0.1:1080`);
      vi.stubEnv("no_proxy", "");
      const failure = await new Transport(baseUrl).send(post).catch(String);
      expect(failure).toMatch(
        /cannot be used \(HTTP_PROXY is a SOCKS proxy, and only http and https proxies can/,
      );
      expect(failure).not.toContain("s3cret");
      vi.stubEnv("no_proxy", "service.test");
      expect(await new Transport(baseUrl).send(post).catch(String)).toContain(
        "The host of https://service.test",
      );
    }
  });
});
