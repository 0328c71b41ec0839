import type { Valid } from "../../../reliability/fuzz/service";
import { COMMON } from "../world";
import { ID } from "./answers";

/** What the API documents, of a project with one connection. */
export function validAnswer(method: string, path: string): Valid {
  return { status: 200, body: { success: true, data: validData(method, path) } };
}

function validData(method: string, path: string): unknown {
  if (method === "POST") return { id: ID, platform: "github" };
  if (method === "PUT") return { updated: true };
  if (method === "DELETE") return path.endsWith("/cache") ? { flushed: true } : { deleted: true };
  const times = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
  return [{ id: ID, ...COMMON, lookbackDays: 30, isActive: true, ...times }];
}
