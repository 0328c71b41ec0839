import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { get, listen, post, put, serve } from "../../test/support/http/serve";
import { STOPPED, TIMEOUT_MS, useTimeUp } from "../../test/support/timeUp";
import type { Call } from "./call";
import { MAX_CONCURRENT } from "./pacing";
import { endOfWaiting, sharedWait, timeLimit, withinTime } from "./timeLimit";
import { Transport } from "./transport";

const timeIsUp = useTimeUp();

/** A transport, and a server that answers with the statuses given, and then only when told to. */
async function limited(...statuses: number[]) {
  const waiting: ServerResponse[] = [];
  const { seen, baseUrl } = await serve((_, response) => {
    const status = statuses.shift();
    if (status === undefined) waiting.push(response);
    else response.writeHead(status, { "retry-after": "100" }).end();
  });
  const said: string[] = [];
  const transport = new Transport(baseUrl, { say: (message) => said.push(message) });
  return {
    transport,
    seen,
    /** Sends a call as an operation that has 20 seconds. */
    send: (call: Call) => withinTime("update", TIMEOUT_MS, () => transport.send(call)),
    answer: () => waiting.shift()?.end("late"),
    /** Until so many requests wait for their answers. */
    underWay: (count = 1) => expect.poll(() => waiting.length, { interval: 5 }).toBe(count),
    /** Until a call has had its answer and waits before it is attempted again. */
    backedOff: () => expect.poll(() => said.length, { interval: 5 }).toBe(1),
  };
}

const stopped = (what: string, inDoubt: boolean) => ({
  inDoubt,
  message: expect.stringMatching(
    new RegExp(
      `^${STOPPED.update.replace(/[().]/g, "\\$&")}: http:\\S+ is not waited for any longer \\(${what}\\)\\. Run the same command again; if that needs longer, raise the timeout\\.$`,
    ),
  ),
});

describe("a call whose time is up", () => {
  it("is not attempted again, and may have been carried out", async () => {
    const { send, seen, backedOff } = await limited(503);
    const outcome = expect(send(put)).rejects.toMatchObject(
      stopped("what was sent before may have been carried out", true),
    );
    await backedOff();
    timeIsUp();
    await outcome;
    expect(seen).toHaveLength(1);
  });

  it("waits for its turn no longer, and others do", async () => {
    const { transport, send, seen, underWay, answer } = await limited();
    const before = Array.from({ length: MAX_CONCURRENT }, () => transport.send(post));
    await underWay(MAX_CONCURRENT);
    const outcome = expect(send(post)).rejects.toMatchObject(stopped("nothing was sent", false));
    const patient = transport.send(put);
    timeIsUp();
    await outcome;
    answer();
    await underWay(MAX_CONCURRENT);
    for (let each = 0; each < MAX_CONCURRENT; each++) answer();
    expect((await Promise.all([...before, patient])).map(({ text }) => text)).toEqual(
      Array.from({ length: MAX_CONCURRENT + 1 }, () => "late"),
    );
    expect(seen.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("waits no longer for the rate limit", async () => {
    const { transport, send, seen, backedOff } = await limited(429);
    const first = withinTime("create", 2 * TIMEOUT_MS, () => transport.send(put));
    const ended = expect(first).rejects.toThrow("after 40 seconds, its timeout (customTimeouts.create)");
    await backedOff();
    const outcome = expect(send(post)).rejects.toMatchObject(stopped("nothing was sent", false));
    timeIsUp();
    await outcome;
    timeIsUp();
    await ended;
    expect(seen.map(({ method }) => method)).toEqual(["PUT"]);
  });

  it.each([
    [get, "nothing was changed", false],
    [post, "POST /x may have been carried out", true],
    [put, "PUT /x may have been carried out", true],
  ])("is given up under way: %o", async (call, what, inDoubt) => {
    const { send, seen, underWay } = await limited();
    const outcome = expect(send(call)).rejects.toMatchObject(stopped(what, inDoubt));
    await underWay();
    timeIsUp();
    await outcome;
    expect(seen).toHaveLength(1);
  });

  it("is given up while no connection is made", async () => {
    const accepted: Socket[] = [];
    const silent = createServer((socket) => accepted.push(socket));
    onTestFinished(() => {
      for (const socket of accepted) socket.destroy();
      silent.close();
    });
    const transport = new Transport(`https://127.0.0.1:${await listen(silent)}`);
    const outcome = expect(withinTime("update", TIMEOUT_MS, () => transport.send(post))).rejects.toThrow(
      STOPPED.update,
    );
    await expect.poll(() => accepted.length, { interval: 5 }).toBe(1);
    timeIsUp();
    await outcome;
  });

  it("is not sent any more, whatever it does", async () => {
    const { transport, seen } = await limited();
    await withinTime("update", TIMEOUT_MS, async () => {
      timeIsUp();
      for (const call of [get, post, put])
        await expect(transport.send(call)).rejects.toMatchObject(stopped("nothing was sent", false));
    });
    expect(seen).toEqual([]);
  });
});

describe("an operation", () => {
  it("has no limit unless the host gives one, and no timer", async () => {
    const { signal } = new AbortController();
    await withinTime("read", undefined, async () => {
      expect([timeLimit(), endOfWaiting(signal), endOfWaiting(undefined)]).toEqual([
        undefined,
        signal,
        undefined,
      ]);
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it("leaves no timer behind, however it ends", async () => {
    await withinTime("read", TIMEOUT_MS, async () => expect(vi.getTimerCount()).toBe(1));
    await expect(withinTime("read", TIMEOUT_MS, () => Promise.reject(new Error("bad")))).rejects.toThrow(
      "bad",
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may have more time than a timer can count", async () => {
    await withinTime("read", 1e12, async () => {
      timeIsUp();
      expect(timeLimit()?.aborted).toBe(false);
    });
  });

  it("ends with the user's cancelling as one without a limit", async () => {
    const user = new AbortController();
    await withinTime("read", TIMEOUT_MS, async () => {
      const end = endOfWaiting(user.signal);
      user.abort();
      expect([end?.aborted, timeLimit()?.aborted]).toEqual([true, false]);
    });
  });
});

describe("what several operations wait for", () => {
  it("goes on when the time of one is up, which alone stops waiting", async () => {
    let end: (what: string) => void = () => {};
    const shared = new Promise<string>((resolve) => {
      end = resolve;
    });
    const wait = () => sharedWait("while the list was waited for", () => shared);
    const patient = wait();
    const hasty = expect(withinTime("read", TIMEOUT_MS, wait)).rejects.toMatchObject({
      inDoubt: false,
      message: `${STOPPED.read}, while the list was waited for. Run the same command again; if that needs longer, raise the timeout.`,
    });
    timeIsUp();
    await hasty;
    end("all");
    expect(await patient).toBe("all");
  });

  it("has no limit, whoever begins it", async () => {
    expect(
      await withinTime("read", TIMEOUT_MS, () =>
        sharedWait("while the list was waited for", async () => timeLimit()),
      ),
    ).toBeUndefined();
  });

  it("is not begun for one whose time is up", async () => {
    const begin = vi.fn(async () => "never");
    await withinTime("read", TIMEOUT_MS, async () => {
      timeIsUp();
      await expect(sharedWait("while the list was waited for", begin)).rejects.toThrow(STOPPED.read);
    });
    expect(begin).not.toHaveBeenCalled();
  });
});
