import type { Properties, Scope } from "../contract";
import { Attempts } from "../core/attempts";
import { Claims } from "../core/claims";
import type { Discretion } from "../core/discretion";
import { resourceOf } from "../core/identity";
import type { LifecycleOptions } from "../core/options";
import { type CreationContext, type Looks, looks } from "./creation/context";
import { Deletions } from "./deletion";
import { Ownership } from "./ownership";
import type { State } from "./schema";
import type { Settings } from "./settings";
import type { ConnectionRecord } from "./wire";

/** What is known of connections besides what the service shows, by this process and on this machine. */
export class Known {
  readonly claims: Claims;
  readonly attempts: Attempts<Looks>;
  readonly #options: LifecycleOptions;
  readonly #deletions: Deletions;
  readonly #ownership: Ownership;
  /** The connections that resources of this program stand for, or stood for. */
  readonly #ours = new Set<string>();
  /** What this process has made, which no list may show yet, and the ids of what it has found gone. */
  readonly #made: ConnectionRecord[] = [];
  readonly #gone = new Set<string>();

  /** @param scope whose claims are shared; see {@link Claims.within}. */
  constructor(settings: Settings, options: LifecycleOptions, { say }: Discretion, scope: Scope) {
    const { attemptsFolder: folder } = options;
    this.#options = options;
    this.claims = Claims.within(scope, settings.baseUrl, options.place?.environment);
    this.attempts = new Attempts({ folder, settings, looks, say });
    this.#deletions = new Deletions(folder);
    this.#ownership = new Ownership(settings.apiKey);
  }

  /** A connection comes from the state. */
  isRecorded(id: string, state: Properties): void {
    this.#ours.add(id);
    this.#ownership.recorded(id, state);
  }

  /** A connection was made, perhaps by an earlier run. */
  isMade(made: ConnectionRecord): void {
    this.#ours.add(made.id);
    this.#made.push(made);
  }

  /** A connection that was there is taken over. */
  isTaken(id: string): void {
    this.#ours.add(id);
    this.attempts.leave(id);
  }

  /** The service has confirmed that there is none. */
  isGone(id: string): void {
    this.#gone.add(id);
  }

  /** This machine has deleted it. */
  isDeleted(id: string): void {
    this.#deletions.add(id);
  }

  /** Whether this machine has deleted a connection, which the service may go on to show. */
  wasDeleted(id: string): boolean {
    return this.#deletions.has(id);
  }

  /** A state of a connection that the service has just shown, or changed, for this API key. */
  seen(state: State, old: Properties): State {
    return { ...state, seenByKeys: this.#ownership.seenByKeys(old) };
  }

  /** @throws Error when a connection that is not shown may be another organisation's. */
  requireOwner(id: string, state: Properties, listed: ReadonlyMap<string, unknown>): void {
    this.#ownership.requireOwner(id, state, listed);
  }

  /** What a creation needs to know. */
  forCreation(
    { provider, label }: Looks,
    identity: string,
  ): Pick<
    CreationContext,
    "attempts" | "identity" | "made" | "isGone" | "isOwn" | "isManaged" | "isAnothers"
  > {
    const isManaged = (id: string) => this.#options.managed?.(id) === true;
    const isOurs = (id: string) => this.#ours.has(id) || this.claims.has(id) || isManaged(id);
    const isGone = (id: string) => this.#gone.has(id) || this.wasDeleted(id);
    return {
      ...{ attempts: this.attempts, identity, isGone },
      made: this.#made.filter((each) => each.provider === provider && each.label === label),
      isOwn: (id) => this.claims.ownerOf(id) === resourceOf(identity),
      isManaged: (id) => isOurs(id) || this.attempts.isOfSibling(id, identity),
      isAnothers: (id) => isOurs(id) || isGone(id) || this.attempts.isOfAnother(id, identity),
    };
  }
}
