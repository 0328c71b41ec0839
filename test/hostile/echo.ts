import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Which of a service's words repeat what they should not. */
export const WORDS = {
  /** What is only told: accounts and times. */
  told: [
    ...["external_username", "username", "created_at", "updated_at", "last_synced_at"],
    ...["createdAt", "updatedAt"],
  ],
  /** What identifies. */
  names: ["label", "repositories", "serviceName", "repo", "pathPrefix", "defaultBranch"],
  ids: ["id"],
  /** What a refusal is explained with. */
  reasons: ["error", "code", "message", "details"],
} as const;

/** A kind of words. */
export type Words = keyof typeof WORDS;

/** Stands before a service and puts secrets into its answers: a service that echoes all that it has ever been given. */
export class EchoingProxy {
  /** What is echoed; the next answers do. */
  echo: (word: string) => string = (word) => word;
  /** Where. */
  words: readonly Words[] = [];
  /** Refuses requests of these methods with a status, without passing them on. */
  refused: readonly string[] = [];
  readonly #server: Server;
  readonly #service: string;

  private constructor(service: string) {
    this.#service = service;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(Object(error)));
    });
  }

  /** @param service the address of the service that is to be asked. */
  static async before(service: string): Promise<EchoingProxy> {
    const proxy = new EchoingProxy(service);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    const { port } = Object(this.#server.address()) as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", url = "" } = request;
    const headers = { "content-type": "application/json", "x-request-id": this.#requestId() };
    if (this.refused.includes(method)) {
      response.writeHead(400, headers).end(JSON.stringify(this.#refusal(url)));
      return;
    }
    const sent = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" && !["host", "connection", "content-length"].includes(name)
        ? [[name, value]]
        : [],
    );
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const answer = await fetch(this.#service + url, { method, headers: sent, ...body });
    const text = await answer.text();
    response.writeHead(answer.status, headers).end(text && JSON.stringify(this.#rewritten(JSON.parse(text))));
  }

  #requestId(): string {
    return this.words.includes("reasons") ? this.echo("req-1").replaceAll(" ", ",") : "req-1";
  }

  #refusal(url: string): unknown {
    const message = this.echo("It was refused.");
    return url.startsWith("/v1/config")
      ? { success: false, error: { code: "VALIDATION_ERROR", message, details: { repositories: message } } }
      : { error: message, details: { label: message } };
  }

  #rewritten(value: unknown, key = ""): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#rewritten(item, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, this.#rewritten(item, name)]),
      );
    const isMeant = this.words.some((words) => [...WORDS[words]].some((word) => word === key));
    return isMeant && (typeof value === "string" || value === null) ? this.echo(String(value ?? "")) : value;
  }
}
