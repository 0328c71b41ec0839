import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { LogEntry } from "../../../emulator";
import type { Properties } from "../../lifecycle";
import type { Report } from "./engine";
import { expectGoodError } from "./errors";
import type { Fault, Variant } from "./fault";
import { inject } from "./inject";
import type { Held, Operation } from "./operations";
import type { Outcome } from "./outcomes";
import { COMMON, nameOf, type RequestName, type World } from "./world";

/** One cell of the table, for one operation of its column and one variant of its row. */
export interface Case {
  readonly operation: Operation;
  /** Which of the operation's requests is hit. */
  readonly index: number;
  readonly fault: Fault;
  readonly variant: Variant;
  readonly outcome: Outcome;
}

/** Lets the fault happen to the operation and compares everything that can be seen with what the table says. */
export async function judge(world: World, played: Case): Promise<void> {
  const { operation, outcome } = played;
  expect(await operation.prepare(world)).not.toHaveProperty("failure");
  const before = world.engine.recorded;
  const start = await world.now();

  await inject(world, played);
  const report = await operation.run(world);
  await world.emulator.control.clearFaults();
  world.baseUrl = world.emulator.url;

  const log = await world.log(start);
  if (report.failure) expectGoodError(report.failure, played.fault, log);
  expect(report.failure?.kind ?? "well").toBe(outcome.ends);
  expectRepeated(log, played);
  await expectHeld(world, heldAfter(played));
  if (outcome.ends === "error") expect(world.engine.recorded).toEqual(before);
  else await expectRecorded(world, outcome.ends === "partial");
  if (outcome.isOutdated) expect(world.engine.recorded?.outputs).toEqual(before?.outputs);

  await expectFinished(world, played);
}

/** The next command, spared, finishes everything; the one after it has nothing to do. */
async function expectFinished(world: World, played: Case): Promise<void> {
  const { operation } = played;
  const start = await world.now();
  const report = await finish(world, operation, operation.afterwards !== undefined);
  expect(report).not.toHaveProperty("failure");
  expect((await world.log(start)).map(nameOf)).toEqual(operation.afterwards ?? nextRequests(played));
  await expectHeld(world, heldWhenDeclared(operation.declared));
  await expectRecorded(world, false);
  expectPurged(await world.log());

  const end = await world.now();
  expect(await finish(world, operation, false)).toEqual({ steps: [], drift: false });
  expect(await world.log(end)).toEqual([]);
}

function finish({ engine }: World, { declared }: Operation, refresh: boolean): Promise<Report> {
  return declared === undefined ? engine.destroy() : engine.up(declared, { refresh });
}

function nextRequests({ operation: { requests }, index, outcome: { next } }: Case): readonly RequestName[] {
  switch (next) {
    case "none":
      return [];
    case "all":
      return requests;
    case "from here":
      return requests.slice(index);
    case "this":
      return requests.slice(index, index + 1);
    case "this, list":
      return [...requests.slice(index, index + 1), "list"];
  }
}

/** Whether the faulted request, which there must be, is followed by the same request. */
function expectRepeated(log: readonly LogEntry[], { fault, variant }: Case): void {
  const names = log.map(nameOf);
  if (variant.effects[0]?.kind === "refuse") return;
  const hit = log.findIndex((entry) => entry.fault !== null);
  expect(hit).toBeGreaterThanOrEqual(0);
  expect(names[hit + 1] === names[hit]).toBe(fault.isRepeated);
}

function heldAfter({ operation: { stages }, index, outcome: { service } }: Case): Held {
  const stage = { without: index, with: index + 1, all: stages.length }[service];
  return stages[Math.min(stage, stages.length - 1)];
}

function heldWhenDeclared(declared: Properties | undefined): Held {
  if (declared === undefined) return undefined;
  const { credentials, lookbackDays, isActive = true } = declared;
  const token = Object(credentials).token ?? null;
  return { token, lookbackDays: Number(lookbackDays), isActive: isActive === true };
}

/** Exactly one connection, or none, with exactly these fields; and the one that is not ours is untouched. */
async function expectHeld(world: World, held: Held): Promise<void> {
  const expected = held && {
    ...COMMON,
    lookbackDays: held.lookbackDays,
    isActive: held.isActive,
    credentialsSha256: held.token && createHash("sha256").update(held.token).digest("hex"),
  };
  expect(await world.held()).toMatchObject(expected === undefined ? [] : [expected]);
  const { control, projectId } = world.emulator;
  expect(await control.sigsentry.connections(projectId)).toContainEqual(world.bystander);
}

/** The engine knows the one connection that there is, or none when there is none. */
async function expectRecorded(world: World, isPartial: boolean): Promise<void> {
  const { recorded } = world.engine;
  expect(recorded?.id).toBe((await world.held())[0]?.id);
  expect(recorded?.initErrors.length ?? 0).toBe(isPartial ? 1 : 0);
}

/** After the last change of credentials the cache was purged. */
function expectPurged(log: readonly LogEntry[]): void {
  const changed = log.findLastIndex(({ method, body }) => method === "PUT" && "credentials" in Object(body));
  const purged = log.findLastIndex((entry) => nameOf(entry) === "purge" && entry.status === 200);
  expect(purged).toBeGreaterThanOrEqual(changed);
}
