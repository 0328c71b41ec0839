import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { rsort } from "semver";
import { expect, it } from "vitest";
import { VERSION } from "../../provider/version";

const ROOT = resolve(__dirname, "../..");

it("the changelog has what is unreleased, then each version that a state is kept of, the newest first", () => {
  const changelog = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
  const headings = [...changelog.matchAll(/^## (\S+)/gm)].map(([, heading]) => heading);
  const recorded = readdirSync(join(ROOT, "test/fixtures/state")).map((file) => basename(file, ".json"));
  expect(headings).toEqual(["Unreleased", ...rsort(recorded)]);
  expect(recorded).toContain(VERSION);
});
