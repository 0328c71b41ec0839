import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { get, post, put, serve } from "../../test/support/http/serve";
import { Transport } from "./transport";

/** A transport, what cancels it, and a server that answers with the statuses given, and then only when told to. */
async function cancellable(...statuses: number[]) {
  const waiting: ServerResponse[] = [];
  const { seen, baseUrl } = await serve((_, response) => {
    const status = statuses.shift();
    if (status === undefined) waiting.push(response);
    else response.writeHead(status, { "retry-after": "100" }).end();
  });
  const user = new AbortController();
  const transport = new Transport(baseUrl, { signal: user.signal });
  const listening = () => getEventListeners(user.signal, "abort").length;
  const atRest = listening();
  return {
    transport,
    seen,
    cancel: () => user.abort(),
    answer: () => waiting.shift()?.end("late"),
    /** Until a request waits for its answer. */
    underWay: () => expect.poll(() => waiting.length, { interval: 5 }).toBe(1),
    /** Until a call has had its answer and waits before it is attempted again. */
    backedOff: () => expect.poll(listening, { interval: 5 }).toBe(atRest + 1),
  };
}

const cancelled = (what: string) => ({
  reason: "cancelled",
  message: expect.stringMatching(
    new RegExp(`^Cancelled: http:\\S+ is not waited for \\(${what}\\)\\. Run the same`),
  ),
});

describe("Transport, cancelled", () => {
  it("stops waiting for another attempt at once, and says that the first may have been carried out", async () => {
    const { transport, seen, backedOff, cancel } = await cancellable(503);
    const outcome = expect(transport.send(put)).rejects.toMatchObject(
      cancelled("what was sent before may have been carried out"),
    );
    await backedOff();
    cancel();
    await outcome;
    expect(seen).toHaveLength(1);
  });

  it("stops waiting for a turn at once, and says that nothing was sent", async () => {
    const { transport, seen, backedOff, cancel } = await cancellable(429);
    const first = expect(transport.send(put)).rejects.toMatchObject({ reason: "cancelled" });
    await backedOff();
    const second = expect(transport.send(post)).rejects.toMatchObject(cancelled("nothing was sent"));
    cancel();
    await Promise.all([first, second]);
    expect(seen.map(({ method }) => method)).toEqual(["PUT"]);
  });

  it("lets a write under way finish: its answer keeps the state right", async () => {
    const { transport, seen, underWay, cancel, answer } = await cancellable();
    const outcome = transport.send(post);
    await underWay();
    cancel();
    answer();
    expect(await outcome).toMatchObject({ status: 200, text: "late" });
    expect(seen).toHaveLength(1);
  });

  it("ends a read under way, on which nothing depends", async () => {
    const { transport, seen, underWay, cancel } = await cancellable();
    const outcome = expect(transport.send(get)).rejects.toMatchObject(cancelled("nothing was changed"));
    await underWay();
    cancel();
    await outcome;
    expect(seen).toHaveLength(1);
  });

  it("begins no read any more, and sends once what an operation has still to write", async () => {
    const { transport, seen, cancel } = await cancellable(503);
    cancel();
    await expect(transport.send(get)).rejects.toMatchObject(cancelled("nothing was sent"));
    expect((await transport.send(put)).status).toBe(503);
    expect(seen.map(({ method }) => method)).toEqual(["PUT"]);
  });
});
