import type { SentCredentials } from "../sentCredentials";

/** How credentials are sent, and where it is recorded when they were. */
export const CREDENTIALS = {
  field: "credentials",
  property: "credentials",
  output: "credentialsChangedAt",
} as const satisfies SentCredentials;
