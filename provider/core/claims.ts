import { z } from "zod";
import { type Environment, type Problem, type Properties, type Scope, UNKNOWN } from "../contract";
import { RunNotes } from "./runNotes";

/** A resource's claim on a connection: whose it is, and whether the resource names it in `adopt`. */
const claimSchema = z.object({ identity: z.string(), isAdopted: z.boolean() });

type Claim = Readonly<z.output<typeof claimSchema>>;

/**
 * Which resource stands for which connection. Two that stand for one would undo each other's changes
 * with every update, and the deletion of one would take the other's connection away.
 */
export class Claims {
  static readonly #scopes = new WeakMap<Scope, Map<string, Claims>>();

  /**
   * The claims on the connections of one service, as one operation of a host makes them.
   *
   * @param environment tells where other processes' claims are found.
   */
  static within(scope: Scope, address: string, environment: Environment = process.env): Claims {
    const services = Claims.#scopes.get(scope) ?? new Map<string, Claims>();
    const claims = services.get(address) ?? new Claims(address, RunNotes.of(scope, environment));
    Claims.#scopes.set(scope, services.set(address, claims));
    return claims;
  }

  readonly #byId = new Map<string, Claim>();
  readonly #declared = new Set<string>();
  readonly #service: string;
  readonly #notes: RunNotes | undefined;

  /**
   * @param service tells its connections from another's.
   * @param notes tell the claims of other processes. Default: there are none.
   */
  constructor(service = "", notes?: RunNotes) {
    this.#service = service;
    this.#notes = notes;
  }

  /** The program declares a resource, which may name a connection in `adopt`; a problem is returned if it may not. */
  declare(identity: string | undefined, adopt?: unknown): Problem[] {
    if (identity === undefined) return [];
    this.#declared.add(identity);
    const problem = typeof adopt === "string" ? this.adopt(adopt, identity) : undefined;
    return problem ? [problem] : [];
  }

  /** Whether a resource stands for a connection, or asks to. */
  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** The resource that stands for a connection, as far as this process has met it. */
  ownerOf(id: string): string | undefined {
    return this.#byId.get(id)?.identity;
  }

  /** A resource is declared that names a connection in `adopt`. */
  adopt(id: string, identity: string): Problem | undefined {
    const own = { identity, isAdopted: true };
    if (this.#otherThan(own, id)) {
      const message = `names ${id}, which another resource of this program manages already. Declare it once; to rename a resource, use Pulumi's aliases`;
      return { path: "adopt", message };
    }
    return undefined;
  }

  /**
   * A resource manages a connection already. It counts when the program has declared it: a refresh compares what an
   * earlier program declared, perhaps under another name.
   *
   * @throws Error when another one stands for it, or names it in `adopt`.
   */
  manage(id: string, identity: string): void {
    if (!this.#declared.has(identity)) return;
    const other = this.#otherThan({ identity, isAdopted: this.#isAdopted(id) }, id);
    if (other === undefined) return;
    throw new Error(
      `Connection ${id} is managed by this resource, and another resource of this program stands for it too${other.isAdopted ? " (it names it in adopt)" : ""}. Declare it once; to rename a resource, use Pulumi's aliases.`,
    );
  }

  /**
   * A connection is about to be deleted.
   *
   * @throws Error when a resource of this run names it in `adopt`.
   */
  release(id: string): void {
    if (!this.#isAdopted(id) && !this.#elsewhere(id).some(({ isAdopted }) => isAdopted)) return;
    throw new Error(
      `Connection ${id} is not deleted: a resource of this program names it in adopt. If that resource was renamed, use Pulumi's aliases; if this one is to be forgotten, take it out of the state (pulumi state delete); if the connection is to go, remove adopt first.`,
    );
  }

  /** Makes a claim; returns that of another resource, whose it stays then. */
  #otherThan(own: Claim, id: string): Claim | undefined {
    const known = this.#byId.get(id);
    if (known && known.identity !== own.identity) return known;
    if (known?.isAdopted === own.isAdopted) return undefined;
    this.#notes?.write(this.#subject(id), own);
    const other = this.#elsewhere(id).find(({ identity }) => identity !== own.identity);
    if (other === undefined) this.#byId.set(id, own);
    return other;
  }

  #isAdopted(id: string): boolean {
    return this.#byId.get(id)?.isAdopted ?? false;
  }

  /** The claims that other processes of the run have made. */
  #elsewhere(id: string): Claim[] {
    const told = this.#notes?.others(this.#subject(id)) ?? [];
    return told.flatMap((one) => claimSchema.safeParse(one).data ?? []);
  }

  #subject(id: string): string {
    return `${this.#service}\n${id}`;
  }
}

/**
 * `adopt` names what the resource stands for, so it cannot stand for another connection, nor for a new one. Where a
 * replacement deletes the old connection anyway, it may take over another one: so a replacement whose creation was
 * refused can follow the advice that it got.
 *
 * @param replacing the properties that make the change a replacement.
 * @throws Error when the inputs ask for that.
 */
export function refuseToLeave(id: string, inputs: Properties, replacing: readonly string[]): void {
  const { adopt } = inputs;
  if (adopt === undefined || adopt === UNKNOWN) return;
  if (adopt !== id) {
    if (replacing.length > 0) return;
    throw new Error(
      `adopt: names ${String(adopt)}, but this resource already manages ${id}. Declare another resource for it, or take this one out of the state first (pulumi state delete).`,
    );
  }
  if (replacing.length === 0) return;
  throw new Error(
    `adopt: names ${id}, and another ${replacing.join(" and ")} would delete that connection to make a new one. Remove adopt if that is wanted, which alone changes nothing.`,
  );
}
