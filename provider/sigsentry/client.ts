import type { z } from "zod";
import { connectionPath } from "../core/connectionId";
import { Collection, excessOf, Listing, type Records } from "../core/listing";
import { parseJson, UnexpectedContent } from "../http/serviceError";
import type { Answer, Call, Transport } from "../http/transport";
import type { Foreign } from "../text/foreign";
import { type Creation, idempotencyKey } from "./creation/idempotency";
import { errorFrom, isAbsence, isKeyConflict, isRefusedId, NAMES, refusal, SigSentryError } from "./errors";
import type { Settings } from "./settings";
import { createdData, identifiedRecord, isLastPage, listData, successEnvelope } from "./wire";

const PATH = "/v1/config/repos";

/** How often a list is read until its pages fit together. */
const MAX_LISTS = 5;

/** The most pages a list is followed for; far beyond what any plan allows. */
const MAX_PAGES = 1000;

/** The pages of a list do not fit together. */
const UNDOCUMENTED = "its content is not what the API documents";

class InconsistentList extends UnexpectedContent {}

/** The calls of https://docs.sigsentry.com/api/repos for one project, one method a call. */
export class SigSentryClient {
  readonly #settings: Settings;
  readonly #projectId: string | undefined;
  readonly #transport: Transport;
  readonly #foreign: Foreign;
  readonly #listing = new Listing(() => this.#list());
  /** By how much the service's clock is ahead of this process's, in milliseconds, as of the last answer. */
  #aheadMs = 0;

  /**
   * @param projectId the project; `undefined`: the one that the API key belongs to.
   * @param foreign what the service answers comes through it.
   */
  constructor(settings: Settings, projectId: string | undefined, transport: Transport, foreign: Foreign) {
    this.#settings = settings;
    this.#projectId = projectId;
    this.#transport = transport;
    this.#foreign = foreign;
  }

  /** The present moment by the service's clock, in Unix milliseconds; to the second. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** What there was before this process began to write, at most a minute ago. */
  listBefore(): Promise<Records> {
    return this.#listing.readRecent();
  }

  /** Everything in the project; complete, or an error. */
  list(): Promise<Records> {
    return this.#listing.read();
  }

  /** {@link list}, as of a moment after this call. */
  listAfterWrite(): Promise<Records> {
    return this.#listing.readAfterWrite();
  }

  /** A connection's record; `undefined` only when a complete list is without it. */
  async read(id: string): Promise<unknown> {
    return recordOf(id, await this.list());
  }

  /** {@link read}, as of a moment after this call. */
  async readAfterWrite(id: string): Promise<unknown> {
    return recordOf(id, await this.listAfterWrite());
  }

  /**
   * Creates a connection and answers its id, which is that of a connection deleted since when it was made before
   * and the service only repeats its answer: see {@link find}. Repeated calls of one resource with one body
   * create one connection.
   *
   * @param identity tells the resource from every other.
   * @param spent what earlier calls of this creation came to: ids, or `undefined` for a conflict.
   * @returns the id and when it was answered, by the service's clock, in Unix milliseconds; the conflict when something
   *   else was created lately under the key of this call.
   */
  async create(
    body: object,
    identity: string,
    spent: Creation["spent"],
  ): Promise<{ id: string; servedAt: number } | { conflict: Error }> {
    const creation = { identity, projectId: this.#projectId, body, spent };
    const key = idempotencyKey(this.#settings.apiKey, creation);
    const call = this.#call("POST", PATH, body);
    const keyed = { ...call, repeatable: true, headers: { ...call.headers, "idempotency-key": key } };
    try {
      const answer = await this.#write(keyed);
      return { id: this.#data(keyed, answer, createdData).id, servedAt: answer.servedAt };
    } catch (error) {
      if (isKeyConflict(error)) return { conflict: error };
      throw error;
    }
  }

  /**
   * Looks for a connection that the service has just named; `undefined` when there is none. It exists when it is
   * listed. When it is not, the list may be old or unavailable, and a purge of its cache, which is harmless,
   * decides. There is no record then.
   */
  async find(id: string): Promise<{ record: unknown } | undefined> {
    const records = await this.listAfterWrite().catch(() => undefined);
    if (records?.byId.has(id)) return { record: records.byId.get(id) };
    return (await this.exists(id)) ? { record: undefined } : undefined;
  }

  /** Whether a connection exists that is not listed: only of one that does not, a purge of its cache is refused as such. */
  async exists(id: string): Promise<boolean> {
    return (await refusal(this.purgeCache(id), isAbsence)) === undefined;
  }

  /**
   * Changes the fields in `body` and no others.
   *
   * @returns when it was answered, by the service's clock, in Unix milliseconds.
   */
  async update(id: string, body: object): Promise<number> {
    return (await this.#write(this.#call("PUT", pathOf(id), body))).servedAt;
  }

  /** Makes the next analysis read the repositories afresh. */
  async purgeCache(id: string): Promise<void> {
    await this.#write(this.#call("DELETE", `${pathOf(id)}/cache`));
  }

  /** Deletes a connection; an error is returned when it says that there is none, or can be none with that id. */
  delete(id: string): Promise<Error | undefined> {
    const deletion = this.#write(this.#call("DELETE", pathOf(id)));
    return refusal(deletion, (error) => isAbsence(error) || isRefusedId(id, error));
  }

  /** A list in pages may change while it is read, by this program's own writes too: it is read again then. */
  async #list(): Promise<Records> {
    const begunAt = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#pages(begunAt);
      } catch (error) {
        if (!(error instanceof InconsistentList) || attempt === MAX_LISTS) throw error;
      }
    }
  }

  /**
   * @param begunAt when the first attempt began, by `performance.now()`.
   * @throws InconsistentList when the pages do not fit together.
   */
  async #pages(begunAt: number): Promise<Records> {
    const records = new Collection(identifiedRecord, this.#foreign.answer);
    let total: number | undefined;
    let bytes = 0;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const call = this.#call("GET", page === 1 ? PATH : `${PATH}?page=${page}`);
      const answer = await this.#send(call);
      // Each connection is looked at by itself: there may be thousands.
      const data = this.#data(call, answer, listData, (content) => content);
      const unusable = (what: string, Kind = UnexpectedContent) =>
        new Kind(NAMES, call, answer, this.#settings.baseUrl, what);
      const items = "items" in data ? data.items : data;
      bytes += answer.text.length;
      const excess = excessOf({ connections: records.length + items.length, bytes, begunAt });
      if (excess !== undefined) throw unusable(excess);
      await records.add(items);
      if (!("items" in data)) return records;
      // Whoever adds or deletes between two pages moves others across their border: these come twice, or not at all.
      const comesTwice = records.byId.size + records.unidentified < records.length;
      if (comesTwice || (page > 1 && data.pagination.total !== total))
        throw unusable("the list changed while it was read", InconsistentList);
      total = data.pagination.total;
      if (isLastPage(data.pagination, page, records.length)) return records;
      if (items.length === 0) throw unusable(`page ${page} of the list is missing`, InconsistentList);
    }
    throw new SigSentryError(
      `SigSentry's list of connections did not end after ${MAX_PAGES} pages.`,
      200,
      undefined,
      false,
    );
  }

  #call(method: Call["method"], path: string, body?: object): Call {
    return {
      method,
      path,
      headers: {
        authorization: `Bearer ${this.#settings.apiKey}`,
        ...(this.#projectId === undefined ? {} : { "x-project-id": this.#projectId }),
      },
      ...(body === undefined ? {} : { body }),
      repeatable: method !== "POST",
    };
  }

  /** Whatever comes of a write, what was listed before it is no longer to be relied on. */
  async #write(call: Call): Promise<Answer> {
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
    if (isSuccess && successEnvelope.safeParse(parseJson(answer.text)).success) return answer;
    throw errorFrom(call, answer, this.#settings.baseUrl);
  }

  #data<T>(call: Call, answer: Answer, schema: z.ZodType<T>, clean = this.#foreign.answer): T {
    const envelope = successEnvelope.parse(parseJson(answer.text));
    const data = schema.safeParse(clean(envelope.data));
    if (!data.success) throw new UnexpectedContent(NAMES, call, answer, this.#settings.baseUrl, UNDOCUMENTED);
    return data.data;
  }
}

function pathOf(id: string): string {
  return connectionPath(NAMES.service, PATH, id);
}

/** @throws Error when a record without a readable id might be the one. */
function recordOf(id: string, { byId, unidentified }: Records): unknown {
  if (byId.has(id) || unidentified === 0) return byId.get(id);
  throw new Error(
    `SigSentry lists ${unidentified} connection(s) without an id that can be read, so whether ${id} exists cannot be said. ` +
      "The state is unchanged; try again, and if it stays, report it as a bug of this provider.",
  );
}
