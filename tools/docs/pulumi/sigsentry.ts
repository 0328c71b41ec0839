import { join } from "node:path";
import { z } from "zod";
import { secretSource } from "../../../provider/secrets/source";
import { REPLACING } from "../../../provider/sigsentry/diff";
import {
  CREDENTIALS,
  CREDENTIALS_FROM,
  OPEN_FIELDS,
  PLATFORMS,
  type Platform,
} from "../../../provider/sigsentry/platforms";
import {
  ANY_PLATFORM,
  DEFAULTS,
  MAPPING_DEFAULTS,
  SERVICE_MAPPING,
  stateSchema,
} from "../../../provider/sigsentry/schema";
import { DEFAULT_BASE_URL, SETTINGS } from "../../../provider/sigsentry/settings";
import { Comments } from "./comments";
import type { Source } from "./source";

const SDK = join(__dirname, "../../../sdk");

const nameOf = (platform: Platform) => `${platform.slice(0, 1).toUpperCase()}${platform.slice(1)}`;

const comments = new Comments(
  ["sigsentry/args.ts", "sigsentry/repoConnection.ts", "sigsentry/resource.ts", "secretSource.ts"].map(
    (file) => join(SDK, file),
  ),
  Object.fromEntries(PLATFORMS.map((platform) => [`${nameOf(platform)}Credentials`, "credentials"])),
);

/** One object for all platforms, since a choice of objects has no type in Go; the provider checks which fields it has. */
const credentials = z.strictObject({
  ...CREDENTIALS.github.partial().shape,
  ...CREDENTIALS.gitlab.partial().shape,
  ...CREDENTIALS.bitbucket.partial().shape,
});

const credentialsFrom = z.strictObject({
  ...CREDENTIALS_FROM.github.partial().shape,
  ...CREDENTIALS_FROM.gitlab.partial().shape,
  ...CREDENTIALS_FROM.bitbucket.partial().shape,
});

/** What is said for each platform, as paragraphs; platforms of which the same is said share one. */
function byPlatform(say: (platform: Platform) => { text: string; note?: string } | undefined): string {
  const paragraphs = new Map<string, string[]>();
  for (const platform of PLATFORMS) {
    const said = say(platform);
    if (said === undefined) continue;
    const platforms = paragraphs.get(said.text) ?? [];
    paragraphs.set(said.text, [...platforms, `\`${platform}\`${said.note ?? ""}`]);
  }
  return [...paragraphs].map(([text, platforms]) => `${platforms.join(", ")}: ${text}`).join("\n\n");
}

/** What is said of a field of credentials that only some platforms want. */
function describeField(
  forms: Readonly<Record<Platform, z.ZodObject>>,
  declaration: "Credentials" | "CredentialsFrom",
) {
  return (field: string) =>
    byPlatform((platform) => {
      const schema = forms[platform].shape[field];
      if (schema === undefined) return undefined;
      const text = comments.of(`${nameOf(platform)}${declaration}.${field}`);
      return { text, note: schema instanceof z.ZodOptional ? " (optional)" : " (required)" };
    });
}

function describeAll(declaration: "Credentials" | "CredentialsFrom"): string {
  return byPlatform((platform) => ({ text: comments.of(`${nameOf(platform)}${declaration}`) }));
}

/** SigSentry's repo connections. */
export const sigsentry: Source = {
  kind: "sigsentry",
  comments,
  resource: "RepoConnection",
  argumentsIn: ["ConnectionArgs", "OnPlatform", "WrittenOut", "ReferredTo"],
  choice: "WithCredentials",
  declared: ANY_PLATFORM.extend({
    credentials: credentials.optional(),
    credentialsFrom: credentialsFrom.optional(),
  }),
  recorded: stateSchema,
  types: [
    {
      name: "Platform",
      schema: ANY_PLATFORM.shape.platform,
      description: comments.of("RepoConnectionResource.platform"),
      describe: (value) => {
        const platform = PLATFORMS.find((each) => each === value);
        return platform && comments.of(`${nameOf(platform)}ConnectionArgs`);
      },
    },
    {
      name: "Credentials",
      schema: credentials,
      description: describeAll("Credentials"),
      describe: describeField(CREDENTIALS, "Credentials"),
      secrets: Object.keys(credentials.shape).filter((field) => !OPEN_FIELDS.includes(field)),
    },
    {
      name: "CredentialsFrom",
      schema: credentialsFrom,
      description: describeAll("CredentialsFrom"),
      describe: describeField(CREDENTIALS_FROM, "CredentialsFrom"),
    },
    {
      name: "SecretSource",
      schema: secretSource,
      description: comments.of("SecretSource"),
      describe: (field) => comments.of(`SecretSource.${field}`),
    },
    {
      name: "ServiceMapping",
      schema: SERVICE_MAPPING,
      description: comments.of("ServiceMappingArgs"),
      describe: (field) => comments.of(`ServiceMappingArgs.${field}`),
      defaults: MAPPING_DEFAULTS,
    },
  ],
  defaults: DEFAULTS,
  replacing: REPLACING,
  settings: { keys: SETTINGS, defaults: { baseUrl: DEFAULT_BASE_URL } },
  lookup: {
    id: "The connection's id. In a project that is not the configured one, after the project's id and a slash: `prj_payments/rc_x1y2z3`.",
    filters: {
      platform: "Only connections to this platform.",
      repository: "Only connections that read this repository.",
      serviceName: "Only connections that have a mapping of this service.",
      projectId: "The project that is asked. Default: the configured one, else that of the API key.",
    },
  },
};
