import type { Scope } from "../contract";
import { Attempts } from "../core/attempts";
import { Claims } from "../core/claims";
import type { Discretion } from "../core/discretion";
import { resourceOf } from "../core/identity";
import type { LifecycleOptions } from "../core/options";
import { type CreationContext, type Listed, type Looks, looks, looksOf } from "./creation/context";
import { likenessOf } from "./creation/lookAlikes";
import type { Inputs } from "./schema";
import type { Settings } from "./settings";

/** What is known of connections besides what the service shows, by this process and on this machine. */
export class Known {
  readonly claims: Claims;
  readonly attempts: Attempts<Looks>;
  readonly #options: LifecycleOptions;
  /** What this process has made, and the ids of what it has deleted or found gone. */
  readonly #made: (Listed & Looks)[] = [];
  readonly #gone = new Set<string>();

  /** @param scope whose claims are shared; see {@link Claims.within}. */
  constructor(settings: Settings, options: LifecycleOptions, { say }: Discretion, scope: Scope) {
    this.#options = options;
    this.claims = Claims.within(scope, settings.baseUrl, options.place?.environment);
    this.attempts = new Attempts({ folder: options.attemptsFolder, settings, looks, say });
  }

  /** A connection was made, perhaps by an earlier run. */
  isMade(id: string, inputs: Inputs): void {
    this.#made.push({ id, ...looksOf(inputs) });
  }

  /** The service has confirmed that there is none, or no more. */
  isGone(id: string): void {
    this.#gone.add(id);
    this.attempts.forgetMade(id);
  }

  /** What a creation needs to know. */
  forCreation(inputs: Inputs, identity: string): Omit<CreationContext, "clientOf" | "say"> {
    const isOwner = (owner: string | undefined) => owner === resourceOf(identity);
    const ownerOf = (id: string) => this.claims.ownerOf(id);
    const isLike = (each: Looks) =>
      each.projectId === inputs.projectId && likenessOf(each) === likenessOf(inputs);
    return {
      ...{ attempts: this.attempts, identity, allowDuplicate: inputs.allowDuplicate ?? false },
      made: this.#made.filter(isLike),
      isGone: (id) => this.#gone.has(id),
      isOwn: (id) => isOwner(ownerOf(id)),
      isReplacement: identity !== resourceOf(identity),
      isManaged: (id) => ownerOf(id) !== undefined,
      isAnothers: (id) =>
        (ownerOf(id) !== undefined && !isOwner(ownerOf(id))) ||
        this.#options.managed?.(id) === true ||
        this.attempts.isOfAnother(id, identity),
    };
  }
}
