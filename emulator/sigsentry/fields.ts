import { z } from "zod";

/** The platforms of code hosts. */
export const platformSchema = z.enum(["github", "gitlab", "bitbucket"]);
/** A platform. */
export type Platform = z.infer<typeof platformSchema>;

const text = z.string().min(1);
const baseUrl = z.url({ protocol: /^https?$/, error: "Must be an http or https URL" });
const tokenCredentials = z.strictObject({ token: text, baseUrl: baseUrl.exactOptional() });

/** What may be posted as credentials, by platform: personal tokens, nothing else. */
export const credentialsSchemas = {
  github: tokenCredentials,
  gitlab: tokenCredentials,
  bitbucket: z.strictObject({ username: text, appPassword: text }),
};
/** Credentials as they are stored. */
export type Credentials = z.infer<(typeof credentialsSchemas)[Platform]>;

/** One part of a repository's path; `.` and `..` are none. */
const SEGMENT = String.raw`(?!\.{1,2}(?:/|$))[A-Za-z0-9_.-]+`;
const TWO_SEGMENTS = new RegExp(`^${SEGMENT}/${SEGMENT}$`);
const TWO_OR_MORE_SEGMENTS = new RegExp(`^${SEGMENT}(?:/${SEGMENT})+$`);

/** The repositories of a connection, by platform; at least one. Undocumented, chosen: a repeated one is stored. */
export const repositoriesSchemas = {
  github: z.array(z.string().regex(TWO_SEGMENTS, "Must be owner/repo")).min(1),
  gitlab: z
    .array(z.string().regex(TWO_OR_MORE_SEGMENTS, "Must be group/project or group/subgroup/project"))
    .min(1),
  bitbucket: z.array(z.string().regex(TWO_SEGMENTS, "Must be workspace/repo-slug")).min(1),
};

const serviceMapping = z.strictObject({
  serviceName: text,
  repo: text,
  pathPrefix: z.string(),
  defaultBranch: text,
});
/** Which service's code lies where. */
export type ServiceMapping = z.infer<typeof serviceMapping>;
/** The mappings of a connection. */
export const serviceMappingsSchema = z.array(serviceMapping);
/** How many days of changes are looked at. */
export const lookbackDaysSchema = z.int().min(1).max(365);
