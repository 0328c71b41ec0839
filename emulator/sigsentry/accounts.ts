import { randomUUID } from "node:crypto";
import { type Key, Keyring } from "../keyring";

/** A customer of the service. */
export interface Tenant {
  readonly id: string;
}

/** The plans that a project may have. */
export const PLANS = ["Starter", "Pro", "Business", "Enterprise"] as const;
/** A plan. */
export type Plan = (typeof PLANS)[number];

/** A project of a tenant; connections belong to it. */
export interface Project {
  readonly id: string;
  readonly tenantId: string;
  /** Decides the quota. */
  readonly plan: Plan;
}

/** The kinds of keys the API knows, by their prefixes `ss_secret_`, `ss_org_` and `ss_pub_`. */
export type KeyKind = "ss_secret" | "ss_org" | "ss_pub";
/** What a key may be allowed to do. */
export type Permission = "config:read" | "config:write";

/** An API key. */
export type ApiKey = Key<{
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
}>;

/** The tenants, projects and keys. */
export class Accounts {
  readonly #tenants = new Map<string, Tenant>();
  readonly #projects = new Map<string, Project>();
  readonly #keys = new Keyring<Omit<ApiKey, "id" | "value">>();

  /** Adds a project, and its tenant if that is new; ids not given are random. */
  addProject(wanted: { id?: string | undefined; tenantId?: string | undefined; plan: Plan }): Project {
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
  addKey({ value, ...details }: Omit<ApiKey, "id" | "value"> & { value?: string | undefined }): ApiKey {
    if (!this.#tenants.has(details.tenantId)) throw new Error(`there is no tenant ${details.tenantId}`);
    return this.#keys.add(details, value);
  }

  /** Changes a key (revokes it, takes a permission away …) found by its id. */
  changeKey(id: string, changes: Partial<Omit<ApiKey, "id" | "value">>): ApiKey {
    return this.#keys.change(id, changes);
  }

  /** The key with a value. */
  key(value: string): ApiKey | undefined {
    return this.#keys.find(value);
  }

  /** All keys. */
  keys(): ApiKey[] {
    return this.#keys.all();
  }

  /** The project with an id. */
  project(id: string): Project | undefined {
    return this.#projects.get(id);
  }

  /** The project with an id; throws when there is none. */
  mustHave(id: string): Project {
    const project = this.project(id);
    if (project === undefined) throw new Error(`there is no project ${id}`);
    return project;
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
