import type { Listed } from "../../provider/contract";
import type { Kind } from "../../provider/kinds/names";
import type { Services } from "../services";
import { messageOf } from "./pulumiWords";

/** What a service lists of a project, or an organisation. */
export interface Listing {
  readonly records: readonly Listed[];
  /** Why nothing could be read. */
  readonly error?: string;
}

/** What the services list: each project, and each organisation, is asked once, whichever stacks want to know. */
export class Lists {
  readonly #known = new Map<string, Promise<Listing>>();

  /** What exists, as a stack's settings show it. */
  of(services: Services, kind: Kind): Promise<Listing> {
    return this.#known.get(services.keyOf(kind)) ?? this.again(services, kind);
  }

  /** {@link of}, asked once more: what is known may be too old. */
  again(services: Services, kind: Kind): Promise<Listing> {
    const listing = read(services, kind);
    this.#known.set(services.keyOf(kind), listing);
    return listing;
  }
}

async function read(services: Services, kind: Kind): Promise<Listing> {
  try {
    return { records: await services.list(kind) };
  } catch (error) {
    return { records: [], error: messageOf(error) };
  }
}
