import type { Answering, Valid } from "../../fuzz/service";
import { DECLARED } from "../world";
import { ID } from "./answers";

/** The organisation's one connection, and how often one was made. */
export class TrueService {
  #exists: boolean;
  #creations = 0;

  constructor(exists: boolean) {
    this.#exists = exists;
  }

  /** How many connections were made. */
  get creations(): number {
    return this.#creations;
  }

  /** Carries a request out and answers as the API documents. */
  readonly answer: Answering = (method, path): Valid => {
    if (path.endsWith("/test")) {
      return this.#exists ? done({ valid: true, username: "octocat" }) : NOT_FOUND;
    }
    if (method === "GET") return done({ connections: this.#exists ? [listed()] : [] });
    if (method === "POST") {
      this.#creations += 1;
      this.#exists = true;
      return { status: 201, body: listed() };
    }
    if (method === "DELETE") {
      this.#exists = false;
      return done({ deleted: true });
    }
    return this.#exists ? done({ updated: true }) : NOT_FOUND;
  };
}

const NOT_FOUND: Valid = { status: 404, body: { error: "Connection not found" } };

function done(body: object): Valid {
  return { status: 200, body };
}

function listed() {
  const now = new Date().toISOString();
  const { provider, label } = DECLARED;
  const times = { last_synced_at: null, created_at: now, updated_at: now };
  return { id: ID, provider, label, external_username: "octocat", ...times };
}
