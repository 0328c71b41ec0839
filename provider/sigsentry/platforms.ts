import { z } from "zod";
import { problemWithAddress, SLASHES } from "../http/address";
import { secretSource } from "../secrets/source";
import { tokenOf, userName } from "../secrets/token";

/** The code hosts that SigSentry connects to. */
export const PLATFORMS = ["github", "gitlab", "bitbucket"] as const;

/** A code host that SigSentry connects to. */
export type Platform = (typeof PLATFORMS)[number];

/** How one platform names its repositories. */
interface RepositoryFormat {
  readonly pattern: RegExp;
  readonly example: string;
}

/**
 * The letters, digits and signs that any of the hosts has in a name, in any place: each host has names from before its
 * rules of today, and a rule stricter than the service's would refuse what exists.
 */
const SEGMENT = String.raw`(?!\.{1,2}(?:/|$))[A-Za-z0-9_.-]+`;
const TWO_SEGMENTS = new RegExp(`^${SEGMENT}/${SEGMENT}$`);
const TWO_OR_MORE_SEGMENTS = new RegExp(`^${SEGMENT}(?:/${SEGMENT})+$`);

const FORMATS: Readonly<Record<Platform, RepositoryFormat>> = {
  github: { pattern: TWO_SEGMENTS, example: "owner/repo" },
  gitlab: { pattern: TWO_OR_MORE_SEGMENTS, example: "group/project or group/subgroup/project" },
  bitbucket: { pattern: TWO_SEGMENTS, example: "workspace/repo-slug" },
};

/** A name that its platform would not accept. */
export interface RepositoryProblem {
  readonly message: string;
  /** The name that was probably meant. */
  readonly suggestion: string | undefined;
}

/** What is wrong with a repository's name on this platform; `undefined`: nothing. */
export function problemWithRepository(platform: Platform, name: string): RepositoryProblem | undefined {
  const { pattern, example } = FORMATS[platform];
  const plain = withoutUrl(name);
  if (plain === name && pattern.test(name)) return undefined;
  const suggestion = plain !== name && pattern.test(plain) ? plain : undefined;
  return { message: `must be ${example}`, suggestion };
}

/** `https://github.com/acme/x.git` and `git@github.com:acme/x.git` name `acme/x`. */
function withoutUrl(name: string): string {
  return name
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]+\//i, "")
    .replace(/^[^/@\s]+@[^/:\s]+:/, "")
    .replace(/\.git$/, "")
    .replace(SLASHES, "");
}

const baseUrl = (problem: (url: URL) => string | undefined) =>
  z.string().superRefine((value, context) => {
    const message = URL.canParse(value)
      ? (problemWithAddress(value) ?? problemWithScheme(new URL(value)) ?? problem(new URL(value)))
      : "must be a URL";
    if (message) context.addIssue({ code: "custom", message });
  });

function problemWithScheme(url: URL): string | undefined {
  return url.protocol === "https:" ? undefined : "must start with https://: the token travels over it";
}

const isGithubCom = (url: URL) => /^(api\.|www\.)?github\.com$/.test(url.hostname);

/** What each platform accepts as credentials: personal tokens and app passwords, nothing else can be posted. */
export const CREDENTIALS = {
  github: z.strictObject({
    token: tokenOf("github"),
    baseUrl: baseUrl((url) =>
      isGithubCom(url)
        ? "is for GitHub Enterprise Server (https://github.example.com/api/v3); leave it out"
        : undefined,
    ).optional(),
  }),
  gitlab: z.strictObject({
    token: tokenOf("gitlab"),
    baseUrl: baseUrl((url) =>
      /\/api\/v\d+\/*$/.test(url.pathname) ? "must be the instance's address, without /api/v4" : undefined,
    ).optional(),
  }),
  bitbucket: z.strictObject({
    username: userName.refine(
      (value) => !value.includes("@"),
      "must be the user name, not the e-mail address",
    ),
    appPassword: tokenOf("bitbucket"),
  }),
} as const;

/** A field that is no secret may be written out or referred to. */
const open = z.union([z.string(), secretSource], 'must be a text, { env: "NAME" } or { file: "PATH" }');

/** What each platform accepts as references to credentials; the values are checked by {@link CREDENTIALS}. */
export const CREDENTIALS_FROM = {
  github: z.strictObject({ token: secretSource, baseUrl: open.optional() }),
  gitlab: z.strictObject({ token: secretSource, baseUrl: open.optional() }),
  bitbucket: z.strictObject({ username: open, appPassword: secretSource }),
} as const;

/** The fields of `credentials` that may be shown; whatever else stands there counts as a secret. */
export const OPEN_FIELDS: readonly string[] = ["username", "baseUrl"];
