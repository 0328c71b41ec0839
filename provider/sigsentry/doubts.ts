import type { Problem, Properties } from "../contract";
import { isObject } from "../core/values";
import { CREDENTIAL_PROPERTIES } from "./schema";

/**
 * What SigSentry stores and can hardly make use of. It is accepted, since the service may hold it already, and said. What
 * is not known yet, or wrong, is passed over.
 */
export function doubtsAbout(declared: Properties): Problem[] {
  const mappings: unknown[] = Array.isArray(declared.serviceMappings) ? declared.serviceMappings : [];
  const inMappings = mappings.flatMap((mapping, index) => {
    const { pathPrefix, defaultBranch } = isObject(mapping) ? mapping : {};
    const path = `serviceMappings[${index}]`;
    return [
      { path: `${path}.pathPrefix`, message: doubtAbout(pathPrefix, FOLDER) },
      { path: `${path}.defaultBranch`, message: doubtAbout(defaultBranch, BRANCH) },
    ];
  });
  const inCredentials = [CREDENTIAL_PROPERTIES.name, CREDENTIAL_PROPERTIES.from].map((field) => {
    const credentials = declared[field];
    const baseUrl = isObject(credentials) ? credentials.baseUrl : undefined;
    const message = declared.platform === "github" ? doubtAboutGithub(baseUrl) : undefined;
    return { path: `${field}.baseUrl`, message };
  });
  return [...inMappings, ...inCredentials].flatMap(({ path, message }) =>
    message === undefined ? [] : [{ path, message }],
  );
}

type Doubts = readonly (readonly [RegExp, string])[];

/** The vendor's own examples end in a slash; whether that matters is not known. */
const FOLDER: Doubts = [
  [/\\/, "has a backslash: folders of a repository are separated by /"],
  [/^\//, "starts with a slash: it is a folder in the repository, services/api for one"],
  [/(^|\/)\.\.?(\/|$)/, "has a . or .. in it: name the folder as it is seen from the repository's root"],
  [/\*/, "has a *: it names one folder and is no pattern"],
  [/\/\//, "has two slashes in a row"],
  [/^\s|\s$/, "starts or ends with white space"],
];

/** By the rules of `git check-ref-format`. */
const BRANCH: Doubts = [
  [/^refs\//, "is a ref: write the branch alone, main for refs/heads/main"],
  [/^\s|\s$/, "starts or ends with white space, which no branch does"],
  [
    /[\p{Cc}\s~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|(^|\/)\.|\.lock(\/|$)|^@$/u,
    "is no name that git allows for a branch",
  ],
];

function doubtAbout(value: unknown, doubts: Doubts): string | undefined {
  if (typeof value !== "string") return undefined;
  return doubts.find(([pattern]) => pattern.test(value))?.[1];
}

function doubtAboutGithub(baseUrl: unknown): string | undefined {
  if (typeof baseUrl !== "string" || !URL.canParse(baseUrl)) return undefined;
  const { hostname, pathname } = new URL(baseUrl);
  if (/\.ghe\.com$/.test(hostname))
    return hostname.startsWith("api.") ? undefined : `is not the API, which is https://api.${hostname}`;
  if (/\/api\/v3\/*$/.test(pathname)) return undefined;
  return "has no /api/v3 at its end, where a GitHub Enterprise Server has its API";
}
