import { AsyncLocalStorage } from "node:async_hooks";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { Log, Note } from "../../contract";
import { engineService, grpc } from "./grpc";

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

  readonly log: Log = (note) => {
    if (this.#address === "") return;
    const saying = this.#say(note).finally(() => this.#onTheWay.delete(saying));
    this.#onTheWay.add(saying);
  };

  /** An engine that cannot hear has nobody to show it to, so that is no failure. */
  #say({ severity, message, id }: Note): Promise<void> {
    const { LogRequest, LogSeverity } = engineService();
    const severities = { debug: LogSeverity.DEBUG, info: LogSeverity.INFO, warning: LogSeverity.WARNING };
    const request = new LogRequest()
      .setSeverity(severities[severity])
      .setMessage(this.#show(id === undefined ? message : `${id}: ${message}`))
      .setUrn(this.#resource.getStore() ?? "");
    return new Promise((resolve) => this.#connected().log(request, () => resolve()));
  }

  /** Most operations say nothing, so the connection is made for the first that does. */
  #connected(): EngineClient {
    this.#client ??= new (engineService().EngineClient)(this.#address, grpc.credentials.createInsecure());
    return this.#client;
  }
}
