import { quoted, shortened } from "../quote";
import type { CoregitClient, TestResult } from "./client";
import { isUnreached, readableWords } from "./hostWords";
import type { State, Status } from "./schema";
import { maskUnknownTokens } from "./unknownTokens";

/** As much of the service's words as is kept, in characters. */
const LONGEST_ERROR = 300;

/** How what a test shows is told. */
export interface Watch {
  /** Removes the secrets of the connection from a text; `undefined` where its token is not known here. */
  readonly redact: ((text: string) => string) | undefined;
  /** Shows the user something. */
  readonly say: (message: string) => void;
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
    const bounded = shortened(redact(readableWords(error)), 4 * LONGEST_ERROR);
    return quoted(maskUnknownTokens(bounded), LONGEST_ERROR);
  }
  const status = /(?<![\w.-])[1-5]\d\d(?![\w.-])/.exec(error)?.[0];
  const why = "withheld, since it might quote the token, which is not known here";
  return status === undefined ? why : `${status} (the rest is ${why})`;
}

/**
 * The state of a connection that was just written, with the result of a test where one is declared. A test that
 * cannot be made undoes nothing: it leaves the state as it is, and the next refresh tests again.
 */
export async function tested(
  client: CoregitClient,
  id: string,
  state: State,
  { redact, say }: Watch,
): Promise<State> {
  const { status: _, ...rest } = state;
  if (!state.verify) return rest;
  const result = await client.test(id).catch((error: unknown) => {
    say(couldNotBeTested(id, error));
  });
  if (!result) return state;
  const status = statusOf(result, client.now(), redact);
  if (!status.valid)
    say(
      `${id}: warning: its token was not accepted when it was tested: ${status.error ?? "no reason given"}`,
    );
  return { ...rest, status };
}

/** What to say of a test without a result. */
export function couldNotBeTested(id: string, error: unknown): string {
  return `${id}: warning: could not be tested now. ${error instanceof Error ? error.message : String(error)}`;
}
