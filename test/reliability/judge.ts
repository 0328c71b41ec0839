import { expect } from "vitest";
import type { LogEntry } from "../../emulator";
import type { Properties } from "../../provider/contract";
import type { Recorded, Report } from "../model/engine";
import { BETWEEN_COMMANDS_MS, carriesCredentials, expectSentAt } from "../model/sentCredentials";
import type { Case } from "./case";
import { expectGoodError } from "./errors";
import { inject } from "./inject";
import { type Advised, type Matrix, nameOf, type Operation } from "./matrix";
import { secretsIn } from "./secrets";
import type { World } from "./world";

/** Lets the fault happen to the operation and compares everything that can be seen with what the table says. */
export async function judge<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  world: Place,
  played: Case<Place, Held>,
): Promise<void> {
  const { operation, outcome } = played;
  expect(await operation.prepare(world)).not.toHaveProperty("failure");
  const before = world.engine.recorded;
  const start = await world.now();
  await letTimePass(world);

  await inject(matrix, world, played);
  const report = await operation.run(world);
  if (played.fault.isSlow) await letAllArrive(world);
  await world.emulator.control.clearFaults();
  world.baseUrl = world.emulator.url;

  const log = await world.log(start);
  if (report.failure) expectGoodError(report.failure, played.fault, log, matrix);
  expect(report.failure?.kind ?? "well").toBe(outcome.ends);
  expectRepeated(matrix, log, played);
  await matrix.expectHeld(world, heldAfter(played));
  const { recorded } = world.engine;
  if (outcome.ends === "error") expect(recorded).toEqual(before);
  else if (outcome.isOutdated)
    expect([recorded?.id, recorded?.outputs]).toEqual([before?.id, before?.outputs]);
  else {
    await expectRecorded(world, outcome.ends === "partial");
    await expectSent(matrix, world, before);
  }

  await expectFinished(matrix, world, played);
  expect(secretsIn(world.engine.readable, matrix.secrets), "secrets that the state shows").toEqual([]);
}

async function letTimePass({ emulator }: World): Promise<void> {
  await emulator.control.advanceClock(BETWEEN_COMMANDS_MS);
}

/** How often the service answers until what was sent before has reached it. */
const ROUND_TRIPS = 5;

/** What was sent and given up may still be on its way, and would be carried out when the fault is over. */
async function letAllArrive(world: World): Promise<void> {
  for (let trip = 1; trip <= ROUND_TRIPS; trip++) await world.emulator.control.now();
}

/** The next command, spared, finishes everything; the one after it has nothing to do. */
async function expectFinished<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  world: Place,
  { operation, index, outcome }: Case<Place, Held>,
): Promise<void> {
  const declared = outcome.advised
    ? await expectAdvice(matrix, world, operation, outcome.advised)
    : operation.declared;
  await letTimePass(world);
  const start = await world.now();
  const report = await finish(world, declared, operation.afterwards !== undefined);
  expect(report).not.toHaveProperty("failure");
  const requests = operation.afterwards ?? outcome.next(operation.requests, index);
  expect(await sent(matrix, world, start)).toEqual(withoutPolling(matrix, requests));
  await matrix.expectDeclared(world, declared);
  await expectRecorded(world, false);
  await expectSent(matrix, world, undefined);

  const end = await world.now();
  expect(await finish(world, declared, false)).toEqual({ steps: [], drift: false });
  expect(await world.log(end)).toEqual([]);
}

/** The same command again changes nothing, and its error says what to declare: the answer. */
async function expectAdvice<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  world: Place,
  { declared }: Operation<Place, Held>,
  { requests, follow }: Advised,
): Promise<Properties> {
  const before = world.engine.recorded;
  const held = await world.held();
  const start = await world.now();
  const { failure } = await finish(world, declared, false);
  if (declared === undefined || failure?.kind !== "error") throw new Error("nothing is advised");
  expect(await sent(matrix, world, start)).toEqual(withoutPolling(matrix, requests));
  expect(world.engine.recorded).toEqual(before);
  expect(await world.held()).toEqual(held);
  return follow(declared, failure.error.message);
}

function finish({ engine }: World, declared: Properties | undefined, refresh: boolean): Promise<Report> {
  return declared === undefined ? engine.destroy() : engine.up(declared, { refresh });
}

async function sent<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  world: Place,
  since: number,
): Promise<string[]> {
  const log = await world.log(since);
  return withoutPolling(
    matrix,
    log.map((entry) => nameOf(entry, matrix.requests)),
  );
}

/** Of polled requests that follow each other only the first. */
function withoutPolling<Place extends World, Held>(
  { polled }: Matrix<Place, Held>,
  names: readonly string[],
): string[] {
  return names.filter((name, index) => !polled.includes(name) || names[index - 1] !== name);
}

/** Whether the faulted request, which there must be, is followed by the same request. */
function expectRepeated<Place extends World, Held>(
  { requests, unsafe }: Matrix<Place, Held>,
  log: readonly LogEntry[],
  { fault, variant, operation, index }: Case<Place, Held>,
): void {
  const names = log.map((entry) => nameOf(entry, requests));
  if (variant.effects[0]?.kind === "refuse") return;
  const hit = log.findIndex((entry) => entry.fault !== null);
  expect(hit).toBeGreaterThanOrEqual(0);
  const isSafe = !unsafe.includes(operation.requests[index] ?? "");
  expect(names[hit + 1] === names[hit]).toBe(fault.isRepeated === "safe" ? isSafe : fault.isRepeated);
}

function heldAfter<Place extends World, Held>({
  operation: { stages },
  index,
  outcome: { service },
}: Case<Place, Held>): Held | undefined {
  const stage = { without: index, with: index + 1, all: stages.length }[service];
  return stages[Math.min(stage, stages.length - 1)];
}

/** The engine knows the one resource that there is, or none when there is none. */
async function expectRecorded(world: World, isPartial: boolean): Promise<void> {
  const { recorded } = world.engine;
  expect(recorded?.id).toBe((await world.held())[0]?.id);
  expect(recorded?.initErrors.length ?? 0).toBe(isPartial ? 1 : 0);
}

/**
 * The engine knows when credentials were last sent, as far as that was confirmed.
 *
 * @param before what was recorded before they were sent, if it is still in doubt whether they arrived.
 */
async function expectSent<Place extends World, Held>(
  { credentials: { field, property, output } }: Matrix<Place, Held>,
  world: Place,
  before: Recorded | undefined,
): Promise<void> {
  if (world.engine.recorded === undefined) return;
  const { unconfirmed, [output]: recorded } = world.engine.recorded.outputs;
  const isInDoubt = Array.isArray(unconfirmed) && unconfirmed.includes(property);
  if (isInDoubt) return expect(recorded).toBe(before?.outputs[output]);
  const sent = (await world.log()).findLast((entry) => carriesCredentials(entry, field));
  expectSentAt(recorded, sent?.time);
}
