import { hostOf } from "../file";
import { gitopsKind } from "../kinds";
import type { Found } from "./found";

/** As long as a name may be; see the file's format. */
const LONGEST = 100;

/** Names connections that have none. */
export class Names {
  readonly #taken: Set<string>;
  /** The last number behind each name: thousands may have one label, and none is counted twice. */
  readonly #numbers = new Map<string, number>();

  /** @param taken the names that are in use. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /**
   * A name for a connection, by what its kind is named after; made unique by its code host, then by a
   * number.
   */
  nameFor({ kind, state }: Found): string {
    const base = slug(gitopsKind(kind).nameOf(state)) || "connection";
    const host = slug(hostOf(kind, state));
    const free = [base, `${base}-${host}`].find((candidate) => !this.#taken.has(candidate));
    const name = free ?? this.#numbered(base);
    this.#taken.add(name);
    return name;
  }

  #numbered(base: string): string {
    let number = this.#numbers.get(base) ?? 1;
    do number += 1;
    while (this.#taken.has(`${base}-${number}`));
    this.#numbers.set(base, number);
    return `${base}-${number}`;
  }
}

function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, LONGEST - 10);
}
