import { z } from "zod";

/** What is remembered of a creation, for it to be found in the list. */
export const looks = z.object({ provider: z.string(), label: z.string() });

/** {@link looks} as a type. */
export type Looks = z.output<typeof looks>;

/** What is sent to make a connection. */
export interface Wanted extends Looks {
  readonly accessToken: string;
}
