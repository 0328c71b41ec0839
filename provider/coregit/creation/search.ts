import { madeSince, thereAre } from "../../core/creation";
import type { Records } from "../../core/listing";
import { byName, readable } from "../adoption";
import type { CoregitClient } from "../client";
import type { Lag } from "../lag";
import type { ConnectionRecord } from "../wire";
import type { Looks } from "./context";

/** What is looked for: a connection that a call without an answer may have made. */
export interface Search extends Looks {
  /** The ids that were there before the call. */
  readonly before: readonly string[];
  /** When the call was made, by the service's clock, in Unix milliseconds. */
  readonly startedAt: number;
  /** How long it may take until the list must show it, in milliseconds. */
  readonly patienceMs: number;
  /** Whether a connection was made for another resource, or a resource of this program stands, or stood, for it. */
  readonly isAnothers: (id: string) => boolean;
  readonly lag: Lag;
}

const CANCELLED =
  "while the connection was looked for. Run the same command again: it goes on looking before it creates one.";

/**
 * Looks at the list, again and again until it must show the connection, for those that the call can have made.
 *
 * @throws Error when the list could not be read at the end, or the user cancels.
 */
export function search(client: CoregitClient, what: Search): Promise<ConnectionRecord[]> {
  const ask = async (isLast: boolean) => {
    // A list that fails before the end tells nothing; at the end, its error tells why nothing is known.
    const records = await client.listAfterWrite().catch((error: unknown) => {
      if (isLast) throw error;
    });
    return records ? possible(records, what) : [];
  };
  const isCertain = (found: readonly ConnectionRecord[]) => found.length > 0;
  return what.lag.untilCertain({ ask, isCertain, patienceMs: what.patienceMs, cancelled: CANCELLED });
}

function possible(records: Records, what: Search): ConnectionRecord[] {
  const made = madeSince(what, alike(records, what), ({ created_at }) => created_at);
  return made.filter(({ id }) => !what.isAnothers(id));
}

/** The connections that look as one would that was made so. */
export function alike({ byId }: Records, { provider, label }: Looks): ConnectionRecord[] {
  return readable([...byId.values()]).filter(
    (record) => record.provider === provider && record.label === label,
  );
}

/** What a test tells of a listed connection. */
interface Shown {
  readonly isKnown: boolean;
  /** It was made so short a time ago that a test may not know it yet. */
  readonly isYoung: boolean;
}

/** Those of listed connections that exist: the list may still show what was deleted, and a test not know what was just made. */
export function stillThere(
  client: CoregitClient,
  listed: readonly ConnectionRecord[],
  lag: Lag,
): Promise<ConnectionRecord[]> {
  const why = `Coregit lists a connection that its test does not know. Asking again, for up to ${lag.text}, since what Coregit shows lags.`;
  return known(client, listed, { lag, why, isCertain: ({ isKnown, isYoung }) => isKnown || !isYoung });
}

/** The same for a decision that what was just deleted must not stand in the way of: a test may still know that, as the list does. */
export function certainlyThere(
  client: CoregitClient,
  listed: readonly ConnectionRecord[],
  lag: Lag,
): Promise<ConnectionRecord[]> {
  const why = `Coregit shows a connection that looks the same. Making sure that it was not just deleted, for up to ${lag.text}, since what Coregit shows lags.`;
  return known(client, listed, { lag, why, isCertain: ({ isKnown, isYoung }) => !isKnown && !isYoung });
}

/** Those of listed connections that a test knows, asked again until its answers are certain. */
async function known(
  client: CoregitClient,
  listed: readonly ConnectionRecord[],
  how: { readonly lag: Lag; readonly why: string; readonly isCertain: (shown: Shown) => boolean },
): Promise<ConnectionRecord[]> {
  const { lag, why, isCertain } = how;
  const shown = await lag.untilCertain({
    ask: () =>
      Promise.all(
        listed.map(async ({ id, created_at }) => {
          const isKnown = (await client.test(id)) !== undefined;
          const madeAt = created_at ? Date.parse(created_at) : undefined;
          return { isKnown, isYoung: lag.mayHide(madeAt, client.now()) };
        }),
      ),
    isCertain: (all) => all.every(isCertain),
    why,
    cancelled: "before the connection was created. Run the same command again.",
  });
  return listed.filter((_, index) => shown[index]?.isKnown);
}

/**
 * What to say of connections that look as the one that was to be made.
 *
 * @param found one at least, all to one code host and with one label.
 */
export function there(found: readonly ConnectionRecord[]): string {
  const [first] = found;
  return `${thereAre(found.length)} to ${first?.provider} labelled ${JSON.stringify(first?.label)}: ${byName(found)}.`;
}

/** What to say where nobody in this program is known to manage them. */
export function toAdopt([first]: readonly ConnectionRecord[]): string {
  return (
    "Many connections may have one label, so whether an earlier run of this program made it is not known. " +
    `To manage it with this resource, declare adopt: "${first?.id}".`
  );
}

/** The same where it is known that an earlier run may have made any of several. */
export function maybeMade(found: readonly ConnectionRecord[]): string {
  return `${there(found)} ${toAdopt(found)}`;
}
