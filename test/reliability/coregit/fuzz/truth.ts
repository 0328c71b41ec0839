import type { Served } from "../../fuzz/service";

/** The content of a success in JSON; `undefined`: it was none. Written anew, to check the product by. */
export function successOf({ status, body }: Served): Readonly<Record<string, unknown>> | undefined {
  const json = jsonOf(body);
  return status >= 200 && status <= 299 && isObject(json) ? json : undefined;
}

/** Whether an answer to a test says, in the service's own words, that there is no such connection. */
export function isAbsent({ path, status, body }: Served): boolean {
  const json = jsonOf(body);
  if (!path.endsWith("/test") || status !== 404 || !isObject(json)) return false;
  return typeof json.error === "string" && /^connection not found\.?$/i.test(json.error);
}

/** Whether an answer is a list that does not show this id. */
export function isListWithout(served: Served, id: string): boolean {
  const connections = served.method === "GET" ? successOf(served)?.connections : undefined;
  return Array.isArray(connections) && connections.every((record) => Object(record).id !== id);
}

/** Ids that the service has named as those of connections. */
export function idsIn(served: readonly Served[]): unknown[] {
  return served.flatMap((answer) => {
    const content = successOf(answer);
    const { connections } = content ?? {};
    const listed: unknown[] = Array.isArray(connections) ? connections : [];
    return [content, ...listed].map((record) => Object(record).id);
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
