import { afterAll, beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import { type Emulator, startEmulator } from "./index";

/** An answer as a client sees it; `body` is the JSON, or the text of what is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What a test may say about a request besides method and path. */
export interface Asking {
  /** Sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** The API key, by default the first project's; null sends none. */
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** An emulator for the tests of a file, reset before each, and a client of its API. */
export function useEmulator() {
  let running: Emulator | undefined;
  beforeAll(async () => {
    running = await startEmulator();
  });
  beforeEach(() => current().control.reset());
  afterAll(() => current().close());
  const current = (): Emulator => {
    if (running === undefined) throw new Error("the emulator is not running yet");
    return running;
  };
  return {
    get emulator(): Emulator {
      return current();
    },
    ask: (method: string, path: string, asking?: Asking) => ask(current(), method, path, asking),
    /** Creates a connection and returns its id; throws when it is refused. */
    create: async (body: object, asking: Omit<Asking, "body"> = {}): Promise<string> => {
      const answer = await ask(current(), "POST", REPOS, { ...asking, body });
      return createdSchema.parse(answer.body).data.id;
    },
  };
}

/** The path of the collection. */
export const REPOS = "/v1/config/repos";

/** A create that is accepted. */
export const GITHUB = {
  platform: "github",
  credentials: { token: "ghp_firstTokenOfTheTests" },
  repositories: ["acme/payments", "acme/ledger"],
};

const createdSchema = z.object({ data: z.object({ id: z.string() }) });

async function ask(emulator: Emulator, method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { body, key = emulator.apiKey, headers = {}, signal = null } = asking;
  const response = await fetch(emulator.url + path, {
    method,
    signal,
    redirect: "manual",
    headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: jsonOr(text) };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
