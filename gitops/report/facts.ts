import { providerKind } from "../../provider/kinds";
import { visible } from "../../provider/text/visible";
import { credentialAge, describeAge } from "./credentialAge";
import type { Change, ConnectionReport } from "./schema";
import { formatTime, isTime } from "./time";
import { showMapping, showValue, type Value } from "./values";

/** One field of a connection as a whole; every text in it is safe to show on one line. */
export interface Fact {
  readonly path: string;
  readonly values: readonly string[];
}

/** Of these a reader sees no other side: what comes, or what goes. */
const WHOLE: readonly Change[] = ["create", "adopt", "delete", "gone"];

/**
 * What is to be created, taken over or deleted, field by field. What was made stands in the file; what was deleted
 * stands nowhere else any more.
 *
 * @param at when the report was made.
 */
export function factsOf(connection: ConnectionReport, at: string): Fact[] {
  const { change, outcome } = connection;
  const isMade = outcome === "done" && (change === "create" || change === "adopt");
  return isWhole(connection) && !isMade ? allFacts(connection, at) : [];
}

/** Whether a connection comes or goes as a whole. */
export function isWhole({ change }: ConnectionReport): boolean {
  return WHOLE.includes(change);
}

/** All that is known of a connection, field by field. */
export function allFacts(connection: ConnectionReport, at: string): Fact[] {
  return [...declaredFacts(connection, at), ...knownFacts(connection)].filter(
    ({ values }) => values.length > 0,
  );
}

function declaredFacts(connection: ConnectionReport, at: string): Fact[] {
  const { label, repositories, services, lookbackDays, isActive } = connection;
  const { verify, deletionProtection, allowDuplicate, credentials } = connection;
  const { baseUrl, username } = credentials;
  return [
    factOf("label", label),
    { path: "repositories", values: (repositories ?? []).map(showValue) },
    { path: "serviceMappings", values: (services ?? []).map(showMapping) },
    factOf("lookbackDays", lookbackDays),
    factOf("isActive", isActive),
    factOf("verify", verify),
    factOf("deletionProtection", deletionProtection),
    factOf("allowDuplicate", allowDuplicate),
    {
      path: providerKind(connection.kind).credentials.name,
      values: [credentialsOf(connection, at)],
    },
    factOf("credentials.baseUrl", baseUrl),
    factOf("credentials.username", username),
  ];
}

function factOf(path: string, value: Value | undefined): Fact {
  return { path, values: value === undefined ? [] : [showValue(value)] };
}

/** Where the credentials come from; of a connection that is recorded, how old they are too. */
function credentialsOf(connection: ConnectionReport, at: string): string {
  const { from, version, changedAt } = connection.credentials;
  const source = from === undefined ? "kept by the service" : visible(from);
  if (!isRecorded(connection))
    return version === undefined || version === 1 ? source : `${source}, version ${version}`;
  if (version === undefined) return source;
  if (isKept(connection)) return `${source}, age not known`;
  return `${source}, version ${version}, ${describeAge(credentialAge(changedAt, at))}`;
}

/** Whether the credentials are those that an adopted connection had: nothing was ever sent, so that nothing has a version. */
export function isKept({ credentials: { from, changedAt } }: ConnectionReport): boolean {
  return from === undefined && changedAt === undefined;
}

/** Whether the state has a connection: before, nothing that was sent is known of it. */
export function isRecorded({ id, change, outcome }: ConnectionReport): boolean {
  return id !== undefined && (change !== "adopt" || outcome === "done");
}

/** What only the service tells. */
function knownFacts({
  externalUsername,
  status,
  lastSyncedAt,
  createdAt,
  updatedAt,
}: ConnectionReport): Fact[] {
  const times = Object.entries({ lastSyncedAt, createdAt, updatedAt });
  return [
    factOf("externalUsername", externalUsername),
    { path: "status", values: status === undefined ? [] : [describeStatus(status)] },
    ...times.map(([path, time]) => ({ path, values: time === undefined ? [] : [shownTime(time)] })),
  ];
}

/** What the last test of a token showed. */
export function describeStatus(status: NonNullable<ConnectionReport["status"]>): string {
  const { valid, username, error, checkedAt } = status;
  const details = [
    valid ? "token works" : "token refused",
    ...(username === undefined ? [] : [`as ${visible(username)}`]),
    ...(error === undefined ? [] : [visible(error)]),
  ];
  return `${details.join(", ")} (${shownTime(checkedAt)})`;
}

/** A service may answer something else where a time should be. */
function shownTime(time: string): string {
  return isTime(time) ? formatTime(time) : visible(time);
}
