import type { Properties } from "../../../provider/contract";
import type { Report } from "../../model/engine";
import type { Operation } from "../matrix";
import type { RequestName } from "./requests";
import { DECLARED, LAG_MS, SECRETS, type World } from "./world";

/** What the service holds of the resource, as far as operations change it. */
export interface Held {
  readonly label: string;
  readonly token: string;
}

/** One thing that a user does with a connection. */
interface ConnectionOperation extends Operation<World, Held> {
  readonly secrets: readonly (keyof typeof SECRETS)[];
  readonly requests: readonly RequestName[];
}

const BEFORE: Held = { label: "Payments", token: SECRETS.token };
const UPDATED: Properties = { ...DECLARED, label: "Payments 2" };
const VERIFIED: Properties = { ...DECLARED, verify: true };
const ROTATED: Properties = { ...DECLARED, accessToken: SECRETS.rotated };
const ROTATED_VERIFIED: Properties = { ...ROTATED, verify: true };

/** The connection that is taken over, without a change of its token, and how it is found. */
const ADOPTED = "V1StGXR8_Z5jdHi6B-myT";
export const FOUND: Held = { label: "made by hand", token: "theTokenOfTheDashboard" };
const ADOPTING: Properties = { provider: "github", label: "Payments", adopt: ADOPTED };

/** Longer than any list has lagged, in milliseconds: it shows nothing of what the tests have made. */
const EVER_MS = 3_600_000;

const known = ["apiKey", "token"] as const;
const rotating = ["apiKey", "token", "rotated"] as const;

/** Every operation, by what the tables call it. */
export const OPERATIONS = {
  create: {
    title: "create",
    secrets: known,
    requests: ["list", "POST", "list"],
    stages: [undefined, undefined, BEFORE],
    declared: DECLARED,
    prepare: nothing,
    run: up(DECLARED),
  },
  createVerified: {
    title: "create, verified",
    secrets: known,
    requests: ["list", "POST", "list", "test"],
    stages: [undefined, undefined, BEFORE],
    declared: VERIFIED,
    prepare: nothing,
    run: up(VERIFIED),
  },
  createElsewhere: {
    title: "create, nothing remembered",
    secrets: known,
    requests: ["list", "POST", "list"],
    stages: [undefined, undefined, BEFORE],
    declared: DECLARED,
    prepare: rememberNothing,
    run: up(DECLARED),
  },
  update: {
    title: "update",
    secrets: known,
    requests: ["PATCH", "list"],
    stages: [BEFORE, { ...BEFORE, label: "Payments 2" }],
    declared: UPDATED,
    prepare: made(DECLARED),
    run: up(UPDATED),
  },
  rotate: {
    title: "rotate",
    secrets: rotating,
    requests: ["PATCH", "list"],
    stages: [BEFORE, { ...BEFORE, token: SECRETS.rotated }],
    declared: ROTATED,
    prepare: made(DECLARED),
    run: up(ROTATED),
  },
  rotateVerified: {
    title: "rotate, verified",
    secrets: rotating,
    requests: ["PATCH", "list", "test"],
    stages: [BEFORE, { ...BEFORE, token: SECRETS.rotated }],
    declared: ROTATED_VERIFIED,
    prepare: made(VERIFIED),
    run: up(ROTATED_VERIFIED),
  },
  adopt: {
    title: "adopt",
    secrets: ["apiKey"],
    requests: ["list", "PATCH", "list"],
    stages: [FOUND, FOUND, { ...FOUND, label: "Payments" }],
    declared: ADOPTING,
    prepare: makeInDashboard,
    run: up(ADOPTING),
  },
  refresh: {
    title: "refresh",
    secrets: known,
    requests: ["list"],
    stages: [{ ...BEFORE, label: "edited" }],
    declared: DECLARED,
    prepare: editInDashboard,
    run: refresh,
    afterwards: ["list", "PATCH", "list"],
  },
  refreshUnlisted: {
    title: "refresh of what is not listed",
    secrets: known,
    requests: ["list", "test"],
    stages: [BEFORE],
    declared: DECLARED,
    prepare: createUnlisted,
    run: refresh,
    afterwards: ["list", "test"],
  },
  refreshGone: {
    title: "refresh of what is gone",
    secrets: known,
    requests: ["list", "test"],
    stages: [undefined],
    declared: undefined,
    prepare: deleteInDashboard,
    run: refresh,
  },
  delete: {
    title: "delete",
    secrets: known,
    requests: ["list", "DELETE", "test"],
    stages: [BEFORE, BEFORE, undefined],
    declared: undefined,
    prepare: made(DECLARED),
    run: destroy,
  },
  deleteGone: {
    title: "delete what is gone",
    secrets: known,
    requests: ["list", "test"],
    stages: [undefined],
    declared: undefined,
    prepare: deleteInDashboard,
    run: destroy,
  },
} as const satisfies Record<string, ConnectionOperation>;

function up(declared: Properties) {
  return ({ engine }: World) => engine.up(declared);
}

/** What was made so long ago that every read shows it. */
function made(declared: Properties) {
  return async ({ engine, emulator }: World): Promise<Report> => {
    const report = await engine.up(declared);
    await emulator.control.advanceClock(2 * LAG_MS);
    return report;
  };
}

function refresh({ engine }: World): Promise<Report> {
  return engine.refresh();
}

function destroy({ engine }: World): Promise<Report> {
  return engine.destroy();
}

async function nothing(): Promise<Report> {
  return { steps: [], drift: false };
}

async function rememberNothing(world: World): Promise<Report> {
  world.attemptsFolder = undefined;
  return nothing();
}

async function makeInDashboard({ emulator: { control, coregit } }: World): Promise<Report> {
  const { organisationId } = coregit;
  const { label, token: accessToken } = FOUND;
  const seed = { organisationId, id: ADOPTED, provider: "github" as const, label, accessToken };
  await control.coregit.seedConnection(seed);
  await control.advanceClock(2 * LAG_MS);
  return nothing();
}

async function editInDashboard(world: World): Promise<Report> {
  const report = await made(DECLARED)(world);
  const { engine, emulator } = world;
  await emulator.control.coregit.editConnection(engine.recorded?.id ?? "", { label: "edited" });
  return report;
}

async function createUnlisted(world: World): Promise<Report> {
  const report = await made(DECLARED)(world);
  await world.emulator.control.coregit.changeSettings({ listLagMs: EVER_MS, lookupLagMs: 0 });
  return report;
}

async function deleteInDashboard(world: World): Promise<Report> {
  const report = await made(DECLARED)(world);
  const { engine, emulator } = world;
  await emulator.control.coregit.deleteConnection(engine.recorded?.id ?? "");
  return report;
}
