import { attemptsFolder } from "../core/attempts";
import { Transport } from "../http/transport";
import type { LaggingList, ProviderKind, Talk, TestStatus } from "../kinds/kind";
import { Foreign } from "../text/foreign";
import { check } from "./check";
import { CoregitClient } from "./client";
import { ConnectionLifecycle } from "./connection";
import { referencesOf } from "./credentials";
import { Deletions } from "./deletion";
import { CASCADE } from "./diff";
import { Lag } from "./lag";
import { DEFAULT_BASE_URL, readSettings, whyReadOnly } from "./settings";
import { statusOf } from "./verification";

type Configured = ReturnType<typeof readSettings>;

/** Coregit's connections. */
export const kind: ProviderKind = {
  type: "pulumi-nodejs:dynamic/coregit:Connection",
  defaultUrl: DEFAULT_BASE_URL,
  host: "provider",
  credentials: "accessToken",
  openFields: [],
  cascade: { what: "sync configuration", note: CASCADE },
  referencesOf,
  check: (declared, context) => check(declared, {}, context),
  doubtsAbout: () => [],
  reach(lookup, environment) {
    const configured = readSettings(lookup, environment);
    return {
      ...configured,
      whyReadOnly: whyReadOnly(configured.settings),
      open: (options) => new ConnectionLifecycle(configured, options),
      lagging: laggingList(configured, new Deletions(attemptsFolder(environment))),
      test: (id, talk) => testNew(configured, id, talk),
    };
  },
};

function laggingList(configured: Configured, deletions: Deletions): LaggingList {
  return {
    isThere: async (id, talk) =>
      !deletions.has(id) && (await clientFor(configured, talk).test(id)) !== undefined,
    untilShown: async (writtenAt, talk) => {
      const lag = new Lag(configured.settings.listLagMs, talk);
      await lag.untilCertain({
        ask: async (isLast) => isLast,
        isCertain: (isLast) => isLast,
        patienceMs: Math.max(0, Math.min(lag.ms, writtenAt + lag.ms - Date.now())),
        why: `An earlier run was cut short while it was creating a connection at Coregit. Waiting for up to ${lag.text} until Coregit's list certainly shows it.`,
        cancelled: "Cancelled before Coregit's list was certain to show what an earlier run may have made.",
      });
    },
  };
}

/**
 * The test may still be of the token before, or not know the connection: so what does not vouch for the new token, which
 * Coregit has accepted, is asked again.
 */
async function testNew(configured: Configured, id: string, talk: Talk): Promise<TestStatus> {
  const client = clientFor(configured, talk);
  const lag = new Lag(configured.settings.listLagMs, talk);
  const result = await lag.untilCertain({
    ask: () => client.test(id),
    isCertain: (answer) => answer?.valid === true,
    why: `${id}: Coregit has accepted the new token, and its test does not yet. Testing again, for up to ${lag.text}, since that may still be about the token before.`,
    cancelled: "Cancelled before Coregit's test of the new token had a result.",
  });
  if (result === undefined) throw new Error("Coregit says that there is no such connection.");
  const { username, ...status } = statusOf(result, client.now(), undefined);
  // The account before may still be named.
  return lag.ms > 0 || username === undefined ? status : { ...status, username };
}

/** @throws Error when the settings are not usable; nothing was sent then. */
function clientFor({ settings, problems }: Configured, { redactor, ...talk }: Talk): CoregitClient {
  const [problem] = problems;
  if (problem) throw new Error(`${problem.path} ${problem.message}`);
  return new CoregitClient(settings, new Transport(settings.baseUrl, talk), new Foreign(redactor));
}
