import { AsyncLocalStorage } from "node:async_hooks";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { Log, Severity } from "../../contract";
import { grpc } from "./grpc";

/** Says something to the engine, which shows it beside the resource that is worked on. */
export class EngineLog {
  readonly #resource = new AsyncLocalStorage<string>();
  readonly #onTheWay = new Set<Promise<void>>();
  readonly #show: (text: string) => string;
  #address = "";
  #client: EngineClient | undefined;

  /** @param show makes a text fit to be shown. */
  constructor(show: (text: string) => string) {
    this.#show = show;
  }

  /** Says where the engine listens. Until then nothing can be shown. */
  attach(address: string): void {
    this.#client?.close();
    this.#client = undefined;
    this.#address = address;
  }

  /** Works on a resource; returns once everything that was said has been heard. */
  async about<T>(urn: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#resource.run(urn, work);
    } finally {
      await Promise.all(this.#onTheWay);
    }
  }

  readonly log: Log = ({ severity, message, id }) => {
    const text = this.#show(id === undefined ? message : `${id}: ${message}`);
    const saying = this.#say(severity, text).finally(() => this.#onTheWay.delete(saying));
    this.#onTheWay.add(saying);
  };

  async #say(severity: Severity, text: string): Promise<void> {
    if (this.#address === "") return;
    // Most operations say nothing, so what says something is loaded by the first that does.
    const [{ EngineClient: Client }, { LogRequest, LogSeverity }] = await Promise.all([
      import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
      import("@pulumi/pulumi/proto/engine_pb.js"),
    ]);
    const severities = {
      debug: LogSeverity.DEBUG,
      info: LogSeverity.INFO,
      warning: LogSeverity.WARNING,
    } as const;
    const client = this.#client ?? new Client(this.#address, grpc.credentials.createInsecure());
    this.#client = client;
    const request = new LogRequest()
      .setSeverity(severities[severity])
      .setMessage(text)
      .setUrn(this.#resource.getStore() ?? "");
    // An engine that cannot hear has nobody to show it to.
    await new Promise<void>((resolve) => client.log(request, () => resolve()));
  }
}
