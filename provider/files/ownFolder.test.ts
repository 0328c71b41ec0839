import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OwnFolder } from "./ownFolder";

const NAMES = /^own-[a-z]+(?:\.[0-9a-f-]{36})?$/;

let root = "";
let elsewhere = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "own-folder-"));
  elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
  writeFileSync(join(elsewhere, "own-a"), '"theirs"');
  utimesSync(join(elsewhere, "own-a"), 1, 1);
});
afterEach(() => {
  for (const folder of [root, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const own = () => new OwnFolder(join(root, "package", "records"), NAMES);

/** Whether what is elsewhere is as it was. */
const expectUntouched = () => {
  expect(readdirSync(elsewhere)).toEqual(["own-a"]);
  expect(readFileSync(join(elsewhere, "own-a"), "utf8")).toBe('"theirs"');
};

it("keeps its files to the user alone", () => {
  own().write("own-a", '"mine"');
  expect(own().read("own-a")).toBe("mine");
  expect(own().files()).toEqual(["own-a"]);
  for (const path of ["package", "package/records"])
    expect(statSync(join(root, path)).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, "package", "records", "own-a")).mode & 0o777).toBe(0o600);
  own().removeOlder(Date.now() - 60_000);
  expect(own().files()).toEqual(["own-a"]);
  expect([own().remove("own-a"), own().remove("own-a")]).toEqual([true, false]);
});

it.each([
  [
    "folder",
    () => mkdirSync(join(root, "package")),
    () => symlinkSync(elsewhere, join(root, "package", "records")),
  ],
  [
    "folder above it",
    () => mkdirSync(join(elsewhere, "records")),
    () => symlinkSync(elsewhere, join(root, "package")),
  ],
])("uses no %s that is a link", (what, before, after) => {
  before();
  after();
  expect(own().files()).toEqual([]);
  expect(own().read("own-a")).toBeUndefined();
  expect(own().remove("own-a")).toBe(false);
  own().removeOlder(Date.now());
  expect(() => own().write("own-a", '"mine"')).toThrow(
    expect.objectContaining({ code: "a link, or no folder" }),
  );
  if (what === "folder") expectUntouched();
  expect(readFileSync(join(elsewhere, "own-a"), "utf8")).toBe('"theirs"');
});

it("reads, removes and overwrites nothing behind a link, and nothing that is not called as its own", () => {
  const folder = join(root, "package", "records");
  own().write("own-b", '"mine"');
  symlinkSync(join(elsewhere, "own-a"), join(folder, "own-a"));
  symlinkSync(elsewhere, join(folder, "own-d"));
  mkdirSync(join(folder, "own-e"));
  writeFileSync(join(folder, "notes.txt"), "theirs");
  for (const name of ["own-b", "notes.txt"]) utimesSync(join(folder, name), 1, 1);
  expect(own().read("own-a")).toBeUndefined();
  own().removeOlder(Date.now() + 60_000);
  expect(readdirSync(folder).sort()).toEqual(["notes.txt", "own-a", "own-d", "own-e"]);
  own().write("own-a", '"mine"');
  expect(own().read("own-a")).toBe("mine");
  expectUntouched();
});

it("waits for no pipe, and reads no endless file", () => {
  own().write("own-b", "{}");
  const folder = join(root, "package", "records");
  execFileSync("mkfifo", [join(folder, "own-c")]);
  symlinkSync("/dev/zero", join(folder, "own-z"));
  for (const name of ["own-c", "own-z"]) expect(own().read(name)).toBeUndefined();
  own().removeOlder(Date.now() + 60_000);
  expect(existsSync(join(folder, "own-c"))).toBe(true);
});
