import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Attempts, attemptsFolder } from "./attempts";
import { identityOf, replacementOf } from "./identity";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SETTINGS = { apiKey: "key-1", baseUrl: "https://a" };
const LOOKS = { repositories: ["a/b"] };
const AT = { startedAt: 1_000, before: ["x"] };

const attemptsWith = (other: Partial<typeof SETTINGS> = {}) =>
  new Attempts({
    folder,
    settings: { ...SETTINGS, ...other },
    looks: z.object({ repositories: z.array(z.string()) }),
  });

it("is told from another key's, another address's, and another resource's", () => {
  const kept = attemptsWith();
  kept.end("me", kept.begin("me", LOOKS, "sent", AT), "made");
  expect(kept.find("me", 2_000)).toMatchObject({ ...LOOKS, ...AT, id: "made" });
  expect(kept.find("you", 2_000)).toBeUndefined();
  for (const other of [{ apiKey: "key-2" }, { baseUrl: "https://b" }])
    expect(attemptsWith(other).find("me", 2_000)).toBeUndefined();
});

it("tells whether just the same was sent", () => {
  const kept = attemptsWith();
  const attempt = kept.begin("me", LOOKS, "sent", AT);
  expect(kept.isSame(attempt, "sent")).toBe(true);
  expect(kept.isSame(attempt, "sent ")).toBe(false);
});

it("is another resource's where that has made it", () => {
  const kept = attemptsWith();
  kept.end("me", kept.begin("me", LOOKS, "sent", AT), "made");
  expect(kept.isOfAnother("made", "me")).toBe(false);
  expect(kept.isOfAnother("made", "you")).toBe(true);
  expect(kept.isOfAnother("other", "you")).toBe(false);
});

it("is nobody's where another service has given the same id to something else", () => {
  const kept = attemptsWith();
  kept.end("me", kept.begin("me", LOOKS, "sent", AT), "abc");
  const looks = z.object({ label: z.string() });
  const other = new Attempts({ folder, settings: { apiKey: "key-2", baseUrl: "https://b" }, looks });
  expect(other.isOfAnother("abc", "you")).toBe(false);
  expect(other.isOfSibling("abc", "you")).toBe(false);
  other.forgetMade("abc");
  other.leave("abc");
  expect(kept.find("me", 2_000)).toMatchObject({ id: "abc" });
});

it("is another resource's of the same program, a replacement's too, and no other program's", () => {
  const kept = attemptsWith();
  const urn = (stack: string, name: string) =>
    identityOf("acme", `urn:pulumi:${stack}::project::type::${name}`);
  const mine = replacementOf(urn("dev", "me"));
  kept.end(mine, kept.begin(mine, LOOKS, "sent", AT), "made");
  expect(kept.isOfSibling("made", urn("dev", "you"))).toBe(true);
  for (const own of [mine, urn("dev", "me"), replacementOf(urn("dev", "me"))])
    expect(kept.isOfSibling("made", own)).toBe(false);
  expect(kept.isOfSibling("made", urn("prod", "you"))).toBe(false);
  expect(kept.isOfSibling("other", urn("dev", "you"))).toBe(false);
});

it("is forgotten once, and as often as one likes", () => {
  const kept = attemptsWith();
  for (const identity of ["me", "you"]) kept.begin(identity, LOOKS, "sent", AT);
  for (let i = 0; i < 2; i++) kept.forget("me");
  expect(kept.find("me", 2_000)).toBeUndefined();
  expect(kept.find("you", 2_000)).toBeDefined();
});

it("is kept beside what Pulumi itself keeps on this machine", () => {
  expect(attemptsFolder({ PULUMI_HOME: "/home" })).toBe("/home/pulumi-repo-connections/creations");
  expect(attemptsFolder({ PULUMI_HOME: "" })).toMatch(/\/\.pulumi\/pulumi-repo-connections\/creations$/);
});

it("says once where nothing can be remembered, and goes on", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const said: string[] = [];
  const kept = new Attempts({
    ...{ folder: file, settings: SETTINGS, say: (message: string) => said.push(message) },
    looks: z.object({ repositories: z.array(z.string()) }),
  });
  kept.end("me", kept.begin("me", LOOKS, "sent", AT), "made");
  expect(kept.find("me", 2_000)).toBeUndefined();
  expect(said).toEqual([
    `Creations cannot be remembered in ${file} (EEXIST). If this run is killed, what it was creating may have to be taken over by hand (adopt).`,
  ]);
});
