import type { Colors } from "picocolors/types";
import { visible } from "../provider/text/visible";
import type { Emulator } from "./index";
import type { LogEntry } from "./requestLog";

/** What is printed when an emulator has started: where it is, its keys, and what to paste to use it. */
export function banner({ url, apiKey, orgKey, projectId, coregit }: Emulator, color: Colors): string {
  return `
${color.bold("SigSentry and Coregit emulator")}  ${color.cyan(url)}

${color.bold("SigSentry")}
  project      ${visible(projectId)}
  project key  ${apiKey}
  tenant key   ${orgKey}  ${color.dim("(needs X-Project-Id)")}

${color.bold("Coregit")}
  organisation  ${coregit.organisationId}
  master key    ${coregit.apiKey}
  scoped token  ${coregit.scopedToken}  ${color.dim("(may list and test)")}

${color.dim("To use SigSentry's, paste:")}

export SIGSENTRY_API_KEY=${apiKey}
export SIGSENTRY_PROJECT_ID=${visible(projectId)}
export SIGSENTRY_BASE_URL=${url}

${color.dim("To use Coregit's, paste:")}

export COREGIT_API_KEY=${coregit.apiKey}
export COREGIT_BASE_URL=${url}

${color.dim("To try them:")}

curl -H "Authorization: Bearer ${apiKey}" ${url}/v1/config/repos
curl -H "x-api-key: ${coregit.apiKey}" ${url}/v1/connections

${color.dim("All is kept in memory and gone when it stops. Ctrl-C stops it.")}
`;
}

/** One line on a request that is done: time (UTC), method, path, status, milliseconds. */
export function requestLine(entry: LogEntry, color: Colors): string {
  const time = color.dim(entry.time.slice(11, 19));
  const fault = entry.fault === null ? "" : color.yellow(`  fault: ${entry.fault.kind}`);
  return `${time}  ${visible(entry.method).padEnd(6)}  ${visible(entry.path)}  ${statusText(entry.status, color)}  ${entry.durationMs} ms${fault}`;
}

function statusText(status: number | null, color: Colors): string {
  if (status === null) return color.red("cut off");
  if (status >= 400) return color.red(String(status));
  return color.green(String(status));
}
