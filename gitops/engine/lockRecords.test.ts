import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LockRecords, RUN } from "./lockRecords";
import type { Lock } from "./locks";
import { userName } from "./user";

let folder: string;
let children: ChildProcess[];
const records = (stack = "shop", project = folder) => new LockRecords(project, stack, join(folder, "locks"));
const files = () => readdirSync(join(folder, "locks")).map((name) => join(folder, "locks", name));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-records-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Starts a process that is recorded to have the stack locked, and the lock that it would leave behind. */
function locking(
  given = records(),
  run = randomUUID(),
  serves = false,
): { child: ChildProcess; lock: Lock; end: () => void; served: () => void } {
  const child = spawn("sleep", ["600"], { stdio: "ignore" });
  children.push(child);
  const { pid = 0 } = child;
  const record = given.begin(pid, run, serves);
  record?.held(Date.now());
  const since = new Date().toISOString().replace(/\.\d+/, "");
  const lock = { user: userName(), host: hostname(), pid, since };
  return { child, lock, end: () => record?.end(), served: () => record?.served() };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "close");
}

/** Changes what is recorded. */
function rewrite(change: (text: string) => string): void {
  for (const file of files()) writeFileSync(file, change(readFileSync(file, "utf8")));
}

describe.runIf(process.platform === "linux")("a lock", () => {
  it("is not lifted while this process finishes what it was asked to by an engine that was killed", async () => {
    const { child, lock, served } = locking(records(), randomUUID(), true);
    await killed(child);
    expect(records().fateOf(lock)).toBe("alive");
    served();
    expect(records().fateOf(lock)).toBe("gone");
  });

  it("is not lifted while anything lives that the process has started", async () => {
    const run = randomUUID();
    const { child, lock } = locking(records(), run);
    const left = spawn("sleep", ["600"], { stdio: "ignore", env: { ...process.env, [RUN]: run } });
    children.push(left);
    await once(left, "spawn");
    await killed(child);
    expect(records().fateOf(lock)).toBe("alive");
    expect(records().claim([lock])).toBe(false);
    await killed(left);
    expect(records().claim([lock])).toBe(true);
  });

  it("is lifted once, when the recorded process that took it is gone", async () => {
    const { child, lock } = locking();
    expect(records().fateOf(lock)).toBe("alive");
    expect(records().claim([lock])).toBe(false);
    await killed(child);
    expect(records().fateOf(lock)).toBe("gone");
    expect(records().claim([lock])).toBe(true);
    expect(records().claim([lock])).toBe(false);
  });

  it("is left alone together with one of which nothing is known", async () => {
    const { child, lock } = locking();
    await killed(child);
    expect(records().claim([lock, { ...lock, pid: 1 }])).toBe(false);
    expect(records().claim([])).toBe(false);
    expect(records().claim([lock])).toBe(true);
  });

  it.each<[string, (lock: Lock) => Lock]>([
    ["user", (lock) => ({ ...lock, user: "somebody" })],
    ["host", (lock) => ({ ...lock, host: "runner-2" })],
    ["number", (lock) => ({ ...lock, pid: 1 })],
    ["time before it was started", (lock) => ({ ...lock, since: "2020-01-01T00:00:00Z" })],
    ["time after it had locked the stack", (lock) => ({ ...lock, since: "2120-01-01T00:00:00Z" })],
    ["time that says nothing", (lock) => ({ ...lock, since: "noon" })],
  ])("is not that of a recorded process by another %s", async (_, change) => {
    const { child, lock } = locking();
    await killed(child);
    expect(records().fateOf(change(lock))).toBe("unknown");
  });

  it("is not that of a process of another stack or project", async () => {
    const { child, lock } = locking();
    await killed(child);
    mkdirSync(join(folder, "other"));
    expect(records("shop-2").fateOf(lock)).toBe("unknown");
    expect(records("shop", join(folder, "other")).fateOf(lock)).toBe("unknown");
  });

  it.each([
    ["PID namespace", /pid:\[\d+\]/, "pid:[1]"],
    ["start of the machine", /"boot":"[^"]+"/, '"boot":"another"'],
  ])("is not judged from another %s, though no such process lives here", async (_, own, other) => {
    const { child, lock } = locking();
    await killed(child);
    rewrite((text) => text.replace(own, other));
    expect(records().fateOf(lock)).toBe("unknown");
    expect(records().claim([lock])).toBe(false);
  });

  it("is that of a process that is gone when its number was given to another", () => {
    const { lock } = locking();
    rewrite((text) => text.replace(/"startedAtTick":"\d+"/, '"startedAtTick":"1"'));
    expect(records().fateOf(lock)).toBe("gone");
  });

  it("is not judged where the process is not known to have had it", async () => {
    const { child, lock } = locking();
    await killed(child);
    rewrite((text) => text.replace(/,"heldAt":\d+/, ""));
    expect(records().fateOf(lock)).toBe("unknown");
  });

  it("is not judged where nothing can be written or read", async () => {
    const nowhere = new LockRecords(folder, "shop", undefined);
    const { child, lock } = locking(nowhere);
    await killed(child);
    expect(nowhere.fateOf(lock)).toBe("unknown");
    writeFileSync(join(folder, "locks"), "a file");
    expect(locking().lock.pid).toBeGreaterThan(0);
    expect(records().fateOf(lock)).toBe("unknown");
  });
});

describe.runIf(process.platform === "linux")("a record", () => {
  it("is the user's only, and ends with its process", () => {
    const { end } = locking();
    const [file = ""] = files();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    end();
    expect(files()).toEqual([]);
  });

  it("that nobody has used is removed after a month", () => {
    locking();
    const [old = ""] = files();
    utimesSync(old, new Date(), new Date(Date.now() - 31 * 24 * 60 * 60 * 1000));
    locking();
    expect(files()).toHaveLength(1);
    expect(files()).not.toContain(old);
  });
});
