import { z } from "zod";
import { isFreeSetting, NOT_FREE } from "../../provider/secrets/reserved";
import { isNoCredential, secretSource } from "../../provider/secrets/source";

const [environment, file] = secretSource.options;

/** A secret of the stack's configuration; without a namespace, of the project's own. */
const configName = z
  .string()
  .refine(isNoCredential, "must be the secret's name, and is a credential itself")
  .regex(
    /^(?!-)[^\s:]+(:[^\s:]+)?$/,
    "must be the name of a secret of the stack's configuration: name, or namespace:name",
  )
  .refine(isFreeSetting, NOT_FREE);

const FORMS = [
  z
    .strictObject({
      env: environment.shape.env.describe("The variable's name.").meta({ examples: ["GITHUB_TOKEN"] }),
    })
    .describe("A variable of the environment in which pulumi runs. The state never holds its value."),
  z
    .strictObject({
      file: file.shape.file
        .describe("The file's path; a relative one starts in the project's folder.")
        .meta({ examples: ["/run/secrets/github-token"] }),
    })
    .describe("A file of the machine on which pulumi runs. The state never holds its content."),
  z
    .strictObject({
      config: configName
        .describe("The secret's name; `namespace:name` for one of another namespace.")
        .meta({ examples: ["githubToken"] }),
    })
    .describe(
      "A secret of the stack's configuration (`pulumi config set --secret`), Pulumi ESC included. The state holds it encrypted.",
    ),
] as const;

const MESSAGE =
  "must be a reference: { env: NAME }, { file: PATH } or { config: name }; a secret does not belong in this file";

/** Where a secret is found; the file never holds one. */
export const reference = z
  .union(FORMS, MESSAGE)
  .meta({ id: "reference", description: "Where the secret is found: { env }, { file } or { config }." });

/** {@link reference} as a type. */
export type Reference = z.output<typeof reference>;

/** Stands for what the service holds already. */
export const keep = z
  .literal("keep")
  .describe("Leaves what the service holds: of an adopted connection, of a grant given in the dashboard.");

/** {@link reference}, or {@link keep}. */
export const referenceOrKeep = z.union([...FORMS, keep], MESSAGE);
