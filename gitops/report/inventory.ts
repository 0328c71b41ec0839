import { credentialAge, describeAge, isOld, OLD_AFTER_DAYS } from "./credentialAge";
import { wasInterrupted } from "./interruption";
import type { ConnectionReport, Report } from "./schema";
import { count } from "./words";

/** Whether a report tells what there is, and compares nothing. */
export function isInventory({ command }: Pick<Report, "command">): boolean {
  return command === "list" || command === "show";
}

/** What is known of a connection's health without asking a service, in words of our own. */
export function healthOf(connection: ConnectionReport, at: string): string {
  const { change, status, credentials } = connection;
  if (change === "create" || change === "adopt") return "not applied yet";
  const age = credentialAge(credentials.changedAt, at);
  return [
    ...(change === "delete" ? ["not declared any more"] : []),
    ...(status === undefined ? [] : [status.valid ? "token worked" : "token refused"]),
    ...(age === undefined ? [] : [`credentials ${describeAge(age)}`]),
    ...(isOld(age) ? [`older than ${OLD_AFTER_DAYS} days`] : []),
  ].join(", ");
}

/** "12 connections in 3 stacks; 1 token refused, 2 with old credentials", without a full stop. */
export function inventorySentence({ stacks, at }: Report): string {
  const connections = stacks.flatMap((stack) => stack.connections);
  const interrupted = stacks.filter(wasInterrupted).length;
  const failed = stacks.filter(({ errors }) => errors.length > 0).length - interrupted;
  const number = (holds: (connection: ConnectionReport) => boolean) => connections.filter(holds).length;
  const refused = number(({ status }) => status?.valid === false);
  const old = number(({ credentials }) => isOld(credentialAge(credentials.changedAt, at)));
  const open = number(({ change }) => change === "create" || change === "adopt");
  const left = number(({ change }) => change === "delete");
  const details = [
    ...(open > 0 ? [`${open} not applied yet`] : []),
    ...(left > 0 ? [`${left} not declared any more`] : []),
    ...(refused > 0 ? [`${count(refused, "token")} refused`] : []),
    ...(old > 0 ? [`${old} with old credentials`] : []),
    ...(failed > 0 ? [`${count(failed, "stack")} failed`] : []),
    ...(interrupted > 0 ? [`${count(interrupted, "stack")} interrupted`] : []),
  ];
  const found = stacks.filter((stack) => stack.connections.length > 0).length;
  const what = connections.length === 0 ? "No connections" : count(connections.length, "connection");
  return [found === 0 ? what : `${what} in ${count(found, "stack")}`, details.join(", ")]
    .filter(Boolean)
    .join("; ");
}
