import type { Found } from "./importable";

/** As long as a name may be; see the file's format. */
const LONGEST = 100;

/**
 * A name for a connection that has none: its only or first repository's, or its label; made unique by its code
 * host, then by a number.
 *
 * @param taken the names that are in use; the new one is added.
 */
export function nameFor({ kind, state }: Found, taken: Set<string>): string {
  const base =
    slug(kind === "sigsentry" ? lastPart(state.repositories) : String(state.label)) || "connection";
  const host = slug(String(kind === "sigsentry" ? state.platform : state.provider));
  const candidates = [base, `${base}-${host}`];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let number = 2; name === undefined; number += 1) {
    if (!taken.has(`${base}-${number}`)) name = `${base}-${number}`;
  }
  taken.add(name);
  return name;
}

function lastPart(repositories: unknown): string {
  const [first] = Array.isArray(repositories) ? repositories : [];
  return (
    String(first ?? "")
      .split("/")
      .at(-1) ?? ""
  );
}

function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, LONGEST - 10);
}
