import type { Context, Log } from "../contract";
import type { TransportOptions } from "../http/transport";

/** How a lifecycle is to work, whatever its kind; everything has a default. */
export interface LifecycleOptions
  extends Pick<TransportOptions, "limits">,
    Partial<Pick<Context, "scope" | "place">> {
  /** Fires when the user cancels. Default: never. */
  readonly signal?: AbortSignal;
  /** Default: nothing is shown. */
  readonly log?: Log;
  /** Where it is remembered which creations were begun; see `Attempts`. Default: nowhere. */
  readonly attemptsFolder?: string | undefined;
  /** Whether a stack records a connection: no creation takes that for its own. Default: none does. */
  readonly managed?: (id: string) => boolean;
  /** Secrets besides those of the connections, which a service may repeat. Default: none. */
  readonly secrets?: readonly string[];
}
