import type { LogEntry } from "../../emulator/requestLog";
import type { Report } from "./report";
import type { Session } from "./session";

/** Something a step claims, and whether it was seen to hold. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

/** What came of a step. */
export interface Outcome {
  readonly report: Report;
  readonly requests: readonly LogEntry[];
  readonly checks: readonly Check[];
}

/** One step of the walk-through. */
export interface Step {
  /** One word or two: what the step shows. */
  readonly title: string;
  /** What was done before the command, or is to be noticed. */
  readonly did: string;
  run(session: Session): Promise<Outcome>;
}

const UP = ["up", "--yes", "--skip-preview"];
const isWrite = (request: LogEntry) => request.method !== "GET";
const lines = (requests: readonly LogEntry[]) => requests.map(({ method, path }) => `${method} ${path}`);

/** Runs a command and adds to what a step claims that it succeeded. */
async function observe(session: Session, args: readonly string[]) {
  const { report, requests } = await session.run(...args);
  return { report, requests, ended: { claim: "the command succeeded", holds: report.exitCode === 0 } };
}

async function idOf(session: Session, platform: string): Promise<string> {
  const found = (await session.connections()).find((connection) => connection.platform === platform);
  if (!found) throw new Error(`the service holds no ${platform} connection`);
  return found.id;
}

const created: Step = {
  title: "Created",
  did: "connections.yaml declares three connections; the stack is empty.",
  async run(session) {
    const { report, requests, ended } = await observe(session, UP);
    const held = await session.connections();
    const platforms = held.map(({ platform }) => platform).sort();
    const posts = requests.filter(({ method }) => method === "POST").length;
    const checks = [
      ended,
      { claim: "one POST a connection", holds: posts === 3 },
      { claim: "the service holds all three", holds: platforms.join() === "bitbucket,github,gitlab" },
      {
        claim: "the one declared inactive is paused",
        holds: held.some((c) => c.platform === "bitbucket" && !c.isActive),
      },
    ];
    return { report, requests, checks };
  },
};

const unchanged: Step = {
  title: "Unchanged",
  did: "The same command again, without asking the service first.",
  async run(session) {
    const { report, requests, ended } = await observe(session, [
      ...UP,
      "--refresh=false",
      "--expect-no-changes",
    ]);
    const checks = [
      ended,
      { claim: "three connections unchanged", holds: report.unchanged === 3 && report.changes.length === 0 },
      { claim: "0 requests", holds: requests.length === 0 },
    ];
    return { report, requests, checks };
  },
};

const rotated: Step = {
  title: "Rotated",
  did: "The GitLab token was renewed: pulumi config set --secret gitlabToken glpat-…",
  async run(session) {
    await session.setSecret("gitlabToken", "glpat-madeUpForTheEmulator2");
    const id = await idOf(session, "gitlab");
    const { report, requests, ended } = await observe(session, UP);
    const writes = requests.filter(isWrite);
    const sent = writes[0]?.body;
    const checks = [
      ended,
      {
        claim: "PUT, then DELETE …/cache, and no other write",
        holds: lines(writes).join() === `PUT /v1/config/repos/${id},DELETE /v1/config/repos/${id}/cache`,
      },
      {
        claim: "only the credentials were sent",
        holds: isObject(sent) && Object.keys(sent).join() === "credentials",
      },
    ];
    return { report, requests, checks };
  },
};

/** What the drift step edits, and the steps after it expect. */
const DRIFTED = ["isActive", "lookbackDays", "repositories"];

const drifted: Step = {
  title: "Drift found",
  did: "Somebody edited the GitLab connection in the dashboard: paused, 7 days, one repository removed.",
  async run(session) {
    await session.emulator.control.sigsentry.editConnection(await idOf(session, "gitlab"), {
      isActive: false,
      lookbackDays: 7,
      repositories: ["infra/clusters"],
    });
    const { report, requests, ended } = await observe(session, ["preview"]);
    const [change, ...others] = report.changes;
    const fields = change?.fields.map(({ field }) => field) ?? [];
    const checks = [
      ended,
      { claim: "one connection differs", holds: change?.name === "platform" && others.length === 0 },
      { claim: `in ${DRIFTED.join(", ")}, and in nothing else`, holds: fields.join() === DRIFTED.join() },
      { claim: "nothing was written", holds: !requests.some(isWrite) },
    ];
    return { report, requests, checks };
  },
};

const healed: Step = {
  title: "Healed",
  did: "Applied, the declaration wins.",
  async run(session) {
    const { report, requests, ended } = await observe(session, UP);
    const writes = requests.filter(isWrite);
    const sent = writes[0]?.body;
    const healthy = (await session.connections()).find(({ platform }) => platform === "gitlab");
    const checks = [
      ended,
      {
        claim: "one PUT, with the three fields that differed",
        holds: writes.length === 1 && isObject(sent) && Object.keys(sent).sort().join() === DRIFTED.join(),
      },
      {
        claim: "the service holds what is declared",
        holds: healthy?.isActive === true && healthy.lookbackDays === 90 && healthy.repositories.length === 2,
      },
    ];
    return { report, requests, checks };
  },
};

const recreated: Step = {
  title: "Recreated",
  did: "Somebody deleted the GitHub connection in the dashboard.",
  async run(session) {
    const lost = await idOf(session, "github");
    await session.emulator.control.sigsentry.deleteConnection(lost);
    const { report, requests, ended } = await observe(session, UP);
    const held = await session.connections();
    const checks = [
      ended,
      {
        claim: "the service repeated its first answer, the lost one, and was not believed",
        holds:
          requests.some(({ replayed }) => replayed) &&
          requests.filter(({ method }) => method === "POST").length === 2,
      },
      {
        claim: "the service holds all three again, the lost one anew",
        holds: held.length === 3 && held.every(({ id }) => id !== lost),
      },
    ];
    return { report, requests, checks };
  },
};

const destroyed: Step = {
  title: "Destroyed",
  did: "The stack is taken down.",
  async run(session) {
    const { report, requests, ended } = await observe(session, ["destroy", "--yes", "--skip-preview"]);
    const held = await session.connections();
    const checks = [
      ended,
      {
        claim: "one DELETE a connection",
        holds: requests.filter(({ method }) => method === "DELETE").length === 3,
      },
      { claim: "the service holds none", holds: held.length === 0 },
    ];
    return { report, requests, checks };
  },
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The life of repo connections, in order. */
export const STEPS: readonly Step[] = [created, unchanged, rotated, drifted, healed, recreated, destroyed];
