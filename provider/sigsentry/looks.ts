import { z } from "zod";
import type { Records } from "../core/listing";
import { quoted, shortened } from "../text/quote";
import type { Inputs } from "./schema";
import { listedLooks } from "./wire";

/** What is remembered of a creation, for it to be found in the list of its project. */
export const looks = z.object({
  /** Absent: the project that the API key belongs to. */
  projectId: z.string().exactOptional(),
  platform: z.string(),
  repositories: z.array(z.string()),
});

/** {@link looks} as a type. */
export type Looks = z.output<typeof looks>;

/** The looks of a connection that is declared. */
export function looksOf({ projectId, platform, repositories }: Inputs): Looks {
  return { platform, repositories, ...(projectId === undefined ? {} : { projectId }) };
}

/** A listed connection, as far as it is named to a user. */
export type Listed = z.output<typeof listedLooks>;

/** How many connections an error names. */
const MOST_NAMED = 10;

/** As much as is shown of the names of repositories, and of a time, in characters. */
const MOST_SHOWN = 300;
const LONGEST_TIME = 40;

/**
 * What connections have in common that look the same: the platform and the set of repositories. To GitHub, names that
 * differ in case only are the same.
 */
export function likenessOf({ platform, repositories }: Pick<Looks, "platform" | "repositories">): string {
  const names = platform === "github" ? repositories.map((name) => name.toLowerCase()) : repositories;
  return JSON.stringify([platform, [...new Set(names)].sort()]);
}

/** The listed connections that look so. What cannot be read looks like nothing. */
export function alike({ byId }: Records, wanted: Looks): Listed[] {
  const likeness = likenessOf(wanted);
  return [...byId.values()]
    .flatMap((record) => listedLooks.safeParse(record).data ?? [])
    .filter((listed) => likenessOf(listed) === likeness);
}

/** The looks of a connection, in words. */
export function lookOf({ platform, repositories }: Pick<Looks, "platform" | "repositories">): string {
  return `to ${platform} for ${shortened(repositories.join(", "), MOST_SHOWN)}`;
}

/** Connections of one look, as an error names them. */
export function named(listed: readonly Listed[]): string {
  const shown = listed
    .slice(0, MOST_NAMED)
    .map(({ id, createdAt }) => (createdAt ? `${id} (made ${quoted(createdAt, LONGEST_TIME)})` : id));
  const rest = listed.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}
