import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { archiveFor, RELEASE } from "./archives";
import { install, reach } from "./download";
import { askVersion } from "./onPath";
import { temporaryFolder, writeEngine } from "./testing/files";
import { engineVersion } from "./version";

const never = new AbortController().signal;

async function serve(listener: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${address.port}/`, close };
}

describe("reach", () => {
  it("is content with any answer", async () => {
    const { url } = await serve((_, response) => response.writeHead(403).end());
    await expect(reach(url, never, 5_000)).resolves.toBeUndefined();
  });

  it("says that the connection was refused", async () => {
    const { url, close } = await serve(() => undefined);
    await close();
    await expect(reach(url, never, 5_000)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/,
    );
  });

  it("gives up on a server that does not answer", async () => {
    const { url } = await serve(() => undefined);
    await expect(reach(url, never, 100)).rejects.toThrow("cannot be reached (no answer in 0.1 s)");
  });

  it("goes through the proxy of the environment", async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on("connect", ({ url }, socket) => {
      asked.push(url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    if (address === null || typeof address === "string") throw new Error("the proxy has no port");
    for (const name of ["HTTPS_PROXY", "https_proxy"]) vi.stubEnv(name, `http://127.0.0.1:${address.port}`);
    for (const name of ["NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(reach("https://releases.invalid/pulumi", never, 5_000)).rejects.toThrow(
      /^releases\.invalid cannot be reached \(/,
    );
    expect(asked).toEqual(["releases.invalid:443"]);
  });

  it("stops when it is told to", async () => {
    const { url } = await serve(() => undefined);
    await expect(reach(url, AbortSignal.abort(new Error("stop")), 5_000)).rejects.toThrow(new Error("stop"));
  });
});

describe("install", () => {
  /** An archive of an engine, served as a release's, and a folder to install it into. */
  async function released(change: (bytes: Buffer) => Buffer = (bytes) => bytes) {
    const root = await temporaryFolder();
    await writeEngine(join(root, "made", "pulumi"), engineVersion);
    execFileSync("tar", ["-czf", join(root, "archive.tar.gz"), "-C", join(root, "made"), "pulumi"]);
    const bytes = readFileSync(join(root, "archive.tar.gz"));
    const { url } = await serve((_, response) => response.end(change(bytes)));
    const [folder, scratch] = [join(root, "engine"), join(root, "scratch")];
    for (const path of [folder, scratch]) mkdirSync(path);
    const making = { folder, scratch, env: process.env, signal: never, onProgress: () => undefined };
    const checksum = createHash("sha256").update(bytes).digest("hex");
    const archive = { url: `${url}archive.tar.gz`, algorithm: "sha256", checksum, folder: "pulumi" } as const;
    return { archive, making };
  }

  it("unpacks the archive that was released", async () => {
    const { archive, making } = await released();
    await install(archive, making);
    const command = join(making.folder, "bin", "pulumi");
    expect(await askVersion(command, process.env, undefined)).toEqual({ version: engineVersion });
  });

  it("unpacks and runs nothing of another one", async () => {
    const { archive, making } = await released((bytes) => Buffer.concat([bytes, Buffer.from("\n")]));
    await expect(install(archive, making)).rejects.toThrow(
      /is not what was released: its sha256 is [0-9a-f]{64}, not [0-9a-f]{64}; nothing of it was unpacked$/,
    );
    expect(readdirSync(making.folder)).toEqual([]);
    expect(existsSync(join(making.scratch, "unpacked"))).toBe(false);
  });

  it("says that there is no such archive", async () => {
    const { archive, making } = await released();
    const { url } = await serve((_, response) => response.writeHead(404).end());
    await expect(install({ ...archive, url: `${url}x` }, making)).rejects.toThrow(/\/x answered 404$/);
  });
});

describe("archiveFor", () => {
  it("knows the checksums of the version that is used", () => {
    expect(RELEASE).toBe(engineVersion);
    for (const [platform, arch, digits] of [
      ["linux", "x64", 64],
      ["linux", "arm64", 64],
      ["darwin", "x64", 64],
      ["darwin", "arm64", 64],
      ["win32", "x64", 128],
    ] as const) {
      const archive = archiveFor(platform, arch);
      expect(archive?.url).toContain(`https://get.pulumi.com/releases/sdk/pulumi-v${engineVersion}-`);
      expect(archive?.checksum).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
    }
  });

  it("has none for a machine of which no checksum is known", () => {
    for (const [platform, arch] of [
      ["win32", "arm64"],
      ["freebsd", "x64"],
      ["linux", "ia32"],
    ] as const)
      expect(archiveFor(platform, arch)).toBeUndefined();
  });
});
