import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, listen, post, serve } from "../../test/support/http/serve";
import { Transport } from "./transport";

describe("Transport", () => {
  it("gives up on a connection that is not made in time", async () => {
    const silent = createServer((socket) => onTestFinished(() => void socket.destroy()));
    onTestFinished(() => void silent.close());
    const transport = new Transport(`https://127.0.0.1:${await listen(silent)}`, {
      limits: { connectMs: 20 },
    });
    await expect(transport.send(post)).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(
        /^https:\S+ did not answer in time \(no connection within 0\.02 s\)\. .*try again/,
      ),
    });
  });

  it("gives up on an answer that does not begin in time, in each attempt", async () => {
    const { seen, baseUrl } = await serve(() => {});
    const transport = new Transport(baseUrl, { limits: { headersMs: 200 } });
    await expect(transport.send(post)).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(/\(no answer begun within 0\.2 s\)/),
    });
    expect(seen).toHaveLength(1);
    const slowOnce = await serve((_, response) => slowOnce.seen.length > 1 && response.end("{}"));
    expect(await new Transport(slowOnce.baseUrl, { limits: { headersMs: 1_000 } }).send(get)).toMatchObject({
      status: 200,
    });
  });

  it("gives up on an answer that does not end in time, and tells its request id", async () => {
    const { seen, baseUrl } = await serve((_, response) => {
      response.writeHead(200, { "x-request-id": "r1" }).write("{");
    });
    await expect(new Transport(baseUrl, { limits: { callMs: 300 } }).send(get)).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(
        /\(not done within 0\.3 s, attempts and waits included, request id r1\)/,
      ),
    });
    expect(seen).toHaveLength(1);
  });

  it("leaves an answer all of the call's time once it has begun", async () => {
    const { baseUrl } = await serve((_, response) => {
      response.write("{");
      setTimeout(() => response.end("}"), 1_100);
    });
    const transport = new Transport(baseUrl, { limits: { headersMs: 1_000 } });
    expect(await transport.send(post)).toMatchObject({ text: "{}" });
  });

  it("keeps the deadline of the call over all attempts", async () => {
    const { seen, baseUrl } = await serve(() => {});
    const transport = new Transport(baseUrl, { limits: { headersMs: 10_000, callMs: 50 } });
    await expect(transport.send(get)).rejects.toThrow("not done within 0.05 s");
    expect(seen.length).toBeLessThanOrEqual(1);
  });

  it("gives the refusal at once when the wait that it asks for would not end in time", async () => {
    const { seen, baseUrl } = await serve((_, response) =>
      response.writeHead(429, { "retry-after": "121" }).end("no"),
    );
    const transport = new Transport(baseUrl);
    expect(await transport.send(get)).toMatchObject({ status: 429, text: "no" });
    await expect(transport.send(get)).rejects.toMatchObject({ reason: "rate-limit" });
    expect((await transport.send(post)).status).toBe(429);
    expect(seen.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("waits as long as the service asks, by the service's own clock", async () => {
    const { seen, baseUrl } = await serve((_, response) => {
      const headers = {
        date: "Thu, 01 Jan 2026 00:00:00 GMT",
        "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT",
      };
      response.writeHead(seen.length === 1 ? 503 : 200, headers).end("{}");
    });
    expect((await new Transport(baseUrl).send(get)).status).toBe(200);
  });
});
