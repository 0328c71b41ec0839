import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** A secret by reference: a secret of the stack's configuration, or a variable of the environment. */
const reference = z.union(
  [z.strictObject({ config: z.string().min(1) }), z.strictObject({ env: z.string().min(1) })],
  "must be a reference, { config: name } or { env: NAME }: secrets do not belong in this file",
);

/** What every connection may declare; ranges and formats are the provider's to check. */
const common = {
  projectId: z.string().optional(),
  repositories: z.array(z.string()),
  serviceMappings: z
    .array(
      z.strictObject({
        serviceName: z.string(),
        repo: z.string(),
        pathPrefix: z.string().optional(),
        defaultBranch: z.string().optional(),
      }),
    )
    .optional(),
  lookbackDays: z.number().optional(),
  isActive: z.boolean().optional(),
};

const tokenCredentials = z.strictObject({ token: reference, baseUrl: z.string().optional() });

const connection = z.discriminatedUnion("platform", [
  z.strictObject({ platform: z.literal("github"), credentials: tokenCredentials, ...common }),
  z.strictObject({ platform: z.literal("gitlab"), credentials: tokenCredentials, ...common }),
  z.strictObject({
    platform: z.literal("bitbucket"),
    credentials: z.strictObject({ username: z.string(), appPassword: reference }),
    ...common,
  }),
]);

const coregitConnection = z.strictObject({
  provider: z.enum(["github", "gitlab"]),
  label: z.string(),
  accessToken: reference.optional(),
  adopt: z.string().optional(),
  verify: z.boolean().optional(),
  deletionProtection: z.boolean().optional(),
});

const connectionsFile = z.strictObject({
  sigsentry: z.record(z.string(), connection).default({}),
  coregit: z.record(z.string(), coregitConnection).default({}),
});

/** A secret by reference. */
export type Reference = z.output<typeof reference>;

/** One SigSentry connection as the file declares it. */
export type FileConnection = z.output<typeof connection>;

/** One Coregit connection as the file declares it. */
export type CoregitFileConnection = z.output<typeof coregitConnection>;

/** The connections of a file, by name. */
export type ConnectionsFile = z.output<typeof connectionsFile>;

/**
 * Reads `connections.yaml` beside the `Pulumi.yaml` that governs `start`.
 *
 * @throws Error when there is no such file or it does not have the right form; every problem is named by its path.
 */
export function readConnectionsFile(start: string): ConnectionsFile {
  const path = join(projectFolder(start), "connections.yaml");
  const result = connectionsFile.safeParse(parse(readFileSync(path, "utf8")));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`connections.yaml has ${problems.length} problem(s):\n${problems.join("\n")}`);
}

function projectFolder(start: string): string {
  if (existsSync(join(start, "Pulumi.yaml"))) return start;
  const parent = dirname(start);
  if (parent === start) throw new Error("There is no Pulumi.yaml in this folder or above it.");
  return projectFolder(parent);
}
