import { isExpired } from "../keyring";
import type { Accounts, ApiKey, Permission, Project } from "./accounts";
import { ApiError } from "./errors";

/** Who calls, and for which project. */
export interface Caller {
  readonly key: ApiKey;
  readonly project: Project;
}

/** The key value of an `Authorization: Bearer …` header. */
export function bearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}

/** The key of a request, if it is one that counts at all: 401 otherwise. `now` is in milliseconds since 1970. */
export function authenticate(accounts: Accounts, value: string | undefined, now: number): ApiKey {
  if (value === undefined) throw new ApiError(401, "UNAUTHORIZED", "Missing API key.");
  if (/^(tb_|ss_live_)/.test(value)) {
    throw new ApiError(
      401,
      "KEY_FORMAT_DEPRECATED",
      "This key format is no longer accepted. Create a new key.",
    );
  }
  const key = accounts.key(value);
  // By its looks: the service need not know a publishable key to refuse it.
  if (key === undefined && value.startsWith("ss_pub_")) throw publishable();
  if (key === undefined) throw new ApiError(401, "UNAUTHORIZED", "Invalid API key.");
  if (key.revoked) throw new ApiError(401, "API_KEY_REVOKED", "API key is revoked");
  if (isExpired(key, now)) throw new ApiError(401, "API_KEY_EXPIRED", "This API key has expired.");
  return key;
}

/** The project a key may act on with a permission; 400, 403 or 404 if it may not. */
export function authorize(
  accounts: Accounts,
  key: ApiKey,
  permission: Permission,
  projectHeader: string | undefined,
): Caller {
  if (key.kind === "ss_pub") throw publishable();
  if (key.dashboardOnly) throw new ApiError(403, "DASHBOARD_ONLY", "Only the dashboard may use this key.");
  const project = projectOf(accounts, key, projectHeader);
  if (!key.permissions.includes(permission)) {
    throw new ApiError(403, "FORBIDDEN", `This API key lacks the permission ${permission}.`);
  }
  return { key, project };
}

function publishable(): ApiError {
  return new ApiError(403, "SECRET_KEY_REQUIRED", "A publishable key cannot call this endpoint.");
}

function projectOf(accounts: Accounts, key: ApiKey, header: string | undefined): Project {
  if (key.projectId !== null && header && header !== key.projectId) {
    throw new ApiError(403, "WRONG_PROJECT", "This API key belongs to another project.");
  }
  const id = key.projectId ?? header;
  if (!id) throw new ApiError(400, "MISSING_PROJECT_ID", "A tenant key needs the X-Project-Id header.");
  const project = accounts.project(id);
  // Undocumented. Chosen: a project that is not the tenant's is answered as one that is not there.
  if (project === undefined || project.tenantId !== key.tenantId) {
    throw new ApiError(404, "NOT_FOUND", "No such project in your tenant.");
  }
  return project;
}
