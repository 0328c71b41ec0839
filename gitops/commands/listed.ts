import type { Properties } from "../../provider/contract";
import type { Kind } from "../../provider/kinds/names";
import type { Services } from "../services";
import { areAlike, type Likeness, likenessOf } from "./survey/likeness";

/** Whether what a service lists looks like a connection. No list tells a project: it is of one. */
export function isLike(wanted: Likeness, listed: Properties): boolean {
  return areAlike(wanted, { ...likenessOf(wanted.kind, listed), project: undefined });
}

/** Those that exist of what is listed: a list may show what is deleted already. */
export async function stillThere(services: Services, kind: Kind, ids: readonly string[]): Promise<string[]> {
  const there = await Promise.all(ids.map((id) => services.isThere(kind, id)));
  return ids.filter((_, index) => there[index]);
}
