import { z } from "zod";
import { declarationSchema, PROVIDERS } from "../../../provider/coregit/schema";
import { renamedFrom } from "../../file/names";
import { reference, referenceOrKeep } from "../../file/references";

const { shape } = declarationSchema(undefined);

const PROVIDER =
  "The code host: github (GitHub.com) or gitlab (GitLab.com). Changing it replaces the connection, and with the old one goes every sync configuration that uses it.";

const verify = shape.verify.describe(
  "Whether Coregit is to try the stored token with every creation, update and refresh. Default: false.",
);

const deletionProtection = shape.deletionProtection.describe(
  "Whether a deletion or replacement is refused: every sync configuration that uses the connection would go with it. Default: false.",
);

/** A connection with its defaults filled in. */
export const FORM = declarationSchema(undefined)
  .omit({ accessToken: true, accessTokenFrom: true })
  .extend({
    provider: shape.provider.describe(PROVIDER),
    label: shape.label
      .describe("What people call the connection; not empty.")
      .meta({ examples: ["CI, read only"] }),
    accessToken: referenceOrKeep
      .optional()
      .describe(
        "The token to read with, by reference, or `keep`: what the service holds already. Default: the provider's of `defaults`.",
      ),
    accessTokenVersion: shape.accessTokenVersion.describe(
      "Raise it to have the same token sent again. A whole number from 1. Default: counts its changes by itself.",
    ),
    adopt: shape.adopt
      .describe(
        "The id of a connection that exists and is taken over, instead of a new one being made. Once that is done, the line can go.",
      )
      .meta({ examples: ["V1StGXR8_Z5jdHi6B-myT"] }),
    allowDuplicate: shape.allowDuplicate.describe(
      "Whether the connection is made even though one to the same provider with the same label exists. Only its creation looks at it. Default: false.",
    ),
    renamedFrom,
    verify,
    deletionProtection,
  });

/** A connection as it is written, before defaults are filled in. */
export const coregitWritten = FORM.extend({
  provider: FORM.shape.provider.optional().describe(`${PROVIDER} Default: that of \`defaults\`.`),
});

/** `defaults.coregit`. */
export const coregitDefaults = z.strictObject({
  provider: z.enum(PROVIDERS).optional().describe(PROVIDER),
  verify,
  deletionProtection,
  accessToken: z
    .strictObject({ github: reference.optional(), gitlab: reference.optional() })
    .optional()
    .describe("Tokens by provider; each is used for connections of that provider only."),
});

/** A connection to be made, defaults filled in. */
export type CoregitDeclaration = z.output<typeof FORM>;
