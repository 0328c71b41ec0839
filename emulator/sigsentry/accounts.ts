import { createHash, randomBytes, randomUUID } from "node:crypto";

/** A customer of the service. */
export interface Tenant {
  readonly id: string;
}

/** A project of a tenant; connections belong to it. */
export interface Project {
  readonly id: string;
  readonly tenantId: string;
  /** Decides the quota. */
  readonly plan: string;
}

/** The kinds of keys the API knows, by their prefixes `ss_secret_`, `ss_org_` and `ss_pub_`. */
export type KeyKind = "ss_secret" | "ss_org" | "ss_pub";
/** What a key may be allowed to do. */
export type Permission = "config:read" | "config:write";

/** An API key. */
export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly kind: KeyKind;
  readonly tenantId: string;
  /** The project of a project key, null for a tenant's key. */
  readonly projectId: string | null;
  readonly permissions: readonly Permission[];
  readonly revoked: boolean;
  /** ISO 8601, null for never. */
  readonly expiresAt: string | null;
  /** Whether the key belongs to a dashboard session, which this API refuses. */
  readonly dashboardOnly: boolean;
}

/** The tenants, projects and keys. */
export class Accounts {
  readonly #tenants = new Map<string, Tenant>();
  readonly #projects = new Map<string, Project>();
  readonly #keys = new Map<string, ApiKey>();

  /** Adds a project, and its tenant if that is new; ids not given are random. */
  addProject(wanted: { id?: string | undefined; tenantId?: string | undefined; plan: string }): Project {
    const project: Project = {
      id: wanted.id ?? `proj_${randomUUID()}`,
      tenantId: wanted.tenantId ?? `tenant_${randomUUID()}`,
      plan: wanted.plan,
    };
    if (this.#projects.has(project.id)) throw new Error(`there is already a project ${project.id}`);
    this.#tenants.set(project.tenantId, { id: project.tenantId });
    this.#projects.set(project.id, project);
    return project;
  }

  /** Adds a key; a value not given is random. */
  addKey(wanted: Omit<ApiKey, "id" | "value"> & { value?: string | undefined }): ApiKey {
    const value = wanted.value ?? `${wanted.kind}_${randomBytes(16).toString("hex")}`;
    if (!value.startsWith(`${wanted.kind}_`))
      throw new Error(`a key of this kind begins with ${wanted.kind}_`);
    if (this.#keys.has(value)) throw new Error("there is already such a key");
    if (!this.#tenants.has(wanted.tenantId)) throw new Error(`there is no tenant ${wanted.tenantId}`);
    const key: ApiKey = { ...wanted, id: `key_${randomUUID()}`, value };
    this.#keys.set(value, key);
    return key;
  }

  /** Changes a key (revokes it, takes a permission away …) found by its id. */
  changeKey(id: string, changes: Partial<ApiKey>): ApiKey {
    const key = [...this.#keys.values()].find((candidate) => candidate.id === id);
    if (key === undefined) throw new Error(`there is no key ${id}`);
    const changed = { ...key, ...changes };
    this.#keys.set(key.value, changed);
    return changed;
  }

  /** The key with a value. */
  key(value: string): ApiKey | undefined {
    return this.#keys.get(value);
  }

  /** All keys. */
  keys(): ApiKey[] {
    return [...this.#keys.values()];
  }

  /** The project with an id. */
  project(id: string): Project | undefined {
    return this.#projects.get(id);
  }

  /** All projects. */
  projects(): Project[] {
    return [...this.#projects.values()];
  }

  /** Removes everything. */
  clear(): void {
    this.#tenants.clear();
    this.#projects.clear();
    this.#keys.clear();
  }
}

/** What may be shown of a key: its prefix, and eight digits of its SHA-256 to tell it from others. */
export function keyFingerprint(value: string): { kind: string; hash: string } {
  const kind = /^(?:ss_[a-z]+|tb)(?=_)/.exec(value)?.[0] ?? "unknown";
  return { kind, hash: createHash("sha256").update(value).digest("hex").slice(0, 8) };
}
