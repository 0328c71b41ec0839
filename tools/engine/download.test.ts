import { createServer, type RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { reach } from "./download";

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

  it("stops when it is told to", async () => {
    const { url } = await serve(() => undefined);
    await expect(reach(url, AbortSignal.abort(new Error("stop")), 5_000)).rejects.toThrow(new Error("stop"));
  });
});
