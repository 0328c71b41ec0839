import { z } from "zod";
import type { Attempts } from "../../core/attempts";
import type { Lag } from "../lag";
import type { State } from "../schema";
import type { ConnectionRecord } from "../wire";

/** What is remembered of a creation, for it to be found in the list. */
export const looks = z.object({ provider: z.string(), label: z.string() });

/** {@link looks} as a type. */
export type Looks = z.output<typeof looks>;

/** What is sent to make a connection. */
export interface Wanted extends Looks {
  readonly accessToken: string;
}

/** What a creation needs to know besides what is to be made. */
export interface CreationContext {
  readonly attempts: Attempts<Looks>;
  /** Tells the resource from every other. */
  readonly identity: string;
  /** Whether a connection was made for another resource, or a resource of this program stands, or stood, for it. */
  readonly isAnothers: (id: string) => boolean;
  /** What this process has made that looks the same. */
  readonly made: readonly ConnectionRecord[];
  /** Whether a connection was deleted, or found gone. */
  readonly isGone: (id: string) => boolean;
  /** Whether this resource stands for a connection, which the new one replaces. */
  readonly isOwn: (id: string) => boolean;
  /** Whether another resource of this program is known to stand, or to have stood, for a connection. */
  readonly isManaged: (id: string) => boolean;
  /** Whether it goes on beside connections that look the same. */
  readonly allowDuplicate: boolean;
  /** For how long the service may not show what was written. */
  readonly lag: Lag;
  readonly signal: AbortSignal | undefined;
  readonly say: (message: string) => void;
}

/** A connection that was made: its id, and what the service told of it. */
export interface Made {
  readonly id: string;
  readonly outputs: Partial<State>;
  /** When the token was sent with which it was made, by the service's clock, in Unix milliseconds. */
  readonly sentAt: number;
  /** Whether it is as it was made; by an earlier run, it may have been changed since. */
  readonly isUnchanged: boolean;
  /** Set where an earlier run made it. */
  readonly wasThere?: true;
}
