import fc from "fast-check";
import type { Properties } from "../../../provider/contract";
import { tokenText } from "../token";

/** How a connection's token is declared: written out, referred to, or not at all (adopted, the grant kept). */
export type TokenStyle = "literal" | "reference" | "kept";

/** What a program declares of one connection. Credentials are counted, not named: each rotation is a new number. */
export interface Declaration {
  readonly platform: "github" | "gitlab";
  readonly fields: Fields;
  readonly style: TokenStyle;
  /** Which token; the numbers are never used twice in a run. */
  readonly token: number;
  readonly version: number | undefined;
  readonly adopt: string | undefined;
  /** Whether another connection may look the same. */
  readonly allowDuplicate: boolean;
}

/** What an update can change, but for the credentials. */
export interface Fields {
  readonly repositories: readonly string[];
  readonly serviceMappings: readonly Mapping[];
  readonly lookbackDays: number;
  readonly isActive: boolean;
}

interface Mapping {
  readonly serviceName: string;
  readonly repo: string;
  readonly pathPrefix?: string;
  readonly defaultBranch?: string;
}

const REPOSITORIES = ["acme/ledger", "acme/payments", "acme/web"];

const mapping = fc.record(
  {
    serviceName: fc.constantFrom("api", "books", "Api"),
    repo: fc.constantFrom(...REPOSITORIES),
    pathPrefix: fc.constantFrom("", "src", "services/api"),
    defaultBranch: fc.constantFrom("main", "trunk"),
  },
  { requiredKeys: ["serviceName", "repo"] },
);

/** Any fields that pass the check, in any order. */
export const anyFields: fc.Arbitrary<Fields> = fc
  .record({
    repositories: fc.shuffledSubarray(REPOSITORIES, { minLength: 1 }),
    mappings: fc.uniqueArray(mapping, {
      maxLength: 3,
      selector: ({ serviceName, repo }) => `${serviceName} ${repo}`,
    }),
    lookbackDays: fc.constantFrom(1, 7, 30, 365),
    isActive: fc.boolean(),
  })
  .map(({ repositories, mappings, lookbackDays, isActive }) => ({
    repositories,
    serviceMappings: mappings.filter(({ repo }) => repositories.includes(repo)),
    lookbackDays,
    isActive,
  }));

/** The arguments of the resource. `variable` is the environment variable that a reference names. */
export function argumentsOf(declaration: Declaration, variable: string): Properties {
  const { platform, fields, style, token, version, adopt, allowDuplicate } = declaration;
  return {
    platform,
    ...fields,
    ...(style === "literal" ? { credentials: { token: tokenText(token) } } : {}),
    ...(style === "reference" ? { credentialsFrom: { token: { env: variable } } } : {}),
    ...(version === undefined ? {} : { credentialsVersion: version }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(allowDuplicate ? { allowDuplicate } : {}),
  };
}
