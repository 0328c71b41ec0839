import type { Environment, Problem } from "../contract";
import { quoted } from "../text/quote";
import { withoutSecrets } from "../text/redact";

/** The variable that has this package show what it does. */
export const DEBUG = "REPO_CONNECTIONS_DEBUG";

/** The one value that it has. */
const REQUESTS = "requests";

/** As much as is shown of another one, in characters. */
const MAX_SHOWN = 100;

/** Whether the environment has each request shown. An empty value counts as not set. */
export function debugging(environment: Environment): { showsRequests: boolean; problems: Problem[] } {
  const wanted = environment[DEBUG] || undefined;
  const isKnown = wanted === undefined || wanted === REQUESTS;
  return { showsRequests: wanted === REQUESTS, problems: isKnown ? [] : [unknown(wanted)] };
}

function unknown(wanted: string): Problem {
  const found = quoted(withoutSecrets(wanted), MAX_SHOWN);
  return {
    path: DEBUG,
    message: `must be ${REQUESTS}, which shows each request, or not set, found "${found}". Nothing was sent.`,
  };
}
