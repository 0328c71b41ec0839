import type { z } from "zod";
import { connectionPath } from "../core/connectionId";
import { Collection, excessOf, Listing, type Records } from "../core/listing";
import { parseJson, UnexpectedContent } from "../http/serviceError";
import type { Answer, Call, Transport } from "../http/transport";
import type { Foreign } from "../text/foreign";
import { errorFrom, isAbsence, NAMES } from "./errors";
import { requireMasterKey, type Settings } from "./settings";
import {
  createdAnswer,
  deletedAnswer,
  identifiedRecord,
  listAnswer,
  testAnswer,
  updatedAnswer,
} from "./wire";

const PATH = "/v1/connections";

const UNDOCUMENTED = "its content is not what the API documents";

/** What a test of a stored token has shown. */
export type TestResult = z.output<typeof testAnswer>;

/** What is sent to make a connection. */
export interface Creation {
  readonly provider: string;
  readonly label: string;
  readonly access_token: string;
}

/** The calls of https://docs.coregit.dev/docs/api-reference/connections, one method a call. */
export class CoregitClient {
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #foreign: Foreign;
  readonly #listing = new Listing(() => this.#list());
  /** By how much the service's clock is ahead of this process's, in milliseconds, as of the last answer. */
  #aheadMs = 0;

  /** @param foreign what the service answers comes through it. */
  constructor(settings: Settings, transport: Transport, foreign: Foreign) {
    this.#settings = settings;
    this.#transport = transport;
    this.#foreign = foreign;
  }

  /** The present moment by the service's clock, in Unix milliseconds; to the second. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Everything in the organisation; perhaps as of a minute ago, since the service's list lags. */
  list(): Promise<Records> {
    return this.#listing.read();
  }

  /** What there was before this process began to write, at most a minute ago. */
  listBefore(): Promise<Records> {
    return this.#listing.readRecent();
  }

  /** {@link list}, asked for after this call. */
  listAfterWrite(): Promise<Records> {
    return this.#listing.readAfterWrite();
  }

  /** Creates a connection; sent once, since a repetition would make another one. */
  async create(body: Creation): Promise<z.output<typeof createdAnswer>> {
    const call = this.#call("POST", PATH, body, false);
    return this.#content(call, await this.#write(call), createdAnswer);
  }

  /** Changes the fields in `body` and no others. */
  async update(id: string, body: object): Promise<void> {
    const call = this.#call("PATCH", pathOf(id), body);
    this.#content(call, await this.#write(call), updatedAnswer);
  }

  /** Asks for a deletion. The service answers the same for an id that it does not know, or that is not the key's. */
  async delete(id: string): Promise<void> {
    const call = this.#call("DELETE", pathOf(id));
    this.#content(call, await this.#write(call), deletedAnswer);
  }

  /**
   * Has the stored token tried at the code host; `undefined` when the service says that there is no such connection.
   * The answer lags as the list does.
   */
  async test(id: string): Promise<TestResult | undefined> {
    const call = this.#call("POST", `${pathOf(id)}/test`);
    try {
      return this.#content(call, await this.#send(call), testAnswer);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async #list(): Promise<Records> {
    const call = this.#call("GET", PATH);
    const begunAt = performance.now();
    const answer = await this.#send(call);
    // Each connection is looked at by itself: there may be thousands.
    const { connections } = this.#content(call, answer, listAnswer, (content) => content);
    const excess = excessOf({ connections: connections.length, bytes: answer.text.length, begunAt });
    if (excess !== undefined)
      throw new UnexpectedContent(NAMES, call, answer, this.#settings.baseUrl, excess);
    const records = new Collection(identifiedRecord, this.#foreign.answer);
    await records.add(connections);
    return records;
  }

  #call(method: Call["method"], path: string, body?: object, repeatable = true): Call {
    return {
      method,
      path,
      headers: { "x-api-key": this.#settings.apiKey },
      ...(body === undefined ? {} : { body }),
      repeatable,
    };
  }

  /** Whatever comes of a write, what was listed before it is no longer to be relied on. */
  async #write(call: Call): Promise<Answer> {
    requireMasterKey(this.#settings);
    try {
      return await this.#send(call);
    } finally {
      this.#listing.forget();
    }
  }

  async #send(call: Call): Promise<Answer> {
    const answer = await this.#transport.send(call);
    this.#aheadMs = answer.servedAt - Date.now();
    const isSuccess = answer.status >= 200 && answer.status < 300;
    // JSON that is not as documented is looked at by whoever knows the call; a proxy's page is refused here.
    if (isSuccess && parseJson(answer.text) !== undefined) return answer;
    throw errorFrom(call, answer, this.#settings.baseUrl);
  }

  #content<T>(call: Call, answer: Answer, schema: z.ZodType<T>, clean = this.#foreign.answer): T {
    const content = schema.safeParse(clean(parseJson(answer.text)));
    if (content.success) return content.data;
    throw new UnexpectedContent(NAMES, call, answer, this.#settings.baseUrl, UNDOCUMENTED);
  }
}

function pathOf(id: string): string {
  return connectionPath(NAMES.service, PATH, id);
}
