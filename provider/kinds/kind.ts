import type { Config, Environment, Kind, Lifecycle, Problem, Properties } from "../contract";
import type { Forms } from "../core/changes";
import type { LifecycleOptions } from "../core/options";
import type { CredentialProperties } from "../secrets/credentialProperties";
import type { ReadSecret } from "../secrets/credentials";
import type { Reserved } from "../secrets/reserved";

/** What the provider knows of a kind of connection. Whoever works with several kinds asks here. */
export interface ProviderKind extends Kind {
  /** The type that its resources have in Pulumi under the dynamic host. It stands in every state: it never changes. */
  readonly type: string;
  /** Their type under the plugin, which never changes either. */
  readonly pluginType: string;
  /** Where its service's API is, unless the settings say otherwise. */
  readonly defaultUrl: string;
  /** The property that names the code host. */
  readonly host: string;
  /** By which properties it declares and records credentials. */
  readonly credentials: CredentialProperties;
  /** The fields of a state that its service shows: what anybody with a key may know of any connection. */
  readonly shown: readonly string[];
  /** How its fields are compared. */
  readonly forms: Forms;
  /** Where the project is set that its connections belong to; absent where the service knows no projects. */
  readonly project?: { readonly setting: string; readonly variable: string };
  /** What the service deletes together with a connection; absent: nothing. */
  readonly cascade?: Cascade;
  /** Checks declared inputs by all rules but those that need settings. Sends nothing. */
  check(declared: Properties, context: { readonly identity: undefined; readonly read: ReadSecret }): Problems;
  /** What is accepted, and can hardly mean what was wanted. */
  doubtsAbout(declared: Properties): readonly Problem[];
  /** Its service, as settings reach it. Sends nothing. */
  reach(config: Config, environment: Environment): ReachedService;
}

type Problems = { readonly problems: readonly Problem[] };

/** What goes with a deletion. */
export interface Cascade {
  /** One of what is deleted too: `sync configuration`. */
  readonly what: string;
  /** What the provider says of it when it deletes or replaces one connection. */
  readonly note: string;
}

/** A service as settings reach it. What sends something throws while there are problems. */
export interface ReachedService {
  readonly settings: {
    readonly apiKey: string;
    readonly baseUrl: string;
    readonly projectId?: string | undefined;
  };
  /** What is wrong with the settings; none: they are usable. */
  readonly problems: readonly Problem[];
  /** What no connection may have as a credential. */
  readonly reserved: readonly Reserved[];
  /** Why nothing can be written with the key; `undefined` where it may, or only the service knows. */
  readonly whyReadOnly: string | undefined;
  /** Opens the life of its connections. */
  open(options: LifecycleOptions): Lifecycle;
  /**
   * Waits until a list certainly shows what was written then, in Unix milliseconds; absent where none lags behind.
   *
   * @throws Error when the user cancels.
   */
  untilListed?(writtenAt: number, options: Pick<LifecycleOptions, "signal" | "log">): Promise<void>;
}
