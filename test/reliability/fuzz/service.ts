import { createServer, type Server, type ServerResponse } from "node:http";
import type { Hostile } from "./answers";

/** What was answered to one request, as far as it arrived whole. */
export interface Served {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `undefined`: none arrived, it was cut off, or it was sent as compressed and is not. */
  readonly body: Buffer | undefined;
}

/** An answer as the API documents it. */
export interface Valid {
  readonly status: number;
  readonly body: unknown;
}

/** Stands for the answer to a request that is not carried out. */
const REFUSED: Valid = { status: 400, body: {} };

/** Carries a request out, and answers it as the API documents. */
export type Answering = (method: string, path: string) => Valid;

/** A service that answers what it is told to, and as it should when it is told nothing more. */
export class HostileService {
  #answers: Hostile[] = [];
  #served: Served[] = [];
  #answering: Answering = () => REFUSED;
  readonly #server: Server;
  url = "";

  constructor() {
    this.#server = createServer(async (request, response) => {
      for await (const _ of request);
      const { method = "", url = "" } = request;
      const answer = this.#answers.shift() ?? { kind: "valid" };
      const valid = isRefusal(answer) ? REFUSED : this.#answering(method, url);
      this.#served.push({ method, path: url, ...answerWith(response, answer, valid) });
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

  /** From now on the requests that are not refused are carried out so. */
  begin(answering: Answering): void {
    this.#answering = answering;
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

/** A service that says no does nothing, whatever else it may make up. */
function isRefusal(answer: Hostile): boolean {
  return answer.kind === "made up" && answer.status >= 400 && answer.status < 500;
}

function answerWith(
  response: ServerResponse,
  answer: Hostile,
  valid: Valid,
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
  const { status } = valid;
  const whole = Buffer.from(JSON.stringify(valid.body));
  const half = whole.subarray(0, whole.length / 2);
  if (answer.kind === "half" && answer.isCut) {
    response.writeHead(status, { ...json, "content-length": whole.length });
    response.write(half, () => response.destroy());
    return { status, body: undefined };
  }
  const body = answer.kind === "half" ? half : whole;
  response.writeHead(status, json).end(body);
  return { status, body };
}
