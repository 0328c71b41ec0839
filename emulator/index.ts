import { randomBytes } from "node:crypto";
import { Clock } from "./clock";
import { EmulatorControl } from "./controlClient";
import { createCoregit, type FirstOrganisation } from "./coregit/service";
import { Faults } from "./faults";
import { Redactor } from "./redact";
import { RequestLog } from "./requestLog";
import { type RequestListener, serveEmulator } from "./server";
import { createSigsentry } from "./sigsentry/service";

export { EmulatorControl } from "./controlClient";
export type { StoredConnection as StoredCoregitConnection } from "./coregit/control";
export type { FaultRuleInput } from "./faultRules";
export type { LogEntry } from "./requestLog";
export type { StoredConnection } from "./sigsentry/control";

/** How an emulator is started; everything has a default. */
export interface EmulatorOptions {
  /** The port on 127.0.0.1; default 0, the system chooses. */
  readonly port?: number;
  /** The `ss_secret_…` key of the first project; default random. */
  readonly apiKey?: string;
  /** The `ss_org_…` key of the tenant of the first project; default random. */
  readonly orgKey?: string;
  /** The id of the first project; default the first of `projects`, or random. */
  readonly projectId?: string;
  /** The ids of the projects of the first tenant; default only the first project. */
  readonly projects?: readonly string[];
  /** The keys and the id of the first organisation at Coregit; default random. */
  readonly coregit?: Partial<FirstOrganisation>;
  /** Told of each request when it is done (those to the control surface excepted). */
  readonly onRequest?: RequestListener;
}

/**
 * A running emulator. It begins with one tenant, one project and two keys at SigSentry, and with one organisation and
 * two keys at Coregit.
 */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, to be used as the base URL of a client. */
  readonly url: string;
  readonly control: EmulatorControl;
  /** An `ss_secret_…` key of the first project, with all permissions. */
  readonly apiKey: string;
  /** An `ss_org_…` key of its tenant, with all permissions. */
  readonly orgKey: string;
  /** The id of the first project. */
  readonly projectId: string;
  /** The first organisation at Coregit and its keys, which are valid for good. */
  readonly coregit: FirstOrganisation;
  /** Stops at once, whatever is still going on. */
  close(): Promise<void>;
}

/** Starts an emulator in this process. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const first = {
    apiKey: options.apiKey ?? `ss_secret_${randomText()}`,
    orgKey: options.orgKey ?? `ss_org_${randomText()}`,
    projectId: options.projectId ?? options.projects?.[0] ?? `proj_${randomText()}`,
  };
  const coregit = {
    apiKey: options.coregit?.apiKey ?? `cgk_live_${randomText()}`,
    scopedToken: options.coregit?.scopedToken ?? `cgt_${randomText()}`,
    organisationId: options.coregit?.organisationId ?? `org_${randomText()}`,
  };
  const clock = new Clock();
  const redactor = new Redactor();
  const core = { clock, redactor };
  const services = [createSigsentry(core, first, options.projects ?? []), createCoregit(core, coregit)];
  const controlled = { clock, log: new RequestLog(clock, redactor), faults: new Faults(), services };
  const server = await serveEmulator(controlled, options.port ?? 0, options.onRequest ?? (() => {}));
  return { ...server, ...first, coregit, control: new EmulatorControl(server.url) };
}

function randomText(): string {
  return randomBytes(16).toString("hex");
}
