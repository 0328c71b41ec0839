import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Properties } from "../contract";
import { check as checkCoregit } from "../coregit/check";
import { stateSchema as coregitState } from "../coregit/schema";
import { check as checkSigsentry } from "../sigsentry/check";
import { readState } from "../sigsentry/record";
import { problemWithReserved, reservedSecrets } from "./reserved";
import { readSecret, secretSource } from "./source";
import { tokenOf } from "./token";

const folder = mkdtempSync(join(tmpdir(), "reserved-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "passphrase");
writeFileSync(file, "the passphrase of the file\n");

const CONFIG: Readonly<Record<string, string>> = {
  "sigsentry:apiKey": "configured-key-of-sigsentry",
  "coregit:apiKey": "configured-key-of-coregit",
};
const ENVIRONMENT = {
  SIGSENTRY_API_KEY: "key-of-sigsentry",
  COREGIT_API_KEY: "key-of-coregit\n",
  PULUMI_CONFIG_PASSPHRASE: "short",
  PULUMI_CONFIG_PASSPHRASE_FILE: file,
  PULUMI_ACCESS_TOKEN: "pul-0123456789abcdef",
};
const reserved = reservedSecrets((key) => CONFIG[key], ENVIRONMENT);

const HELD = [
  ["configured-key-of-sigsentry", "the API key of SigSentry"],
  ["key-of-sigsentry", "the API key of SigSentry"],
  ["configured-key-of-coregit", "the API key of Coregit"],
  ["key-of-coregit", "the API key of Coregit"],
  ["short", "Pulumi's passphrase"],
  ["the passphrase of the file", "Pulumi's passphrase"],
  ["pul-0123456789abcdef", "Pulumi's access token"],
] as const;

describe.each(HELD)("%j", (value, what) => {
  const message = `is ${what}, and is sent to nobody as a credential: give the code host's own`;

  it("is no credential, also between white space", () => {
    expect(problemWithReserved(value, reserved)).toBe(message);
    expect(problemWithReserved(` ${value}\n`, reserved)).toBe(message);
  });

  it("is refused wherever a credential may stand, at both services", () => {
    const read = () => value;
    const settings = { apiKey: "ss_secret_1", projectId: undefined, baseUrl: "https://api.sigsentry.com" };
    const sigsentry = (credentials: Properties) =>
      checkSigsentry(
        { repositories: ["a/b"], ...credentials },
        {},
        { settings, reserved, identity: "me", read },
      ).problems.filter((one) => one.message === message);
    const coregit = (credentials: Properties) =>
      checkCoregit(
        { provider: "gitlab", label: "a", ...credentials },
        {},
        { reserved, identity: "me", read },
      ).problems.filter((one) => one.message === message);
    const paths = [
      ...sigsentry({ platform: "gitlab", credentials: { token: value } }),
      ...sigsentry({ platform: "gitlab", credentialsFrom: { token: { env: "A" } } }),
      ...sigsentry({ platform: "bitbucket", credentials: { username: "a", appPassword: value } }),
      ...sigsentry({ platform: "bitbucket", credentialsFrom: { username: "a", appPassword: { file: "a" } } }),
      ...coregit({ accessToken: value }),
      ...coregit({ accessTokenFrom: { env: "A" } }),
      ...coregit({ accessTokenFrom: { file: "a" } }),
    ].map(({ path }) => path);
    expect(paths).toEqual([
      ...["credentials.token", "credentialsFrom.token"],
      ...["credentials.appPassword", "credentialsFrom.appPassword"],
      ...["accessToken", "accessTokenFrom", "accessTokenFrom"],
    ]);
  });
});

describe("problemWithReserved", () => {
  it("finds a long secret within a longer text, and no short one", () => {
    expect(problemWithReserved("x:key-of-sigsentry:x", reserved)).toContain("the API key of SigSentry");
    expect(problemWithReserved("shorter", reserved)).toBeUndefined();
  });

  it("takes everything else for a credential", () => {
    for (const value of ["ghp_x", "", undefined, 7])
      expect(problemWithReserved(value, reserved)).toBeUndefined();
  });
});

describe("reservedSecrets", () => {
  it("leaves out what is not set, and a file that cannot be read", () => {
    const nothing = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "no") };
    expect(reservedSecrets(() => undefined, nothing)).toEqual([]);
    expect(reservedSecrets(() => undefined, { PULUMI_CONFIG_PASSPHRASE_FILE: folder })).toEqual([]);
  });
});

const NOT_FREE = "is not for a code host's credential: it is Pulumi's, or the API key of a service";

describe("a reference", () => {
  it.each([
    ...["PULUMI_CONFIG_PASSPHRASE", "PULUMI_ACCESS_TOKEN", "PULUMI_X", "pulumi_access_token", "Pulumi_Home"],
    ...["SIGSENTRY_API_KEY", "COREGIT_API_KEY", "sigsentry_api_key", "Coregit_Api_Key"],
    ...["REPO_CONNECTIONS_NEW_SECRET", "REPO_CONNECTIONS_ALLOWED_HOSTS"],
  ])("is refused to %s", (env) => {
    const issues = secretSource.safeParse({ env }).error?.issues.map(({ message }) => message);
    expect(issues).toEqual([NOT_FREE]);
  });

  it.each([
    "GITHUB_TOKEN",
    "MY_PULUMI_TOKEN",
    "PULUMI",
    "SIGSENTRY_API_KEY_2",
    "SIGSENTRY_READER",
  ])("may be to %s", (env) => expect(secretSource.parse({ env })).toEqual({ env }));

  it("that an earlier version has recorded is read still", () => {
    const from = { env: "PULUMI_READER" };
    const sigsentry = {
      ...{ platform: "github", repositories: [], serviceMappings: [], lookbackDays: 30, isActive: true },
      credentialsFrom: { token: from },
    };
    expect(readState(sigsentry).credentialsFrom).toEqual({ token: from });
    const coregit = { provider: "github", label: "a", accessTokenFrom: from };
    expect(coregitState.parse(coregit).accessTokenFrom).toEqual(from);
  });
});

describe("tokenOf", () => {
  it.each([
    "ss_secret_abc",
    "ss_org_abc",
    "ss_pub_abc",
    "ss_live_abc",
    "cgk_live_abc",
    "cgt_abc",
  ])("refuses what is like a service's key, for every host: %s…", (key) => {
    for (const host of ["github", "gitlab", "bitbucket", undefined])
      expect(
        tokenOf(host)
          .safeParse(key)
          .error?.issues.map(({ message }) => message),
      ).toEqual([expect.stringMatching(/^looks like a token of (sigsentry|coregit), not of /)]);
  });

  it("refuses the environment of a process, read as a file", () => {
    expect(() => readSecret({ file: "/proc/self/environ" })).toThrow(
      "a credential is read from a regular file only",
    );
    // Whatever else gives the same.
    expect(tokenOf("github").safeParse("A=b\0TOKEN=ghp_x\0").success).toBe(false);
  });
});
