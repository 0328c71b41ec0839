import { createServer, type Server, type ServerResponse } from "node:http";
import { COMMON } from "../world";
import { type Hostile, ID } from "./answers";

/** What was answered to one request, as far as it arrived whole. */
export interface Served {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `undefined`: none arrived, it was cut off, or it was sent as compressed and is not. */
  readonly body: Buffer | undefined;
}

/** A service that answers what it is told to, and as it should when it is told nothing more. */
export class HostileService {
  #answers: Hostile[] = [];
  #served: Served[] = [];
  readonly #server: Server;
  url = "";

  constructor() {
    this.#server = createServer(async (request, response) => {
      for await (const _ of request);
      const { method = "", url = "" } = request;
      const answer = this.#answers.shift() ?? { kind: "valid" };
      this.#served.push({ method, path: url, ...answerWith(response, answer, validBody(method, url)) });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    this.url = `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Sets what the next requests are answered, and forgets those before. */
  play(answers: readonly Hostile[]): void {
    this.#answers = [...answers];
    this.#served = [];
  }

  /** What was answered since. */
  get served(): readonly Served[] {
    return this.#served;
  }
}

/** Statuses whose answers have no body, whatever is written. */
const WITHOUT_BODY = [204, 304];

function answerWith(
  response: ServerResponse,
  answer: Hostile,
  valid: Buffer,
): Pick<Served, "status" | "body"> {
  // Waiting and connections kept open would make the tests slow, and prove nothing.
  const common = { connection: "close", "retry-after": "0" };
  if (answer.kind === "made up") {
    const { status, headers, body } = answer;
    response.writeHead(status, { ...headers, ...common }).end(body);
    const { "content-encoding": encoding = "identity" } = headers;
    const isReadable = encoding === "identity" && !WITHOUT_BODY.includes(status);
    return { status, body: isReadable ? body : undefined };
  }
  const json = { ...common, "content-type": "application/json" };
  const half = valid.subarray(0, valid.length / 2);
  if (answer.kind === "half" && answer.isCut) {
    response.writeHead(200, { ...json, "content-length": valid.length });
    response.write(half, () => response.destroy());
    return { status: 200, body: undefined };
  }
  const body = answer.kind === "half" ? half : valid;
  response.writeHead(200, json).end(body);
  return { status: 200, body };
}

/** What the API documents, of a project with one connection. */
function validBody(method: string, path: string): Buffer {
  return Buffer.from(JSON.stringify({ success: true, data: validData(method, path) }));
}

function validData(method: string, path: string): unknown {
  if (method === "POST") return { id: ID, platform: "github" };
  if (method === "PUT") return { updated: true };
  if (method === "DELETE") return path.endsWith("/cache") ? { flushed: true } : { deleted: true };
  const times = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
  return [{ id: ID, ...COMMON, lookbackDays: 30, isActive: true, ...times }];
}
