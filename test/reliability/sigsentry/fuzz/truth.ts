import type { Served } from "../../fuzz/service";

/** The data of a success as documented; `undefined`: it was none. Written anew, to check the product by. */
export function successOf({ status, body }: Served): { readonly data: unknown } | undefined {
  const json = jsonOf(body);
  if (status < 200 || status > 299 || !isObject(json) || json.success !== true) return undefined;
  return "data" in json ? { data: json.data } : undefined;
}

/** Whether a refusal says, in the service's own form, that there is no such connection. */
export function isAbsent({ status, body }: Served): boolean {
  const json = jsonOf(body);
  if (!isObject(json) || json.success !== false || !isObject(json.error)) return false;
  return (status === 404 && json.error.code === "NOT_FOUND") || status === 410;
}

/**
 * Whether the last lists among these answers make one complete list, every record of which has an id other than this.
 * A record that is on two pages was moved there while they were read, and may have pushed another one out of sight.
 */
export function showAbsence(served: readonly Served[], id: string): boolean {
  const lists = served.filter(({ method }) => method === "GET").map((answer) => successOf(answer)?.data);
  return lists.some((_, start) => isCompleteWithout(lists.slice(start), id));
}

function isCompleteWithout(lists: readonly unknown[], id: string): boolean {
  const [first] = lists;
  if (Array.isArray(first)) return lists.length === 1 && allOthers(first, id);
  const items: unknown[] = [];
  for (const page of lists) {
    if (!isObject(page) || !Array.isArray(page.items) || !isObject(page.pagination)) return false;
    items.push(...page.items);
  }
  const last = lists.at(-1);
  const { total, totalPages, hasMore } = Object(Object(last).pagination);
  const isEnd =
    total === items.length || total < items.length || totalPages <= lists.length || hasMore === false;
  const ids = new Set(items.map((item) => Object(item).id));
  return isEnd && ids.size === items.length && allOthers(items, id);
}

function allOthers(records: readonly unknown[], id: string): boolean {
  return records.every((record) => {
    const own = isObject(record) ? record.id : undefined;
    return typeof own === "string" && own !== "" && own !== id;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function jsonOf(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
