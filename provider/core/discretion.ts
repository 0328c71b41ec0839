import type { Log } from "../contract";
import { learn, type ReadSecret, type References, rememberingWith } from "../secrets/credentials";
import { type Reserved, toMask } from "../secrets/reserved";
import { Foreign } from "../text/foreign";
import { Redactor } from "../text/redact";
import type { LifecycleOptions } from "./options";

/** What is known of secrets by one configuration: no word goes out with one, and no answer comes in with one. */
export class Discretion {
  readonly #redactor = new Redactor();
  readonly #options: LifecycleOptions;
  readonly #open: readonly string[];

  /** What a service says comes through it. */
  readonly foreign = new Foreign(this.#redactor);
  /** Reads what inputs refer to. */
  readonly read: ReadSecret;

  /** @param open the fields of credentials that are no secret. */
  constructor(
    { settings, reserved }: { settings: { readonly apiKey: string }; reserved: readonly Reserved[] },
    options: LifecycleOptions,
    open: readonly string[] = [],
  ) {
    this.#options = options;
    this.#open = open;
    this.read = rememberingWith(this.#redactor, open, options.place);
    for (const secret of [settings.apiKey, ...toMask(reserved), ...(options.secrets ?? [])])
      this.#redactor.add(secret);
  }

  /** Learns a secret, and whatever a value has of them, before anything is sent. */
  add(secret: unknown): void {
    this.#redactor.add(secret);
  }

  /** Learns what is referred to, before anything is sent. */
  learn(references: References, fingerprint: unknown): void {
    learn(this.#redactor, references, fingerprint, this.#open, this.#options.place);
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
}
