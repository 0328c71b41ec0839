import type { ControlCalls } from "../controlCalls";
import type { ApiKey, Organisation } from "./accounts";
import type { ShownKey, StoredConnection, StoredHostAccount } from "./control";
import type {
  ConnectionEdit,
  ConnectionSeed,
  HostAccountSeed,
  KeyChange,
  KeySeed,
  OrganisationSeed,
  SyncConfigurationSeed,
} from "./seeds";
import type { Settings, SettingsChange } from "./settings";
import type { SyncConfiguration } from "./store";

/** The Coregit part of the control surface; a call that cannot be carried out rejects with the reason. */
export class CoregitControl {
  readonly #calls: ControlCalls;

  constructor(calls: ControlCalls) {
    this.#calls = calls;
  }

  /** Makes an organisation. */
  seedOrganisation(seed: OrganisationSeed = {}): Promise<Organisation> {
    return this.#calls.call("POST", "/coregit/organisations", seed);
  }

  /** All organisations. */
  organisations(): Promise<Organisation[]> {
    return this.#calls.call("GET", "/coregit/organisations");
  }

  /** Makes an API key, a master key unless said otherwise; the answer holds its value. */
  seedKey(seed: KeySeed): Promise<ApiKey> {
    return this.#calls.call("POST", "/coregit/keys", seed);
  }

  /** All keys, without their values. */
  keys(): Promise<ShownKey[]> {
    return this.#calls.call("GET", "/coregit/keys");
  }

  /** Changes a key: revokes it, lets it expire. */
  changeKey(id: string, change: KeyChange): Promise<ShownKey> {
    return this.#calls.call("PATCH", `/coregit/keys/${encodeURIComponent(id)}`, change);
  }

  /** Makes a connection as if in the dashboard; its token is not validated, and made up unless given. */
  seedConnection(seed: ConnectionSeed): Promise<StoredConnection> {
    return this.#calls.call("POST", "/coregit/connections", seed);
  }

  /** The connections an organisation has at this moment, whatever its list says; oldest first. */
  connections(organisationId: string): Promise<StoredConnection[]> {
    return this.#calls.call(
      "GET",
      `/coregit/connections?organisationId=${encodeURIComponent(organisationId)}`,
    );
  }

  /** Changes a connection as if in the dashboard. */
  editConnection(id: string, edit: ConnectionEdit): Promise<StoredConnection> {
    return this.#calls.call("PATCH", `/coregit/connections/${encodeURIComponent(id)}`, edit);
  }

  /** Deletes a connection as if in the dashboard, and the sync configurations that use it. */
  async deleteConnection(id: string): Promise<void> {
    await this.#calls.call("DELETE", `/coregit/connections/${encodeURIComponent(id)}`);
  }

  /** Makes a sync configuration that uses a connection. */
  seedSyncConfiguration(seed: SyncConfigurationSeed): Promise<SyncConfiguration> {
    return this.#calls.call("POST", "/coregit/sync-configurations", seed);
  }

  /** The sync configurations an organisation has. */
  syncConfigurations(organisationId: string): Promise<SyncConfiguration[]> {
    return this.#calls.call(
      "GET",
      `/coregit/sync-configurations?organisationId=${encodeURIComponent(organisationId)}`,
    );
  }

  /** Tells whose a token is at its code host and whether it is accepted there; telling it again changes it. */
  seedHostAccount(seed: HostAccountSeed): Promise<StoredHostAccount> {
    return this.#calls.call("POST", "/coregit/host-accounts", seed);
  }

  /** The settings in force. */
  settings(): Promise<Settings> {
    return this.#calls.call("GET", "/coregit/settings");
  }

  /** Changes the settings that are given. */
  changeSettings(change: SettingsChange): Promise<Settings> {
    return this.#calls.call("PATCH", "/coregit/settings", change);
  }
}
