import type { ControlCalls } from "../controlCalls";
import type { ApiKey, Project } from "./accounts";
import type { ShownKey, StoredConnection } from "./control";
import type { ConnectionEdit, ConnectionSeed, KeyChange, KeySeed, ProjectSeed } from "./seeds";
import type { Settings, SettingsChange } from "./settings";

/** The SigSentry part of the control surface; a call that cannot be carried out rejects with the reason. */
export class SigsentryControl {
  readonly #calls: ControlCalls;

  constructor(calls: ControlCalls) {
    this.#calls = calls;
  }

  /** Makes a project, in a new tenant unless one is named. */
  seedProject(seed: ProjectSeed = {}): Promise<Project> {
    return this.#calls.call("POST", "/sigsentry/projects", seed);
  }

  /** All projects. */
  projects(): Promise<Project[]> {
    return this.#calls.call("GET", "/sigsentry/projects");
  }

  /** Makes an API key; the answer holds its value. */
  seedKey(seed: KeySeed): Promise<ApiKey> {
    return this.#calls.call("POST", "/sigsentry/keys", seed);
  }

  /** All keys, without their values. */
  keys(): Promise<ShownKey[]> {
    return this.#calls.call("GET", "/sigsentry/keys");
  }

  /** Changes a key: revokes it, lets it expire, takes a permission away. */
  changeKey(id: string, change: KeyChange): Promise<ShownKey> {
    return this.#calls.call("PATCH", `/sigsentry/keys/${encodeURIComponent(id)}`, change);
  }

  /** Makes a connection as if in the dashboard: with an OAuth grant unless credentials are given. */
  seedConnection(seed: ConnectionSeed): Promise<StoredConnection> {
    return this.#calls.call("POST", "/sigsentry/connections", seed);
  }

  /** The connections a project has, oldest first. */
  connections(projectId: string): Promise<StoredConnection[]> {
    return this.#calls.call("GET", `/sigsentry/connections?projectId=${encodeURIComponent(projectId)}`);
  }

  /** Changes a connection as if in the dashboard. */
  editConnection(id: string, edit: ConnectionEdit): Promise<StoredConnection> {
    return this.#calls.call("PATCH", `/sigsentry/connections/${encodeURIComponent(id)}`, edit);
  }

  /** Deletes a connection as if in the dashboard. */
  async deleteConnection(id: string): Promise<void> {
    await this.#calls.call("DELETE", `/sigsentry/connections/${encodeURIComponent(id)}`);
  }

  /** The settings in force. */
  settings(): Promise<Settings> {
    return this.#calls.call("GET", "/sigsentry/settings");
  }

  /** Changes the settings that are given. */
  changeSettings(change: SettingsChange): Promise<Settings> {
    return this.#calls.call("PATCH", "/sigsentry/settings", change);
  }
}
