import type { SentCredentials } from "../sentCredentials";

/** How a token is sent, and where it is recorded when it was. */
export const CREDENTIALS = {
  field: "access_token",
  property: "accessToken",
  output: "accessTokenChangedAt",
} as const satisfies SentCredentials;
