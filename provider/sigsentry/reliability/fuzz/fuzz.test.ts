import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Properties } from "../../../lifecycle";
import { Engine, type Failure, type Recorded, type Report } from "../engine";
import { COMMON, DECLARED, hostAt, SECRETS, secretsIn } from "../world";
import { answers, type Hostile, ID } from "./answers";
import { HostileService, type Served } from "./service";
import { isAbsent, showAbsence, successOf } from "./truth";

const RUNS = 300;
/** For one command, however it is answered, in milliseconds. */
const LONGEST_COMMAND = 10_000;
/** In characters. */
const LONGEST_MESSAGE = 2_000;

/** What the machine says when something was not thought of. */
const CRASH = /native code|\[object|call stack|is not a|Cannot |Invalid |malformed|Unexpected /;

const ROTATED: Properties = { ...DECLARED, credentials: { token: SECRETS.rotated } };

const service = new HostileService();
beforeAll(() => service.start());
afterAll(() => service.stop());

/** Without jitter there is no waiting before another attempt. */
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const engineWith = (recorded?: Recorded) =>
  new Engine({ newHost: () => hostAt(service.url), identity: "theResourceOfTheTests", recorded });

/** What is recorded after a creation as it should be. */
async function created(): Promise<Recorded> {
  service.play([]);
  const engine = engineWith();
  expect(await engine.up(DECLARED)).not.toHaveProperty("failure");
  if (engine.recorded === undefined) throw new Error("nothing was recorded");
  return engine.recorded;
}

/** A command that was answered with anything, and what came of it. */
interface Played {
  readonly report: Report;
  readonly recorded: Recorded | undefined;
  readonly served: readonly Served[];
}

/**
 * Gives a command to an engine, with every kind of answer, and checks what holds for every command.
 *
 * @param known the secrets that the command handles.
 */
async function fuzz(
  recorded: Recorded | undefined,
  command: (engine: Engine) => Promise<Report>,
  check: (played: Played) => void,
  known: readonly (keyof typeof SECRETS)[] = ["apiKey", "token"],
): Promise<void> {
  const property = fc.asyncProperty(answers, async (script: Hostile[]) => {
    const engine = engineWith(recorded);
    service.play(script);
    const report = await command(engine);
    if (report.failure) expectCleanError(report.failure, known);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object({}).polluted).toBeUndefined();
    check({ report, recorded: engine.recorded, served: service.served });
    await expectRecovery(engine);
  });
  await fc.assert(property, { numRuns: RUNS, timeout: LONGEST_COMMAND });
}

/** An error made by the host for people to read: bounded, printable, without a secret, a stack or a cause. */
function expectCleanError(failure: Failure, known: readonly string[]): void {
  if (failure.kind === "refused") throw new Error("what is declared is refused");
  const { error } = failure;
  expect([String(error), error.cause]).toEqual(["pulumi-repo-connections", undefined]);
  expect(error.stack).toBe("the operation failed; the reason follows");
  expect(secretsIn(error.message).filter((name) => known.includes(name))).toEqual([]);
  expect(error.message.length).toBeGreaterThan(30);
  expect(error.message.length).toBeLessThan(LONGEST_MESSAGE);
  expect(error.message).not.toMatch(/\p{Cc}/u);
  expect(error.message).not.toMatch(CRASH);
}

/** With answers as they should be, everything comes right. */
async function expectRecovery(engine: Engine): Promise<void> {
  // Nobody can help whoever believes that his connection has another id.
  if (engine.recorded !== undefined && engine.recorded.id !== ID) return;
  service.play([]);
  expect(await engine.up(DECLARED)).not.toHaveProperty("failure");
  expect(await engine.up(DECLARED)).toEqual({ steps: [], drift: false });
}

const idOf = (served: Served) => Object(successOf(served)?.data).id;

describe("whatever the service answers", () => {
  it.each([
    ["create", DECLARED],
    ["create, paused", { ...DECLARED, isActive: false }],
  ])("%s records only an id that it was given, and loses none that it has used", async (_, declared) => {
    await fuzz(
      undefined,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        if (recorded === undefined) {
          expect(report.failure?.kind).toBe("error");
          return;
        }
        expect(recorded.id).toMatch(/^\P{Surrogate}+$/u);
        expect(served.filter(({ method }) => method === "POST").map(idOf)).toContain(recorded.id);
        expect(recorded.outputs).toMatchObject({ ...COMMON, credentials: DECLARED.credentials });
      },
    );
  });

  it.each([
    ["update", { ...DECLARED, lookbackDays: 60 }],
    ["rotate", ROTATED],
  ])("%s keeps the connection, and counts as done only when the service has said so", async (_, declared) => {
    const before = await created();
    await fuzz(
      before,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        expect(recorded?.id).toBe(ID);
        const written = served.some((answer) => answer.method === "PUT" && successOf(answer));
        if (report.failure === undefined) expect(written).toBe(true);
        else if (report.failure.kind === "error") expect(recorded).toEqual(before);
        else
          expect(Object.keys(recorded?.outputs ?? {})).toContain(
            written ? "cachePurgePending" : "unconfirmed",
          );
      },
    );
  });

  it("refresh gives a connection up only after a complete list without it", async () => {
    const before = await created();
    const seen = { gone: 0, read: 0, failed: 0 };
    await fuzz(
      before,
      (engine) => engine.refresh(),
      ({ report, recorded, served }) => {
        if (report.failure) {
          seen.failed += 1;
          expect(recorded).toEqual(before);
        } else if (recorded === undefined) {
          seen.gone += 1;
          expect(showAbsence(served, ID)).toBe(true);
        } else {
          seen.read += 1;
          expect(recorded.id).toBe(ID);
          expect(recorded.outputs.credentials).toEqual(DECLARED.credentials);
          expect(recorded.outputs).not.toHaveProperty("cachePurgePending");
        }
      },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 50);
  });

  it("destroy forgets a connection only when it was deleted or is known to be gone", async () => {
    const before = await created();
    await fuzz(
      before,
      (engine) => engine.destroy(),
      ({ report, recorded, served }) => {
        if (report.failure) return expect(recorded).toEqual(before);
        expect(recorded).toBeUndefined();
        const deletions = served.filter(({ method }) => method === "DELETE");
        const isDeleted = deletions.some(successOf);
        const isGone = deletions.some(isAbsent) && served.some(({ method }) => method === "GET");
        expect(isDeleted || isGone).toBe(true);
      },
    );
  });

  it("adopt takes over the connection that it names, or none", async () => {
    const declared = { ...COMMON, adopt: ID, lookbackDays: 60 };
    await fuzz(
      undefined,
      (engine) => engine.up(declared),
      ({ report, recorded }) => {
        if (recorded === undefined) expect(report.failure?.kind).toBe("error");
        else expect(recorded.id).toBe(ID);
      },
      ["apiKey"],
    );
  });
});
