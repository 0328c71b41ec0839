import type { Log, Properties } from "../contract";
import type { TransportOptions } from "../http/transport";
import type { CredentialProperties } from "../secrets/credentialProperties";
import { type ReadSecret, rememberingWith } from "../secrets/credentials";
import { type Reserved, toMask } from "../secrets/reserved";
import { Foreign } from "../text/foreign";
import { Redactor } from "../text/redact";
import type { LifecycleOptions } from "./options";

/** Of a configuration, what says what may be shown. */
interface Configured {
  readonly settings: { readonly apiKey: string };
  readonly reserved: readonly Reserved[];
  readonly showsRequests: boolean;
}

/** What is known of secrets by one configuration: no word goes out with one, and no answer comes in with one. */
export class Discretion {
  readonly #redactor = new Redactor();
  readonly #options: LifecycleOptions;
  readonly #credentials: CredentialProperties;
  readonly #key: string;
  readonly #showsRequests: boolean;

  /** What a service says comes through it. */
  readonly foreign = new Foreign(this.#redactor);
  /** Reads what inputs refer to. */
  readonly read: ReadSecret;

  constructor(
    { settings, reserved, showsRequests }: Configured,
    options: LifecycleOptions,
    credentials: CredentialProperties,
  ) {
    this.#options = options;
    this.#credentials = credentials;
    this.#key = settings.apiKey;
    this.#showsRequests = showsRequests;
    this.read = rememberingWith(this.#redactor, credentials.openFields, options.place);
    for (const secret of [settings.apiKey, ...toMask(reserved), ...(options.secrets ?? [])])
      this.#redactor.add(secret);
  }

  /** Learns the credentials of inputs or of a state, before anything is sent. */
  learn(properties: Properties): void {
    this.#credentials.learn(this.#redactor, properties);
    this.#credentials.learnReferred(this.#redactor, properties, this.#options.place);
  }

  /** A text without secrets. */
  readonly redact = (text: string): string => this.#redactor.redact(text);

  /** Shows the user something, without secrets. */
  readonly log: Log = ({ severity, message, id }) => {
    const about = id === undefined ? {} : { id: this.redact(id) };
    this.#options.log?.({ severity, message: this.redact(message), ...about });
  };

  /** {@link log}, of what is only good to know. */
  readonly say = (message: string): void => this.log({ severity: "info", message });

  /** How its service is to be asked, and what is shown of that. */
  get transport(): TransportOptions {
    const { limits = {}, signal, scope } = this.#options;
    const show = this.#showsRequests ? { show: this.say } : {};
    const shared = scope?.paces ? { shared: { key: this.#key, paces: scope.paces } } : {};
    return { limits, say: this.say, ...(signal ? { signal } : {}), ...shared, ...show };
  }
}
