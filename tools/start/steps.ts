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

const TWO_MINUTES_MS = 120_000;
/** A test of a token at the code host is a POST, and changes nothing. */
const isWrite = ({ method, path }: LogEntry) => method !== "GET" && !path.endsWith("/test");
const lines = (requests: readonly LogEntry[]) => requests.map(({ method, path }) => `${method} ${path}`);

/** Runs a command and adds to what a step claims that it succeeded. */
async function observe(session: Session, args: readonly string[]) {
  const { report, requests } = await session.run(...args);
  return { report, requests, ended: { claim: "the command succeeded", holds: report.exitCode === 0 } };
}

async function idOf(session: Session, platform: string): Promise<string> {
  const found = (await session.connections()).find((connection) => connection.platform === platform);
  if (!found) throw new Error(`SigSentry holds no ${platform} connection`);
  return found.id;
}

/** The id of the one connection that Coregit holds. */
async function syncId(session: Session): Promise<string> {
  const [found] = await session.coregitConnections();
  if (!found) throw new Error("Coregit holds no connection");
  return found.id;
}

/** The names of the fields that a request sent. */
function fieldsOf({ body }: LogEntry): string[] {
  return typeof body === "object" && body !== null ? Object.keys(body).sort() : [];
}

const created: Step = {
  title: "Created",
  did: "connections.yaml declares three connections of SigSentry and one of Coregit; the stack is empty.",
  async run(session) {
    const { report, requests, ended } = await observe(session, UP);
    const held = await session.connections();
    const platforms = held.map(({ platform }) => platform).sort();
    const posts = requests.filter((request) => request.method === "POST" && isWrite(request)).length;
    const checks = [
      ended,
      { claim: "one POST a connection", holds: posts === 4 },
      { claim: "SigSentry holds its three", holds: platforms.join() === "bitbucket,github,gitlab" },
      {
        claim: "the one declared inactive is paused",
        holds: held.some((c) => c.platform === "bitbucket" && !c.isActive),
      },
      {
        claim: "Coregit holds its one, and was asked to try the token",
        holds:
          (await session.coregitConnections()).length === 1 &&
          requests.some(({ path }) => path.endsWith("/test")),
      },
    ];
    return { report, requests, checks };
  },
};

const unchanged: Step = {
  title: "Unchanged",
  did: "The same command again, without asking the services first.",
  async run(session) {
    const { report, requests, ended } = await observe(session, [
      ...UP,
      "--refresh=false",
      "--expect-no-changes",
    ]);
    const checks = [
      ended,
      { claim: "four connections unchanged", holds: report.unchanged === 4 && report.changes.length === 0 },
      { claim: "0 requests", holds: requests.length === 0 },
    ];
    return { report, requests, checks };
  },
};

const rotated: Step = {
  title: "Rotated",
  did: "The GitHub token, with which both services read, was renewed: pulumi config set --secret githubToken ghp_…",
  async run(session) {
    await session.setSecret("githubToken", "ghp_madeUpForTheEmulator2");
    const id = await idOf(session, "github");
    const { report, requests, ended } = await observe(session, UP);
    const writes = requests.filter(isWrite);
    const expected = [
      `DELETE /v1/config/repos/${id}/cache`,
      `PATCH /v1/connections/${await syncId(session)}`,
      `PUT /v1/config/repos/${id}`,
    ];
    const sent = writes
      .filter(({ method }) => method !== "DELETE")
      .flatMap(fieldsOf)
      .sort();
    const checks = [
      ended,
      {
        claim: "SigSentry: PUT, then DELETE …/cache; Coregit: PATCH; and no other write",
        holds: lines(writes).sort().join() === expected.join(),
      },
      { claim: "only the token was sent to either", holds: sent.join() === "access_token,credentials" },
    ];
    return { report, requests, checks };
  },
};

/** What the drift step edits at SigSentry, and the steps after it expect. */
const DRIFTED = ["isActive", "lookbackDays", "repositories"];

const drifted: Step = {
  title: "Drift found",
  did: "Somebody edited two connections in the dashboards: GitLab's paused, 7 days, one repository removed; Coregit's renamed.",
  async run(session) {
    const { sigsentry, coregit } = session.emulator.control;
    const edit = { isActive: false, lookbackDays: 7, repositories: ["infra/clusters"] };
    await sigsentry.editConnection(await idOf(session, "gitlab"), edit);
    await coregit.editConnection(await syncId(session), { label: "tmp" });
    const { report, requests, ended } = await observe(session, ["preview"]);
    const found = report.changes
      .map(({ name, fields }) => `${name}: ${fields.map(({ field }) => field).join(", ")}`)
      .sort();
    const checks = [
      ended,
      {
        claim: `one differs in ${DRIFTED.join(", ")}, one in label, and neither in anything else`,
        holds: found.join("; ") === `platform: ${DRIFTED.join(", ")}; sync: label`,
      },
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
    const sent = writes.map((request) => `${request.method} ${fieldsOf(request).join()}`).sort();
    const healthy = (await session.connections()).find(({ platform }) => platform === "gitlab");
    const [sync] = await session.coregitConnections();
    const checks = [
      ended,
      {
        claim: "one PUT with the three fields that differed, one PATCH with the label",
        holds: sent.join(" ") === `PATCH label PUT ${DRIFTED.join()}`,
      },
      {
        claim: "the services hold what is declared",
        holds:
          healthy?.isActive === true &&
          healthy.lookbackDays === 90 &&
          healthy.repositories.length === 2 &&
          sync?.label === "acme robot",
      },
    ];
    return { report, requests, checks };
  },
};

const recreated: Step = {
  title: "Recreated",
  did: "Two minutes later somebody deleted the Bitbucket connection of SigSentry, and that of Coregit, in the dashboards.",
  async run(session) {
    // What was just written, Coregit may not show for a minute: until then nothing is taken for deleted.
    await session.emulator.control.advanceClock(TWO_MINUTES_MS);
    const lost = [await idOf(session, "bitbucket"), await syncId(session)];
    const { sigsentry, coregit } = session.emulator.control;
    await sigsentry.deleteConnection(lost[0] ?? "");
    await coregit.deleteConnection(lost[1] ?? "");
    const { report, requests, ended } = await observe(session, UP);
    const held = [...(await session.connections()), ...(await session.coregitConnections())];
    const checks = [
      ended,
      {
        claim: "SigSentry repeated its first answer, the lost one, and was not believed",
        holds: requests.filter(({ path }) => path === "/v1/config/repos").some(({ replayed }) => replayed),
      },
      {
        claim: "Coregit's list, which may lag, was not believed before a test had said the same",
        holds: requests.some(({ path, status }) => path.endsWith("/test") && status === 404),
      },
      {
        claim: "the services hold all four again, the lost ones anew",
        holds: held.length === 4 && held.every(({ id }) => !lost.includes(id)),
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
    const held = [...(await session.connections()), ...(await session.coregitConnections())];
    const checks = [
      ended,
      {
        claim: "one DELETE a connection",
        holds: requests.filter(({ method }) => method === "DELETE").length === 4,
      },
      {
        claim: "Coregit, which says yes to any DELETE, was asked whether it is gone",
        holds: requests.some(({ path, status }) => path.endsWith("/test") && status === 404),
      },
      { claim: "the services hold none", holds: held.length === 0 },
    ];
    return { report, requests, checks };
  },
};

/** The life of repo connections, in order. */
export const STEPS: readonly Step[] = [created, unchanged, rotated, drifted, healed, recreated, destroyed];
