import { type Emulator, type StoredCoregitConnection, startEmulator } from "../../emulator";
import type { EmulatorControl } from "../../emulator/controlClient";
import type { ConnectionSeed as CoregitSeed } from "../../emulator/coregit/seeds";
import type { StoredConnection } from "../../emulator/sigsentry/control";

/** A request that the service got. */
export interface Seen {
  /** Method and path, each connection's id in it replaced by `{id}`: `PUT /v1/config/repos/{id}`. */
  readonly call: string;
  /** The JSON that was sent, secrets replaced; null for none. */
  readonly body: unknown;
}

/** The requests that an operation is made of, as {@link Seen} names them. */
export const CALL = {
  list: "GET /v1/config/repos",
  create: "POST /v1/config/repos",
  update: "PUT /v1/config/repos/{id}",
  delete: "DELETE /v1/config/repos/{id}",
  purge: "DELETE /v1/config/repos/{id}/cache",
} as const;

/** The requests to Coregit, named likewise. */
export const COREGIT_CALL = {
  list: "GET /v1/connections",
  create: "POST /v1/connections",
  update: "PATCH /v1/connections/{id}",
  test: "POST /v1/connections/{id}/test",
  delete: "DELETE /v1/connections/{id}",
} as const;

/** The emulated services of one test: SigSentry with one project, Coregit with one organisation. */
export class TestService {
  private constructor(
    readonly url: string,
    /** A secret key of the project, with all permissions. */
    readonly apiKey: string,
    /** An organisation key of the project's tenant, with all permissions. */
    readonly orgKey: string,
    readonly projectId: string,
    /** The organisation at Coregit, and its keys. */
    readonly coregit: Emulator["coregit"],
    /** Looks into the emulator and sets it up. */
    readonly control: EmulatorControl,
    /** Stops the emulator. */
    readonly close: () => Promise<void>,
  ) {}

  /** Starts the emulator with one project and no connection. */
  static async start(): Promise<TestService> {
    const { url, apiKey, orgKey, projectId, coregit, control, close } = await startEmulator();
    return new TestService(url, apiKey, orgKey, projectId, coregit, control, close);
  }

  /** The requests since the last time this was asked. */
  async takeRequests(): Promise<Seen[]> {
    const entries = await this.control.log();
    await this.control.clearLog();
    return entries.map(({ method, path, body }) => ({
      call: `${method} ${path.replace(/(\/(?:repos|connections))\/[^/?]+/, "$1/{id}")}`,
      body,
    }));
  }

  /** {@link takeRequests} without the bodies. */
  async takeCalls(): Promise<string[]> {
    return (await this.takeRequests()).map(({ call }) => call);
  }

  /** What the project holds. */
  connections(projectId = this.projectId): Promise<StoredConnection[]> {
    return this.control.sigsentry.connections(projectId);
  }

  /** What Coregit's organisation holds at this moment, whatever its list says. */
  coregitConnections(): Promise<StoredCoregitConnection[]> {
    return this.control.coregit.connections(this.coregit.organisationId);
  }

  /** What the project holds, which must be one connection. */
  async onlyConnection(projectId = this.projectId): Promise<StoredConnection> {
    return only(await this.connections(projectId));
  }

  /** {@link coregitConnections}, which must be one connection. */
  async onlyCoregitConnection(): Promise<StoredCoregitConnection> {
    return only(await this.coregitConnections());
  }

  /** Makes a connection at Coregit as somebody does in the dashboard, to GitHub unless said otherwise. */
  makeByHand(seed: Partial<CoregitSeed> & Pick<CoregitSeed, "label">): Promise<StoredCoregitConnection> {
    const { organisationId } = this.coregit;
    return this.control.coregit.seedConnection({ organisationId, provider: "github", ...seed });
  }
}

function only<Connection>(connections: readonly Connection[]): Connection {
  const [first, ...others] = connections;
  if (first !== undefined && others.length === 0) return first;
  throw new Error(`there are ${connections.length} connections, not one`);
}
