import fc from "fast-check";

/** Names of connections. */
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);

/** What no token looks like; without control characters, whose escapes the library breaks over lines. */
const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((value) => !/gh[a-z]_|glpat|glo|glp|ss_|cg|github_pat|:\/\//.test(value));

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);

const reference = fc.oneof(
  fc.record({ env: fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/) }),
  fc.record({ file: word }),
  fc.record({
    config: fc.oneof(
      word,
      fc.tuple(word, word).map((parts) => parts.join(":")),
    ),
  }),
);

const optional = {
  lookbackDays: fc.integer({ min: 1, max: 365 }),
  isActive: fc.boolean(),
  allowDuplicate: fc.boolean(),
  credentialsVersion: fc.integer({ min: 1, max: 1000 }),
};

const sigsentry = (platform: string, repository: fc.Arbitrary<string>, credentials: fc.Arbitrary<object>) =>
  fc
    .tuple(
      fc.record(
        {
          platform: fc.constant(platform),
          repositories: fc.uniqueArray(repository, { minLength: 1, maxLength: 4 }),
          credentials: fc.oneof(credentials, fc.constant("keep")),
          ...optional,
        },
        { requiredKeys: ["platform", "repositories"] },
      ),
      fc.uniqueArray(text, { maxLength: 3 }),
      fc.option(text),
    )
    .map(([connection, services, pathPrefix]) => {
      if (services.length === 0) return connection;
      const [repo] = connection.repositories;
      const extra = pathPrefix === null ? {} : { pathPrefix };
      return {
        ...connection,
        serviceMappings: services.map((serviceName) => ({ serviceName, repo, ...extra })),
      };
    });

const ownerAndName = fc.tuple(word, word).map((parts) => parts.join("/"));
const ofGroups = fc.array(word, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("/"));
const withToken = fc.record({ token: reference });

const sigsentryConnection = fc.oneof(
  sigsentry("github", ownerAndName, withToken),
  sigsentry(
    "gitlab",
    ofGroups,
    fc.record({ token: reference, baseUrl: fc.constant("https://gitlab.example.com") }),
  ),
  sigsentry("bitbucket", ownerAndName, fc.record({ username: word, appPassword: reference })),
);

const coregitConnection = fc.record(
  {
    provider: fc.constantFrom("github", "gitlab"),
    label: text,
    accessToken: fc.oneof(reference, fc.constant("keep")),
    accessTokenVersion: fc.integer({ min: 1, max: 1000 }),
    verify: fc.boolean(),
    deletionProtection: fc.boolean(),
    allowDuplicate: fc.boolean(),
  },
  { requiredKeys: ["provider", "label"] },
);

/** Everything that a file without defaults may declare; adoptions, which are once in all files, come on top. */
export const documents = fc
  .tuple(
    fc.uniqueArray(name, { maxLength: 6 }),
    fc.array(sigsentryConnection, { minLength: 3, maxLength: 3 }),
    fc.array(coregitConnection, { minLength: 3, maxLength: 3 }),
    fc.option(word),
    fc.option(fc.stringMatching(/^rc_[a-z0-9]{1,8}$/)),
  )
  .map(([names, ofSigsentry, ofCoregit, project, adopt]) => {
    const adopted = (connection: object, index: number) =>
      index === 0 && adopt !== null ? { ...connection, adopt } : connection;
    const of = (own: readonly string[], connections: readonly object[]) =>
      Object.fromEntries(own.map((key, index) => [key, adopted(connections[index] ?? {}, index)]));
    return {
      ...(project === null ? {} : { project }),
      sigsentry: of(names.slice(0, 3), ofSigsentry),
      coregit: of(names.slice(3), ofCoregit),
    };
  });
