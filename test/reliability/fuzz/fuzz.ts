import type { dynamic } from "@pulumi/pulumi";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { Properties } from "../../../provider/contract";
import { Engine, type Recorded, type Report } from "../../model/engine";
import type { Failure } from "../../model/failure";
import { type Secrets, secretsIn } from "../secrets";
import type { Hostile } from "./answers";
import { type Answering, HostileService, type Served } from "./service";

/** How often each command is answered with something else. */
export const RUNS = 600;

/**
 * Each outcome must come more often than this, so that no claim about it is empty. It is far below what is to be
 * expected of so many runs: chance alone must not fail a test.
 */
export const LEAST = 6;
/** For one command, however it is answered, in milliseconds. */
const MAX_COMMAND_LENGTH = 10_000;
/** In characters. */
const MAX_MESSAGE_LENGTH = 2_000;

/** What the machine says when something was not thought of. */
const CRASH = /native code|\[object|call stack|is not a|Cannot |Invalid |malformed|Unexpected /;

/** What is to be known of a kind of resource, to answer it with anything. */
export interface Fuzzed<Secret extends string> {
  /** The id of the one resource that the service has. */
  readonly id: string;
  /** A declaration of it that needs no update. */
  readonly declared: Properties;
  readonly secrets: Readonly<Record<Secret, string>>;
  /** Those that a command handles unless it says otherwise. */
  readonly known: readonly Secret[];
  readonly answers: fc.Arbitrary<Hostile[]>;
  /** The service as it should be, with the resource or without it. */
  readonly service: (exists: boolean) => Answering;
  /** Brings everything right while the service is as it should be, and returns what is declared then. */
  readonly recover: (engine: Engine) => Promise<Properties>;
  /** The provider, with its API at an address. */
  readonly hostAt: (url: string) => dynamic.ResourceProvider;
}

/** A command that was answered with anything, and what came of it. */
export interface Played {
  readonly report: Report;
  readonly recorded: Recorded | undefined;
  readonly served: readonly Served[];
}

/** What may be said of a command besides. */
export interface Circumstances<Secret extends string> {
  /** The secrets that it handles. */
  readonly known?: readonly Secret[];
  /** Whether the service has the resource before; by default, if it is recorded. */
  readonly exists?: boolean;
}

/** Gives the tests of a file a service that means no good, and what they need to give commands meanwhile. */
export function fuzzing<Secret extends string>(kind: Fuzzed<Secret>) {
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
    new Engine({ newHost: () => kind.hostAt(service.url), identity: "theResourceOfTheTests", recorded });

  /** With answers as they should be, everything comes right. */
  const expectRecovery = async (engine: Engine): Promise<void> => {
    // Nobody can help whoever believes that his resource has another id.
    if (engine.recorded !== undefined && engine.recorded.id !== kind.id) return;
    service.play([]);
    const declared = await kind.recover(engine);
    expect(await engine.up(declared)).toEqual({ steps: [], drift: false });
  };

  /** What is recorded after a creation as it should be. */
  const created = async (): Promise<Recorded> => {
    service.begin(kind.service(false));
    service.play([]);
    const engine = engineWith();
    expect(await engine.up(kind.declared)).not.toHaveProperty("failure");
    if (engine.recorded === undefined) throw new Error("nothing was recorded");
    return engine.recorded;
  };

  /**
   * Gives a command to an engine, with every kind of answer, and checks what holds for every command.
   */
  const fuzz = async (
    recorded: Recorded | undefined,
    command: (engine: Engine) => Promise<Report>,
    check: (played: Played) => void,
    { known = kind.known, exists = recorded !== undefined }: Circumstances<Secret> = {},
  ): Promise<void> => {
    const hidden = Object.fromEntries(known.map((name) => [name, kind.secrets[name]]));
    const property = fc.asyncProperty(kind.answers, async (script: Hostile[]) => {
      const engine = engineWith(recorded);
      service.begin(kind.service(exists));
      service.play(script);
      const report = await command(engine);
      if (report.failure) expectCleanError(report.failure, hidden);
      expect(secretsIn(engine.readable, hidden), "secrets that the state shows").toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(Object({}).polluted).toBeUndefined();
      check({ report, recorded: engine.recorded, served: service.served });
      await expectRecovery(engine);
    });
    await fc.assert(property, { numRuns: RUNS, timeout: MAX_COMMAND_LENGTH });
  };

  return { created, fuzz };
}

/** An error made by the host for people to read: bounded, printable, without a secret, a stack or a cause. */
function expectCleanError(failure: Failure, hidden: Secrets): void {
  if (failure.kind === "refused") throw new Error("what is declared is refused");
  const { error } = failure;
  expect([String(error), error.cause]).toEqual(["pulumi-repo-connections", undefined]);
  expect(error.stack).toBe("the operation failed; the reason follows");
  expect(secretsIn(error.message, hidden)).toEqual([]);
  expect(error.message.length).toBeGreaterThan(30);
  expect(error.message.length).toBeLessThan(MAX_MESSAGE_LENGTH);
  expect(error.message).not.toMatch(/\p{Cc}/u);
  expect(error.message).not.toMatch(CRASH);
}
