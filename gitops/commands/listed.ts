import type { Properties } from "../../provider/contract";
import type { Kind } from "../kinds";
import type { Services } from "../services";
import { areAlike, type Likeness } from "./survey/likeness";

/** Whether what a service lists looks like a connection. SigSentry tells no project in a list: it is of one. */
export function isLike(wanted: Likeness, { platform, provider, repositories, label }: Properties): boolean {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const names = Array.isArray(repositories)
    ? repositories.filter((name) => typeof name === "string")
    : undefined;
  return areAlike(wanted, {
    ...{ kind: wanted.kind, project: undefined, host: text(platform) ?? text(provider) },
    ...{ repositories: names, label: text(label) },
  });
}

/** Those that exist of what is listed: Coregit's list may show what is deleted already. */
export async function stillThere(services: Services, kind: Kind, ids: readonly string[]): Promise<string[]> {
  const there = await Promise.all(ids.map((id) => services.isThere(kind, id)));
  return ids.filter((_, index) => there[index]);
}
