import { join } from "node:path";
import { REPLACING } from "../../../provider/coregit/diff";
import { DEFAULTS, declarationSchema, stateSchema } from "../../../provider/coregit/schema";
import { DEFAULT_BASE_URL, DEFAULT_LIST_LAG, SETTINGS } from "../../../provider/coregit/settings";
import { secretSource } from "../../../provider/secrets/source";
import { Comments } from "./comments";
import type { Source } from "./source";

const SDK = join(__dirname, "../../../sdk");

const comments = new Comments(
  ["coregit/args.ts", "coregit/connection.ts", "coregit/resource.ts", "secretSource.ts"].map((file) =>
    join(SDK, file),
  ),
  {},
);

const declared = declarationSchema(undefined);

/** Coregit's connections. */
export const coregit: Source = {
  kind: "coregit",
  comments,
  resource: "Connection",
  argumentsIn: ["DeclaredConnection", "WrittenOut", "ReferredTo"],
  choice: "WithAccessToken",
  declared,
  recorded: stateSchema,
  types: [
    {
      // Not Provider, which is what configures the package.
      name: "CodeHost",
      schema: declared.shape.provider,
      description: comments.of("ConnectionResource.provider"),
      describe: () => undefined,
    },
    {
      name: "SecretSource",
      schema: secretSource,
      description: comments.of("SecretSource"),
      describe: (field) => comments.of(`SecretSource.${field}`),
    },
    {
      name: "Status",
      schema: stateSchema.shape.status.unwrap(),
      description: comments.of("Status"),
      describe: (field) => comments.of(`Status.${field}`),
    },
  ],
  defaults: DEFAULTS,
  replacing: REPLACING,
  settings: {
    keys: SETTINGS,
    defaults: { baseUrl: DEFAULT_BASE_URL, listLagSeconds: Number(DEFAULT_LIST_LAG) },
  },
  lookup: {
    id: "The connection's id.",
    filters: {
      provider: "Only connections to this code host.",
      label: "Only connections with exactly this label. Several may have it.",
    },
  },
};
