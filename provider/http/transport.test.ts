import { describe, expect, it } from "vitest";
import { get, post, put, serve } from "../../test/support/http/serve";
import { MAX_ATTEMPTS } from "./retry";
import { Transport } from "./transport";

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
      servedAt: expect.any(Number),
      inDoubt: false,
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
    expect(seen).toHaveLength(MAX_ATTEMPTS);
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

  it.each([
    301, 302, 303, 307, 308,
  ])("does not follow a redirect (%i), which would carry the key elsewhere", async (status) => {
    const elsewhere = await serve((_, response) => response.end("{}"));
    const { seen, baseUrl } = await serve((_, response) =>
      response.writeHead(status, { location: elsewhere.baseUrl }).end(),
    );
    for (const call of [get, post]) {
      const answer = await new Transport(baseUrl).send({ ...call, headers: { authorization: "Bearer k" } });
      expect(answer.status).toBe(status);
    }
    expect(seen).toHaveLength(2);
    expect(elsewhere.seen).toEqual([]);
  });

  it("says where it could not connect, and what to look at", async () => {
    await expect(new Transport("http://127.0.0.1:1").send(post)).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Check that the address is right/,
    );
  });

  it("keeps connections alive for calls that follow each other", async () => {
    const { server, baseUrl } = await serve((_, response) => response.end("{}"));
    let connections = 0;
    server.on("connection", () => connections++);
    const transport = new Transport(baseUrl);
    for (let i = 0; i < 30; i++) await transport.send(put);
    // One may still be busy for a moment when its answer has been read.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("opens no more than 16 connections, however much is asked for at once", async () => {
    let open = 0;
    let most = 0;
    const { server, seen, baseUrl } = await serve((_, response) => setImmediate(() => response.end("{}")));
    server.on("connection", (socket) => {
      most = Math.max(most, ++open);
      socket.on("close", () => open--);
    });
    const transport = new Transport(baseUrl);
    await Promise.all(Array.from({ length: 200 }, (_, i) => transport.send(i % 2 ? put : get)));
    expect(seen).toHaveLength(200);
    expect(most).toBeLessThanOrEqual(16);
  });

  it("sends nothing twice of its own accord, whatever the status", async () => {
    const statuses = [401, 407, 408, 421, 425];
    const { seen, baseUrl } = await serve((_, response) => response.writeHead(statuses.pop() ?? 200).end());
    const transport = new Transport(baseUrl);
    for (const status of statuses.toReversed()) expect((await transport.send(post)).status).toBe(status);
    expect(seen).toHaveLength(5);
  });

  it("tells the request id of an answer that broke off", async () => {
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100", "x-request-id": "req-7" }).write("{");
      response.socket?.end();
    });
    await expect(new Transport(baseUrl).send(post)).rejects.toThrow(
      /^The connection to http:\S+ was lost \(UND_ERR_SOCKET, request id req-7\)\. .* try again\.$/,
    );
  });

  it("takes no more of a request id than fits into a message", async () => {
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(200, { "x-request-id": "r".repeat(10_000) }).end();
    });
    expect((await new Transport(baseUrl).send(get)).requestId).toBe(`${"r".repeat(128)}…`);
  });

  it("names the place to look at when a header cannot be sent, without showing it", async () => {
    const { seen, baseUrl } = await serve((_, response) => response.end());
    const call = { ...get, headers: { authorization: "Bearer ss_secret_…" } };
    const failure = await new Transport(baseUrl).send(call).catch(String);
    expect(failure).toMatch(/cannot be sent \(UND_ERR_INVALID_ARG\)\. .*check the API key/);
    expect(failure).not.toContain("ss_secret");
    expect(seen).toEqual([]);
  });

  it("keeps to the rate limit that the answers tell, instead of earning refusals", async () => {
    const LIMIT = 4;
    let [reset, endsAt, remaining, refused] = [1_800_000_000, 0, 0, 0];
    const { seen, baseUrl } = await serve((_, response) => {
      const now = performance.now();
      if (now >= endsAt) [reset, endsAt, remaining] = [reset + 1, now + 100, LIMIT];
      if (remaining === 0) refused++;
      response.writeHead(remaining === 0 ? 429 : 200, {
        date: new Date(reset * 1000 - (endsAt - now)).toISOString(),
        "x-ratelimit-limit": LIMIT,
        "x-ratelimit-remaining": remaining === 0 ? 0 : --remaining,
        "x-ratelimit-reset": reset,
      });
      response.end("{}");
    });
    const transport = new Transport(baseUrl);
    await transport.send(post);
    await Promise.all(Array.from({ length: 11 }, () => transport.send(post)));
    expect({ refused, sent: seen.length }).toEqual({ refused: 0, sent: 12 });
  });

  it("earns one refusal, not one for each call", async () => {
    let refusing = true;
    const { seen, baseUrl } = await serve((_, response) => {
      response.writeHead(refusing ? 429 : 200, { "retry-after": "1" }).end("{}");
      refusing = false;
    });
    const transport = new Transport(baseUrl);
    const first = transport.send(post);
    await expect.poll(() => seen.length, { interval: 5 }).toBe(1);
    await transport.send(get);
    expect(
      (await Promise.all([first, transport.send(post), transport.send(put)])).map((a) => a.status),
    ).toEqual([200, 200, 200]);
    expect(seen).toHaveLength(5);
  });

  describe("says whether the call may have been carried out by an earlier attempt", () => {
    it.each([
      [500, true],
      [429, false],
    ])("that was answered %i", async (first, inDoubt) => {
      const statuses = [first, 403];
      const { seen, baseUrl } = await serve((_, response) =>
        response.writeHead(statuses.shift() ?? 403, { "retry-after": "0" }).end(),
      );
      expect(await new Transport(baseUrl).send(put)).toMatchObject({ status: 403, inDoubt });
      expect(seen).toHaveLength(2);
    });

    it("that was never answered", async () => {
      let first = true;
      const { baseUrl } = await serve((request, response) => {
        if (first) request.socket.destroy();
        else response.writeHead(403).end();
        first = false;
      });
      expect(await new Transport(baseUrl).send(put)).toMatchObject({ status: 403, inDoubt: true });
    });

    it("that could not be connected", async () => {
      const transport = new Transport("http://127.0.0.1:1", { limits: { backoffMs: 1 } });
      await expect(transport.send(put)).rejects.toMatchObject({ reason: "refused", inDoubt: false });
    });

    it("though the last could not even be sent", async () => {
      const statuses = [503, 429];
      const { baseUrl } = await serve((_, response) => {
        const status = statuses.shift() ?? 200;
        response.writeHead(status, { "retry-after": status === 503 ? "0" : "600" }).end();
      });
      expect(await new Transport(baseUrl).send(put)).toMatchObject({ status: 429, inDoubt: true });
    });
  });

  it("waits for its next attempt as long as the service asks, not as long as its backoff", async () => {
    let left = 1;
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(left-- > 0 ? 503 : 200, { "retry-after": "0" }).end("{}");
    });
    const transport = new Transport(baseUrl, { limits: { backoffMs: 3_600_000 } });
    expect((await transport.send(get)).status).toBe(200);
  });

  it("says that it sends and wants JSON", async () => {
    const headers: (string | undefined)[] = [];
    const { baseUrl } = await serve((request, response) => {
      headers.push(request.headers["content-type"], request.headers.accept);
      response.end("{}");
    });
    await new Transport(baseUrl).send(post);
    await new Transport(baseUrl).send(get);
    expect(headers).toEqual(["application/json", "application/json", undefined, "application/json"]);
  });
});
