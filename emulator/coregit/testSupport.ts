import { z } from "zod";
import { type Answer, type Asking, useEmulator } from "../testSupport";
import type { StoredConnection } from "./control";

/** The path of the collection. */
export const CONNECTIONS = "/v1/connections";

/** A create that is accepted. */
export const GITHUB = { provider: "github", label: "CI token", access_token: "ghp_firstTokenOfTheTests" };

const createdSchema = z.object({ id: z.string() });

/** An emulator for the tests of a file, reset before each, and a client of its Coregit API. */
export function useCoregit() {
  const api = useEmulator();
  const organisationId = (): string => api.emulator.coregit.organisationId;
  const connections = () => api.emulator.control.coregit.connections(organisationId());

  /** Asks with the first organisation's master key unless another is given; null sends none. */
  const ask = (method: string, path: string, asking: Asking = {}): Promise<Answer> => {
    const { key = api.emulator.coregit.apiKey, headers = {}, ...rest } = asking;
    const keyHeader = key === null ? {} : { "x-api-key": key };
    return api.ask(method, path, { ...rest, key: null, headers: { ...keyHeader, ...headers } });
  };

  return {
    get emulator() {
      return api.emulator;
    },
    /** The Coregit part of the control surface. */
    get control() {
      return api.emulator.control.coregit;
    },
    get organisationId() {
      return organisationId();
    },
    ask,
    /** Creates a connection and returns its id; throws when it is refused. */
    create: async (body: object = GITHUB, asking: Omit<Asking, "body"> = {}): Promise<string> =>
      createdSchema.parse((await ask("POST", CONNECTIONS, { ...asking, body })).body).id,
    /** What the first organisation has, whatever its list says. */
    connections,
    /** The same, when it must be one connection. */
    onlyConnection: async (): Promise<StoredConnection> => {
      const [first, ...others] = await connections();
      if (first === undefined || others.length > 0) throw new Error("there is not just one connection");
      return first;
    },
  };
}
