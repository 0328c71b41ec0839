import type { Log, Note } from "../contract";
import type { Discretion } from "../core/discretion";
import { CLOCK_TOLERANCE_MS } from "../http/call";
import { readReferences } from "../secrets/credentials";
import { isFingerprintOf } from "../secrets/fingerprint";
import { quoted, shortened } from "../text/quote";
import type { CoregitClient, TestResult } from "./client";
import { isUnreached, maskUnknownTokens, readableWords } from "./hostWords";
import type { Lag } from "./lag";
import { CREDENTIAL_PROPERTIES, type State, type Status } from "./schema";

/** As much of the service's words as is kept, in characters. */
const MAX_ERROR_LENGTH = 300;

/** How what a test shows is told. */
export interface Watch {
  /** Removes the secrets of the connection from a text; `undefined` where its token is not known here. */
  readonly redact: ((text: string) => string) | undefined;
  readonly log: Log;
  /** How far a test may lag. */
  readonly lag: Lag;
}

/**
 * What a test has shown, for the state, which anybody may read.
 *
 * @param checkedAt in Unix milliseconds.
 */
export function statusOf(result: TestResult, checkedAt: number, redact: Watch["redact"]): Status {
  const at = { checkedAt: new Date(checkedAt).toISOString() };
  if (result.valid) return { valid: true, ...(result.username ? { username: result.username } : {}), ...at };
  return { valid: false, ...(result.error ? { error: reasonOf(result.error, redact) } : {}), ...at };
}

/** The service's words may quote the token. Where that is not known it cannot be masked, and only a status is shown. */
function reasonOf(error: string, redact: Watch["redact"]): string {
  if (isUnreached(error)) return readableWords(error);
  if (redact) {
    // Bounded before it is searched: the search takes time by the square of the length.
    const bounded = shortened(redact(readableWords(error)), 4 * MAX_ERROR_LENGTH);
    return quoted(maskUnknownTokens(bounded), MAX_ERROR_LENGTH);
  }
  const status = /(?<![\w.-])[1-5]\d\d(?![\w.-])/.exec(error)?.[0];
  const why = "withheld, since it might quote the token, which is not known here";
  return status === undefined ? why : `${status} (the rest is ${why})`;
}

/**
 * A state with what a test has shown of its token.
 *
 * A test may still be of the token that this one has replaced. The service has accepted this one when it was sent: so a
 * test that does not accept it is no result as long as it may be of the other, and neither is another account's name.
 *
 * @param now by the service's clock, in Unix milliseconds.
 */
export function withStatus(state: State, result: TestResult, now: number, { redact, lag }: Watch): State {
  const status = statusOf(result, now, redact);
  if (!mayBeOfTheTokenBefore(state, now, lag)) return { ...state, status };
  if (!status.valid) return state;
  const { username, ...rest } = status;
  const isConfirmed = username !== undefined && username === state.externalUsername;
  return { ...state, status: isConfirmed ? status : rest };
}

/**
 * Whether what a test shows now may be of the token that was replaced.
 *
 * @param now by the service's clock, in Unix milliseconds.
 */
export function mayBeOfTheTokenBefore(
  { accessTokenChangedAt, createdAt }: Pick<State, "accessTokenChangedAt" | "createdAt">,
  now: number,
  lag: Lag,
): boolean {
  if (accessTokenChangedAt === undefined) return false;
  const sentMs = Date.parse(accessTokenChangedAt);
  const isFirst = sentMs - Date.parse(createdAt ?? "") <= CLOCK_TOLERANCE_MS;
  return !isFirst && lag.mayHide(sentMs, now);
}

/**
 * The state of a connection that was just written, with the result of a test where one is declared. A test that
 * cannot be made undoes nothing: it leaves the state as it is, and the next refresh tests again.
 */
export async function tested(client: CoregitClient, id: string, state: State, watch: Watch): Promise<State> {
  const { status: _, ...rest } = state;
  if (!state.verify) return rest;
  const { log, lag } = watch;
  let result: TestResult | undefined;
  try {
    result = await client.test(id);
  } catch (error) {
    log(couldNotBeTested(id, error));
    return state;
  }
  if (result === undefined) {
    log({
      severity: "info",
      id,
      message: `not tested yet: Coregit's test does not know the connection, which it may not for up to ${lag.text} after it was made. The next refresh tests it.`,
    });
    return state;
  }
  const after = withStatus(state, result, client.now(), watch);
  if (after.status === undefined)
    log({
      severity: "info",
      id,
      message: `not tested yet: Coregit has accepted its new token, and for up to ${lag.text} its test may be of the one before, which it does not accept. The next refresh tests it.`,
    });
  if (after.status?.valid === false)
    log({
      severity: "warning",
      id,
      message: `its token was not accepted when it was tested: ${after.status.error ?? "no reason given"}`,
    });
  return after;
}

/**
 * Tries the token that the service was just sent for a connection. Its test may still be of the token before, or not know
 * the connection: so what does not vouch for the new token, which the service has accepted, is asked again.
 *
 * @throws Error when there is no such connection.
 */
export async function testAfresh(client: CoregitClient, id: string, lag: Lag): Promise<Status> {
  const result = await lag.untilCertain({
    ask: () => client.test(id),
    isCertain: (answer) => answer?.valid === true,
    why: `${id}: Coregit has accepted the new token, and its test does not yet. Testing again, for up to ${lag.text}, since that may still be about the token before.`,
    cancelled: "before Coregit's test of the new token had a result.",
  });
  if (result === undefined) throw new Error("Coregit says that there is no such connection.");
  const { username, ...status } = statusOf(result, client.now(), undefined);
  // The account before may still be named.
  return lag.ms > 0 || username === undefined ? status : { ...status, username };
}

/** What to say of a test without a result. */
export function couldNotBeTested(id: string, error: unknown): Note {
  const reason = error instanceof Error ? error.message : String(error);
  return { severity: "warning", id, message: `could not be tested now. ${reason}` };
}

/** The way to mask a connection's token, if that is the one that is known here. */
export function redactFor(
  { accessToken, accessTokenFrom, accessTokenFingerprint = "" }: State,
  { redact, read }: Discretion,
): Watch["redact"] {
  if (accessToken !== undefined) return redact;
  if (accessTokenFrom === undefined) return undefined;
  const { values } = readReferences(CREDENTIAL_PROPERTIES.referencesOf(accessTokenFrom), read);
  return isFingerprintOf(values, accessTokenFingerprint) ? redact : undefined;
}
