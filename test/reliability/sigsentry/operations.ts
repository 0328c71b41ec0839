import type { Properties } from "../../../provider/contract";
import type { Report } from "../../model/engine";
import type { Operation } from "../matrix";
import type { RequestName } from "./requests";
import { COMMON, DECLARED, SECRETS, type World } from "./world";

/** What the service holds of the resource, as far as operations change it. */
export interface Held {
  /** `null`: the service's own grant. */
  readonly token: string | null;
  readonly lookbackDays: number;
  readonly isActive: boolean;
}

/** One thing that a user does with a connection. */
interface RepoOperation extends Operation<World, Held> {
  readonly secrets: readonly (keyof typeof SECRETS)[];
  readonly requests: readonly RequestName[];
}

const BEFORE = { token: SECRETS.token, lookbackDays: 30, isActive: true } as const;
const UPDATED: Properties = { ...DECLARED, lookbackDays: 60 };
const PAUSED: Properties = { ...DECLARED, isActive: false };
const ROTATED: Properties = { ...DECLARED, credentials: { token: SECRETS.rotated } };

/** The connection that is taken over, without a change of its credentials. */
const ADOPTED = "9d6b3c1e-0f3a-4c55-8a58-1f2d3c4b5a69";
const ADOPTING: Properties = { ...COMMON, adopt: ADOPTED, lookbackDays: 60 };

/** Every operation, by what the tables call it. */
export const OPERATIONS = {
  create: {
    title: "create",
    secrets: ["apiKey", "token"],
    requests: ["list", "POST", "list"],
    stages: [undefined, undefined, BEFORE],
    declared: DECLARED,
    prepare: nothing,
    run: up(DECLARED),
  },
  createElsewhere: {
    title: "create, nothing remembered",
    secrets: ["apiKey", "token"],
    requests: ["list", "POST", "list"],
    stages: [undefined, undefined, BEFORE],
    declared: DECLARED,
    prepare: rememberNothing,
    run: up(DECLARED),
  },
  createPaused: {
    title: "create, paused",
    secrets: ["apiKey", "token"],
    requests: ["list", "POST", "PUT", "list"],
    stages: [undefined, undefined, BEFORE, { ...BEFORE, isActive: false }],
    declared: PAUSED,
    prepare: nothing,
    run: up(PAUSED),
  },
  update: {
    title: "update",
    secrets: ["apiKey", "token"],
    requests: ["PUT", "list"],
    stages: [BEFORE, { ...BEFORE, lookbackDays: 60 }],
    declared: UPDATED,
    prepare: up(DECLARED),
    run: up(UPDATED),
  },
  rotate: {
    title: "rotate",
    secrets: ["apiKey", "token", "rotated"],
    requests: ["PUT", "purge", "list"],
    stages: [BEFORE, { ...BEFORE, token: SECRETS.rotated }],
    declared: ROTATED,
    prepare: up(DECLARED),
    run: up(ROTATED),
  },
  adopt: {
    title: "adopt",
    secrets: ["apiKey"],
    requests: ["list", "PUT", "list"],
    stages: [
      { token: null, lookbackDays: 90, isActive: true },
      { token: null, lookbackDays: 90, isActive: true },
      { token: null, lookbackDays: 60, isActive: true },
    ],
    declared: ADOPTING,
    prepare: makeInDashboard,
    run: up(ADOPTING),
  },
  refresh: {
    title: "refresh",
    secrets: ["apiKey", "token"],
    requests: ["list"],
    stages: [{ ...BEFORE, lookbackDays: 7 }],
    declared: DECLARED,
    prepare: editInDashboard,
    run: ({ engine }: World) => engine.refresh(),
    afterwards: ["list", "PUT", "list"],
  },
  delete: {
    title: "delete",
    secrets: ["apiKey", "token"],
    requests: ["DELETE"],
    stages: [BEFORE, undefined],
    declared: undefined,
    prepare: up(DECLARED),
    run: ({ engine }: World) => engine.destroy(),
  },
  deleteGone: {
    title: "delete what is gone",
    secrets: ["apiKey", "token"],
    requests: ["DELETE", "list"],
    stages: [undefined],
    declared: undefined,
    prepare: deleteInDashboard,
    run: ({ engine }: World) => engine.destroy(),
  },
} as const satisfies Record<string, RepoOperation>;

/** The name of an operation. */
export type OperationName = keyof typeof OPERATIONS;

function up(declared: Properties) {
  return ({ engine }: World) => engine.up(declared);
}

async function nothing(): Promise<Report> {
  return { steps: [], drift: false };
}

/** A machine that is new each time. */
async function rememberNothing(world: World): Promise<Report> {
  world.attemptsFolder = undefined;
  return nothing();
}

/** A connection made in the dashboard has an OAuth grant. */
async function makeInDashboard({ emulator: { control, projectId } }: World): Promise<Report> {
  await control.sigsentry.seedConnection({ ...COMMON, projectId, id: ADOPTED, lookbackDays: 90 });
  return nothing();
}

async function editInDashboard({ engine, emulator }: World): Promise<Report> {
  const report = await engine.up(DECLARED);
  await emulator.control.sigsentry.editConnection(engine.recorded?.id ?? "", { lookbackDays: 7 });
  return report;
}

async function deleteInDashboard({ engine, emulator }: World): Promise<Report> {
  const report = await engine.up(DECLARED);
  await emulator.control.sigsentry.deleteConnection(engine.recorded?.id ?? "");
  return report;
}
