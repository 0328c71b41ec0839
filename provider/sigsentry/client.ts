import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type Answer, type Call, Transport } from "../http/transport";
import { errorFrom, parseJson, SigSentryError, unexpectedContent } from "./errors";
import type { Settings } from "./settings";
import { createdData, identifiedRecord, listData, successEnvelope } from "./wire";

const PATH = "/v1/config/repos";

/** The most pages a list is followed for; far beyond what any plan allows. */
const MOST_PAGES = 1000;

/** The calls of https://api.sigsentry.com/v1/config/repos, one method a call. */
export class SigSentryClient {
  readonly #transport: Transport;

  constructor(private readonly settings: Settings) {
    this.#transport = new Transport(settings.baseUrl);
  }

  /** Everything in the project, by id; complete, or an error. Records are not looked into. */
  async list(projectId: string | undefined): Promise<Map<string, unknown>> {
    const records = new Map<string, unknown>();
    for (let page = 1; page <= MOST_PAGES; page++) {
      const call = this.#call("GET", page === 1 ? PATH : `${PATH}?page=${page}`, projectId);
      const answer = await this.#send(call);
      const data = this.#data(call, answer, listData);
      const items = Array.isArray(data) ? data : data.items;
      for (const item of items) {
        const record = identifiedRecord.safeParse(item);
        if (!record.success) throw unexpectedContent(call, answer, "a listed connection has no id");
        records.set(record.data.id, item);
      }
      if (Array.isArray(data) || isLastPage(data.pagination, page, records.size)) return records;
      if (items.length === 0) throw unexpectedContent(call, answer, `page ${page} of the list is missing`);
    }
    throw new SigSentryError(
      `SigSentry's list of connections did not end after ${MOST_PAGES} pages.`,
      200,
      undefined,
    );
  }

  /** Creates a connection and returns its id. Repeated attempts of one call create one connection. */
  async create(projectId: string | undefined, body: object): Promise<string> {
    const call = { ...this.#call("POST", PATH, projectId, body), repeatable: true };
    const keyed = { ...call, headers: { ...call.headers, "idempotency-key": randomUUID() } };
    return this.#data(keyed, await this.#send(keyed), createdData).id;
  }

  /** Changes the fields in `body` and no others. */
  async update(projectId: string | undefined, id: string, body: object): Promise<void> {
    await this.#send(this.#call("PUT", `${PATH}/${encodeURIComponent(id)}`, projectId, body));
  }

  /** Makes the next analysis read the repositories afresh. */
  async purgeCache(projectId: string | undefined, id: string): Promise<void> {
    await this.#send(this.#call("DELETE", `${PATH}/${encodeURIComponent(id)}/cache`, projectId));
  }

  /** Deletes a connection; `false` when the service says that there is none. */
  async delete(projectId: string | undefined, id: string): Promise<boolean> {
    try {
      await this.#send(this.#call("DELETE", `${PATH}/${encodeURIComponent(id)}`, projectId));
      return true;
    } catch (error) {
      if (error instanceof SigSentryError && isAbsence(error)) return false;
      throw error;
    }
  }

  #call(method: Call["method"], path: string, projectId: string | undefined, body?: object): Call {
    return {
      method,
      path,
      headers: {
        authorization: `Bearer ${this.settings.apiKey}`,
        ...(projectId === undefined ? {} : { "x-project-id": projectId }),
      },
      ...(body === undefined ? {} : { body }),
      repeatable: method !== "POST",
    };
  }

  async #send(call: Call): Promise<Answer> {
    const answer = await this.#transport.send(call);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (isSuccess && successEnvelope.safeParse(parseJson(answer.text)).success) return answer;
    throw errorFrom(call, answer, this.settings.baseUrl);
  }

  #data<T>(call: Call, answer: Answer, schema: z.ZodType<T>): T {
    const envelope = successEnvelope.parse(parseJson(answer.text));
    const data = schema.safeParse(envelope.data);
    if (!data.success) throw unexpectedContent(call, answer, "its content is not what the API documents");
    return data.data;
  }
}

/** A path that is no connection's answers 404 too, but then not with SigSentry's own code. */
function isAbsence(error: SigSentryError): boolean {
  return (
    (error.status === 404 && error.code === "NOT_FOUND") || (error.status === 410 && error.code !== undefined)
  );
}

function isLastPage(
  pagination: { total?: number | undefined; totalPages?: number | undefined; hasMore?: boolean | undefined },
  page: number,
  collected: number,
): boolean {
  if (pagination.total !== undefined) return collected >= pagination.total;
  if (pagination.totalPages !== undefined) return page >= pagination.totalPages;
  return pagination.hasMore === false;
}
