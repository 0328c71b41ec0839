import { describe, expect, it } from "vitest";
import { issuerOf, isWholeToken, tokensIn } from "./shapes";

const replaced = (text: string, besideNames: boolean) =>
  tokensIn(text, { besideNames }).reduceRight(
    (rest, [start, end]) => `${rest.slice(0, start)}X${rest.slice(end)}`,
    text,
  );

const random = (length: number) => "aB3dE5fG7h".repeat(30).slice(0, length);

/** As long as their issuers make them. */
const TOKENS = [
  ...["ghp_", "gho_", "ghu_", "ghr_", "ghs_"].map((prefix) => `${prefix}${random(36)}`),
  `ghs_12345_${random(60)}.${random(60)}.${random(43)}`,
  `github_pat_${random(22)}_${random(59)}`,
  `glpat-${random(20)}`,
  `glpat-${random(27)}.01.0w1a2b3c4`,
  `gloas-${"0123456789abcdef".repeat(4)}`,
  `glcbt-64_${random(20)}`,
  `ATBB${random(32)}`,
  `ATATT3xFfGF0${random(175)}=0A1B2C3D`,
  `ss_secret_${random(32)}`,
  `ss_org_${random(24)}`,
  `cgk_live_${random(32)}`,
  `cgt_${random(21)}`,
];

describe("tokensIn", () => {
  it.each(TOKENS)("knows a token in its real length, wherever it stands: %s", (token) => {
    for (const [before, after] of [
      ["", ""],
      ["was ", ", too"],
      ["my_", ""],
      ['"', '".'],
      ["/", "/x"],
    ] as const)
      expect(replaced(`${before}${token}${after}`, false)).toBe(`${before}X${after}`);
  });

  it.each(TOKENS)("knows the beginning of one that was cut short: %.18s", (token) => {
    for (const sign of ["…", "...", "***"])
      expect(replaced(`${token.slice(0, 18)}${sign}`, false)).toBe(`X${sign}`);
  });

  it.each([
    "acme/ghs_games",
    "/run/secrets/ghp_token",
    "ghs_reader",
    "ghp_READER",
    "glpat-token-of-the-build-server",
    "ss_secret_for_the_readers",
    "cgk_live_key",
    "cgt_token",
    "ghp_, ghp_… and glpat-…",
    "ATATTACK/ATBBATS",
    "laughs_36charactersAreNotEnoughToBeATokenHere",
  ])("takes no name for a token: %s", (name) => {
    expect(replaced(name, false)).toBe(name);
  });

  it.each([
    "ghp_",
    "glpat-a",
    "ghs_.",
    "github_pat_",
    "ss_org_x…",
    "ATATT",
  ])("takes time in proportion to the length of a hostile text of %s", (unit) => {
    const started = performance.now();
    replaced(unit.repeat(1_000_000 / unit.length), false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("tokensIn beside names", () => {
  it.each(TOKENS)("knows every token: %s", (token) => {
    expect(replaced(`was ${token}, too`, true)).toBe("was X, too");
  });

  it.each([
    "acme/glpat-2024-build-server-images",
    "acme/ghp_2024_migration-of-all-the-old-projects",
    "acme/ghs_2024-build-server-images-of-all-teams",
    "cgk_live_2024_reporting_key",
    "ss_org_2024_q3_export_job",
    "/run/secrets/glpat-2024-build-server-token.txt",
  ])("leaves a name: %s", (name) => {
    expect(replaced(name, true)).toBe(name);
  });

  it.each([
    "glpat-2024-build-server-images",
    "cgk_live_2024_reporting_key",
  ])("leaves what is still masked, since it might be a token: %s", (name) => {
    expect(replaced(name, false)).toBe("X");
  });
});

describe("isWholeToken", () => {
  it.each(TOKENS)("knows a token alone: %s", (token) => {
    expect([token, `${token} `, `x${token}`, token.slice(0, 14)].map(isWholeToken)).toEqual([
      ...[true, false, false, false],
    ]);
  });
});

describe("issuerOf", () => {
  it("tells by the beginning alone whose token it is", () => {
    expect(["ghu_x", "glrt-x", "ATBBx", "ss_org_x", "cgt_x", "x"].map(issuerOf)).toEqual([
      ...["github", "gitlab", "bitbucket", "sigsentry", "coregit", undefined],
    ]);
  });
});
