import { z } from "zod";
import type { Attempts } from "../../core/attempts";
import type { SigSentryClient } from "../client";
import type { Inputs } from "../schema";
import type { listedLooks } from "../wire";

/** What is remembered of a creation, for it to be found in the list of its project. */
export const looks = z.object({
  /** Absent: the project that the API key belongs to. */
  projectId: z.string().exactOptional(),
  platform: z.string(),
  repositories: z.array(z.string()),
});

/** {@link looks} as a type. */
export type Looks = z.output<typeof looks>;

/** The looks of a connection that is declared. */
export function looksOf({ projectId, platform, repositories }: Inputs): Looks {
  return { platform, repositories, ...(projectId === undefined ? {} : { projectId }) };
}

/** A listed connection, as far as it is named to a user. */
export type Listed = z.output<typeof listedLooks>;

/** What a creation needs to know besides what is to be made. */
export interface CreationContext {
  readonly attempts: Attempts<Looks>;
  /** Tells the resource from every other. */
  readonly identity: string;
  /** Whether it goes on beside connections that look the same. */
  readonly allowDuplicate: boolean;
  /** What this process has made. */
  readonly made: readonly Listed[];
  /** Whether this process has deleted a connection, or found it gone. */
  readonly isGone: (id: string) => boolean;
  /** Whether this resource stands for a connection, which the new one replaces. */
  readonly isOwn: (id: string) => boolean;
  /** Whether it may be created beside the one that it replaces. */
  readonly isReplacement: boolean;
  /** Whether any resource of this program is known to stand for a connection. */
  readonly isManaged: (id: string) => boolean;
  /** Whether a connection was made for another resource, or another one stands for it. */
  readonly isAnothers: (id: string) => boolean;
  readonly clientOf: (projectId: string | undefined) => SigSentryClient;
  readonly say: (message: string) => void;
}
