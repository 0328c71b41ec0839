import { z } from "zod";
import { CREDENTIALS, PLATFORMS, type Platform } from "../../../provider/sigsentry/platforms";
import { ANY_PLATFORM, SCHEMAS, SERVICE_MAPPING } from "../../../provider/sigsentry/schema";
import { renamedFrom } from "../../file/names";
import { keep, reference } from "../../file/references";

const BASE_URL = {
  github:
    "The API of a GitHub Enterprise Server, https: only: https://github.example.com/api/v3. Default: GitHub.com.",
  gitlab:
    "The address of a self-hosted GitLab, without /api/v4, https: only: https://gitlab.example.com. Default: GitLab.com.",
};

/** Credentials as the file gives them: every secret by reference. */
export const CREDENTIAL_FORMS = {
  github: CREDENTIALS.github
    .extend({
      token: reference.describe(
        "The token to read with; it needs Contents, Metadata and Pull requests, each to read.",
      ),
      baseUrl: CREDENTIALS.github.shape.baseUrl.describe(BASE_URL.github),
    })
    .meta({ id: "githubCredentials", description: "A personal access token of GitHub, by reference." }),
  gitlab: CREDENTIALS.gitlab
    .extend({
      token: reference.describe("The token to read with; it needs the scopes read_api and read_repository."),
      baseUrl: CREDENTIALS.gitlab.shape.baseUrl.describe(BASE_URL.gitlab),
    })
    .meta({ id: "gitlabCredentials", description: "A personal access token of GitLab, by reference." }),
  bitbucket: CREDENTIALS.bitbucket
    .extend({
      username: CREDENTIALS.bitbucket.shape.username.describe("The user name; not the e-mail address."),
      appPassword: reference.describe("The app password; it needs Repositories and Account, each to read."),
    })
    .meta({ id: "bitbucketCredentials", description: "An app password of Bitbucket Cloud, by reference." }),
} as const;

const CREDENTIALS_MESSAGE =
  "must hold references, { token: { env: NAME } } say, or be keep; a secret does not belong in this file";

const CREDENTIALS_DESCRIPTION =
  "What to read with, by reference, or `keep`: what the service holds already. Default: the platform's of `defaults`.";

const mapping = SERVICE_MAPPING.shape;

/** The fields that every platform has. */
const common = {
  serviceMappings: z
    .array(
      SERVICE_MAPPING.extend({
        serviceName: mapping.serviceName
          .describe(
            "The service as its logs name it in their field `service`: exactly, upper and lower case included.",
          )
          .meta({ examples: ["payments-api"] }),
        repo: mapping.repo.describe("The repository; one of the connection's repositories."),
        pathPrefix: mapping.pathPrefix
          .describe('The folder inside of the repository. Default: "", its root.')
          .meta({ examples: ["services/api"] }),
        defaultBranch: mapping.defaultBranch.describe(
          "The branch that analyses reason about. Default: main.",
        ),
      }),
    )
    .optional()
    .describe(
      "Which service's logs come from which folder of which repository. Default: none. Each folder once for a service.",
    ),
  lookbackDays: SCHEMAS.github.shape.lookbackDays.describe(
    "How far back the history of pull and merge requests is searched, in days: 1 to 365. Default: 30.",
  ),
  isActive: SCHEMAS.github.shape.isActive.describe(
    "Whether analyses use the connection; false pauses it. Default: true.",
  ),
  credentialsVersion: SCHEMAS.github.shape.credentialsVersion.describe(
    "Raise it to have the same credentials sent again. A whole number from 1. Default: counts their changes by itself.",
  ),
  adopt: SCHEMAS.github.shape.adopt
    .describe(
      "The id of a connection that exists and is taken over, instead of a new one being made. Once that is done, the line can go.",
    )
    .meta({ examples: ["6f1c2a9e-3b7d-4c55-9a41-0d2e8b7c9f10"] }),
  allowDuplicate: SCHEMAS.github.shape.allowDuplicate.describe(
    "Whether the connection is made even though one to the same platform with the same repositories exists. Only its creation looks at it. Default: false.",
  ),
  renamedFrom,
};

const PLATFORM =
  "Where the repositories are. Changing it replaces the connection, the old one deleted first.";

const REPOSITORIES = {
  github: "The repositories to read, one at least: owner/repo.",
  gitlab: "The repositories to read, one at least: group/project or group/subgroup/project.",
  bitbucket: "The repositories to read, one at least: workspace/repo-slug.",
};

/** What the file says otherwise than a program does, or not at all. */
const REPLACED = { credentials: true, credentialsFrom: true, projectId: true } as const;

const credentialsOf = <Form extends z.ZodType>(form: Form) =>
  z.union([form, keep], CREDENTIALS_MESSAGE).optional().describe(CREDENTIALS_DESCRIPTION);

/** A connection with its defaults filled in, a schema a platform. */
export const FORMS = {
  github: SCHEMAS.github.omit(REPLACED).extend({
    ...common,
    repositories: SCHEMAS.github.shape.repositories.describe(REPOSITORIES.github),
    credentials: credentialsOf(CREDENTIAL_FORMS.github),
  }),
  gitlab: SCHEMAS.gitlab.omit(REPLACED).extend({
    ...common,
    repositories: SCHEMAS.gitlab.shape.repositories.describe(REPOSITORIES.gitlab),
    credentials: credentialsOf(CREDENTIAL_FORMS.gitlab),
  }),
  bitbucket: SCHEMAS.bitbucket.omit(REPLACED).extend({
    ...common,
    repositories: SCHEMAS.bitbucket.shape.repositories.describe(REPOSITORIES.bitbucket),
    credentials: credentialsOf(CREDENTIAL_FORMS.bitbucket),
  }),
} as const;

/** For a connection whose platform is missing or none: everything that does not depend on it. */
export const FORM_OF_NO_PLATFORM = ANY_PLATFORM.omit(REPLACED).extend({
  ...common,
  credentials: z.unknown().optional(),
});

/** A connection as it is written, before defaults are filled in. */
export const sigsentryWritten = ANY_PLATFORM.omit(REPLACED).extend({
  platform: z.enum(PLATFORMS).optional().describe(`${PLATFORM} Default: that of \`defaults\`.`),
  repositories: ANY_PLATFORM.shape.repositories
    .describe(
      "The repositories to read, one at least. A set: their order means nothing. owner/repo on GitHub, group/project or group/subgroup/project on GitLab, workspace/repo-slug on Bitbucket.",
    )
    .meta({ examples: [["acme/payments", "acme/ledger"]] }),
  ...common,
  credentials: z
    .union([CREDENTIAL_FORMS.github, CREDENTIAL_FORMS.gitlab, CREDENTIAL_FORMS.bitbucket, keep])
    .optional()
    .describe(CREDENTIALS_DESCRIPTION),
});

/** `defaults.sigsentry`. */
export const sigsentryDefaults = z.strictObject({
  platform: z.enum(PLATFORMS).optional().describe(PLATFORM),
  lookbackDays: common.lookbackDays,
  isActive: common.isActive,
  credentials: z
    .strictObject({
      github: CREDENTIAL_FORMS.github.optional(),
      gitlab: CREDENTIAL_FORMS.gitlab.optional(),
      bitbucket: CREDENTIAL_FORMS.bitbucket.optional(),
    })
    .optional()
    .describe("Credentials by platform; each is used for connections of that platform only."),
});

/** A connection to be made, defaults filled in. */
export type SigsentryDeclaration = z.output<(typeof FORMS)[Platform]>;
