import pc from "picocolors";
import type { LogEntry } from "../../emulator/requestLog";
import type { FieldChange, Report, ResourceChange } from "./report";
import type { Check, Outcome, Step } from "./steps";

const SIGNS: Readonly<Record<string, string>> = {
  create: pc.green("+"),
  update: pc.yellow("~"),
  replace: pc.magenta("±"),
  delete: pc.red("-"),
};

/** A finished step, for a person. */
export function renderStep(number: number, total: number, step: Step, outcome: Outcome): string {
  const { report, requests, checks } = outcome;
  return [
    "",
    `${pc.bold(pc.cyan(`${number}/${total} ${step.title}`))}  ${step.did}`,
    `    ${pc.dim("$")} ${pc.bold(report.command)} ${pc.dim(`${report.seconds.toFixed(1)} s`)}`,
    ...renderReport(report),
    ...renderRequests(requests),
    ...checks.map(renderCheck),
  ].join("\n");
}

function renderReport(report: Report): string[] {
  const unchanged = report.unchanged > 0 ? [`      ${pc.dim(`${report.unchanged} unchanged`)}`] : [];
  return [
    ...report.changes.flatMap(renderChange),
    ...unchanged,
    ...report.errors.map((message) => `      ${pc.red(message)}`),
  ];
}

function renderChange({ op, name, fields }: ResourceChange): string[] {
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  return [
    `      ${SIGNS[op] ?? op} ${name} ${pc.dim(op)}`,
    ...fields.map((field) => renderField(field, width)),
  ];
}

function renderField({ field, from, to }: FieldChange, width: number): string {
  return `          ${field.padEnd(width)}  ${pc.red(show(from))} → ${pc.green(show(to))}`;
}

function show(value: unknown): string {
  if (value === undefined) return "none";
  return Array.isArray(value) ? `[${value.map(show).join(", ")}]` : JSON.stringify(value);
}

function renderRequests(requests: readonly LogEntry[]): string[] {
  if (requests.length === 0) return [`      ${pc.dim("no requests")}`];
  return requests.map((request) => {
    const line = `${request.method.padEnd(6)} ${shorten(request.path)}`;
    const sent = fieldsSent(request.body);
    return `      ${pc.dim("→")} ${line} ${pc.dim(`${sent}${request.status ?? "no answer"}`)}`;
  });
}

/** Ids are long, and the eye looks for what is behind them. */
function shorten(path: string): string {
  return path.replace(/(\/(?:repos|connections)\/[^/]{8})[^/]+/, "$1…");
}

function fieldsSent(body: unknown): string {
  return typeof body === "object" && body !== null ? `{ ${Object.keys(body).join(", ")} } ` : "";
}

function renderCheck({ claim, holds }: Check): string {
  return holds ? `    ${pc.green("✔")} ${claim}` : `    ${pc.red("✘")} ${pc.red(`not so: ${claim}`)}`;
}

/** What a person may want to do after the walk-through. */
export function renderEnd(seconds: number): string {
  return [
    "",
    `${pc.green("✔")} All of it held, in ${seconds.toFixed(0)} s. Nothing is left behind.`,
    "",
    `  ${pc.bold("npm run emulator")}   a stand-in of both services to point a program of your own at`,
    `  ${pc.bold("examples/")}          programs to copy: GitHub, self-hosted GitLab, Bitbucket, Coregit, both`,
    `  ${pc.bold("connections.yaml")}   what was just applied`,
    "",
  ].join("\n");
}
