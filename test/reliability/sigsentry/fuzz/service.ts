import type { Answering, Valid } from "../../fuzz/service";
import { COMMON } from "../world";
import { ID } from "./answers";

const TIMES = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };

const ABSENT: Valid = { status: 404, body: { success: false, error: { code: "NOT_FOUND" } } };

/** What the API documents, of a project with one connection, which exists once it was made and until it is deleted. */
export function serviceWith(exists: boolean): Answering {
  return (method, path) => {
    const isKnown = exists && (path.includes(ID) || !/\/repos\//.test(path));
    if (method === "POST") exists = true;
    else if (method !== "GET" && !isKnown) return ABSENT;
    if (method === "DELETE" && !path.endsWith("/cache")) exists = false;
    return { status: 200, body: { success: true, data: dataOf(method, path, exists) } };
  };
}

function dataOf(method: string, path: string, exists: boolean): unknown {
  if (method === "POST") return { id: ID, platform: "github" };
  if (method === "PUT") return { updated: true };
  if (method === "DELETE") return path.endsWith("/cache") ? { flushed: true } : { deleted: true };
  return exists ? [{ id: ID, ...COMMON, lookbackDays: 30, isActive: true, ...TIMES }] : [];
}
