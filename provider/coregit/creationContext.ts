import type { Attempts } from "../core/attempts";
import type { Lag } from "./lag";
import type { Looks } from "./looks";
import type { ConnectionRecord } from "./wire";

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
