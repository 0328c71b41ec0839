import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { STOPPED, TIMEOUT_MS, useTimeUp } from "../../test/support/timeUp";
import { type Lifecycle, PartialFailure, type Properties } from "../contract";
import { providerKind } from "../kinds";
import { type ByKind, KINDS, type Kind } from "./names";

const timeIsUp = useTimeUp();
const limit = { timeoutMs: TIMEOUT_MS };

let emulator: Emulator;
let home: string;
const said: string[] = [];

beforeEach(async () => {
  emulator = await startEmulator();
  home = mkdtempSync(join(tmpdir(), "time-limits-"));
  said.length = 0;
});
afterEach(async () => {
  rmSync(home, { recursive: true });
  await emulator.close();
});

/** What a test needs to know of a kind. */
interface Sample {
  readonly settings: () => Readonly<Record<string, string>>;
  readonly path: string;
  readonly change: string;
  readonly declared: Properties;
  readonly changed: Properties;
  readonly held: () => Promise<readonly { readonly id: string }[]>;
}

const SAMPLES: ByKind<Sample> = {
  sigsentry: {
    settings: () => ({ "sigsentry:apiKey": emulator.apiKey, "sigsentry:baseUrl": emulator.url }),
    path: "/v1/config/repos",
    change: "PUT",
    declared: {
      platform: "github",
      repositories: ["acme/a"],
      credentials: { token: "ghp_0123456789abcdefghijABCDEFGHIJ012345" },
    },
    changed: { lookbackDays: 45 },
    held: () => emulator.control.sigsentry.connections(emulator.projectId),
  },
  coregit: {
    settings: () => ({ "coregit:apiKey": emulator.coregit.apiKey, "coregit:baseUrl": emulator.url }),
    path: "/v1/connections",
    change: "PATCH",
    declared: {
      provider: "github",
      label: "CI",
      accessToken: "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    },
    changed: { label: "CI 2" },
    held: () => emulator.control.coregit.connections(emulator.coregit.organisationId),
  },
};

const LATE: FaultRuleInput["effect"] = { kind: "delay", ms: 600_000, when: "after" };

/** What a test does with a kind. */
function using(name: Kind) {
  const { settings, path, declared } = SAMPLES[name];

  /** A lifecycle as a new process of a host has it. */
  const opened = (): Lifecycle =>
    providerKind(name).open((key) => settings()[key], {
      cancelled: new AbortController().signal,
      log: ({ message }) => said.push(message),
      place: { environment: { PULUMI_HOME: home }, folder: home },
      scope: {},
    });
  const checked = (fields: Properties = {}) => {
    const { inputs, problems } = opened().check({ ...declared, ...fields }, {}, "one");
    expect(problems).toEqual([]);
    return inputs;
  };
  const withheld = (method: string) =>
    emulator.control.addFault({
      match: { method, path: method === "POST" ? path : `${path}/*` },
      effect: LATE,
    });
  const requested = async (method: string) =>
    (await emulator.control.log()).filter((entry) => entry.method === method).length;
  return { ...SAMPLES[name], opened, checked, withheld, requested };
}

describe.each(KINDS)("the time of an operation: %s", (name) => {
  const { path, change, changed, held, opened, checked, withheld, requested } = using(name);

  it("finds again what a creation has made whose time was up before its answer came", async () => {
    await withheld("POST");
    const outcome = expect(opened().create(checked(), "one", limit)).rejects.toThrow(
      new RegExp(
        `^Whether the connection was created is not known\\. .*${literally(STOPPED.create)}: http\\S+ is not waited for any longer \\(POST ${path} may have been carried out\\)\\.`,
      ),
    );
    await expect.poll(held).toHaveLength(1);
    timeIsUp();
    await outcome;
    expect(said, "nothing is looked for any longer").toEqual([]);
    const [made] = await held();
    expect(await opened().create(checked(), "one")).toMatchObject({ id: made?.id });
    expect(await held()).toHaveLength(1);
  });

  it("records an update as unconfirmed whose time was up before its answer came", async () => {
    const one = opened();
    const { id, state } = await one.create(checked(), "one", limit);
    await withheld(change);
    const updating = one.update(id, state, checked(changed), limit).catch((error: unknown) => error);
    await expect.poll(() => requested(change)).toBe(1);
    timeIsUp();
    const error = await updating;
    expect(error).toBeInstanceOf(PartialFailure);
    expect(error).toMatchObject({
      id,
      state: { ...state, unconfirmed: Object.keys(changed) },
      message: expect.stringContaining(
        `it will send the same fields. ${STOPPED.update}: ${emulator.url} is not waited for any longer (${change} ${path}/${id} may have been carried out).`,
      ),
    });
  });

  it("ends a reading, and a deletion under way", async () => {
    const one = opened();
    const { id, state } = await one.create(checked(), "one");
    await withheld("DELETE");
    const deleting = expect(one.delete(id, state, limit)).rejects.toThrow(
      `${STOPPED.delete}: ${emulator.url} is not waited for any longer (DELETE ${path}/${id} may have been carried out).`,
    );
    await expect.poll(held).toHaveLength(0);
    timeIsUp();
    await deleting;
    await emulator.control.addFault({ match: { method: "GET", path }, effect: LATE });
    const reading = expect(opened().read(id, state, limit)).rejects.toThrow(
      `${STOPPED.read}, while the list of connections was waited for.`,
    );
    timeIsUp();
    await reading;
  });
});

it("records what SigSentry has made when the time is up before the rest is done", async () => {
  const { change, held, opened, checked, withheld, requested } = using("sigsentry");
  await withheld(change);
  const one = opened();
  const creating = one.create(checked({ isActive: false }), "one", limit).catch((error: unknown) => error);
  await expect.poll(() => requested(change)).toBe(1);
  timeIsUp();
  const [made] = await held();
  const error = await creating;
  expect(error).toBeInstanceOf(PartialFailure);
  expect(error).toMatchObject({
    id: made?.id,
    state: { isActive: true },
    message: expect.stringContaining(
      `still active: pausing it failed. Run the same command again to finish. ${STOPPED.create}`,
    ),
  });
});

const literally = (text: string) => text.replace(/[().]/g, "\\$&");
