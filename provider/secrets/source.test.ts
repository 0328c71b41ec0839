import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { readSecret, SourceError, secretSource } from "./source";

const folder = mkdtempSync(join(tmpdir(), "source-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** A file with this content. */
function file(content: string): { file: string } {
  const path = join(folder, "token");
  writeFileSync(path, content);
  return { file: path };
}

/** A link to something. */
function link(to: string): string {
  const path = join(folder, "link");
  rmSync(path, { force: true });
  symlinkSync(to, path);
  return path;
}

/** A named pipe; reading it would wait for ever. */
function pipe(): string {
  const path = join(folder, "pipe");
  rmSync(path, { force: true });
  execFileSync("mkfifo", [path]);
  return path;
}

/** A link whose target, put together without a look at the links in it, is a plain file beside it. */
function roundabout(): string {
  const inside = mkdtempSync(join(folder, "links-"));
  writeFileSync(join(inside, "environ"), "plain");
  symlinkSync("/proc/self/fd", join(inside, "fd"));
  symlinkSync("fd/../environ", join(inside, "cred"));
  return join(inside, "cred");
}

describe("readSecret", () => {
  it("reads an environment variable as it is", () => {
    vi.stubEnv("MY_TOKEN", "s3cret\n");
    expect(readSecret({ env: "MY_TOKEN" })).toBe("s3cret\n");
  });

  it.each([
    ["s3cret", "s3cret"],
    ["s3cret\n", "s3cret"],
    ["s3cret\r\n", "s3cret"],
    ["s3cret\n\n", "s3cret\n"],
    ["s3\ncret\n", "s3\ncret"],
    ["x".repeat(65_536), "x".repeat(65_536)],
  ])("reads a file without the line break at its end: %.20j", (content, value) => {
    expect(readSecret(file(content))).toBe(value);
  });

  it.each<[string, () => Parameters<typeof readSecret>[0], RegExp]>([
    ["a variable that is not set", () => ({ env: "NOT_SET_ANYWHERE" }), /NOT_SET_ANYWHERE is not set where/],
    ["an empty file", () => file("\n"), /is empty$/],
    ["a large file", () => file("x".repeat(65_537)), /is larger than a credential can be$/],
    ["a file that is not there", () => ({ file: join(folder, "no") }), /cannot be read \(ENOENT\)/],
    ["a folder", () => ({ file: folder }), /is a folder; a credential is read from a regular file only/],
    ["a device", () => ({ file: "/dev/zero" }), /is a device; a credential is read/],
    ["a link to a device", () => ({ file: link("/dev/zero") }), /is a device; a credential is read/],
    [
      "what is typed or piped in",
      () => ({ file: "/dev/stdin" }),
      /is a (device|named pipe|socket); a credential/,
    ],
    ["a process's environment", () => ({ file: "/proc/self/environ" }), /is a view of the system; a cred/],
    ["a link to it", () => ({ file: link("/proc/self/environ") }), /is a view of the system; a credential/],
    [
      "a link that leads there on the system's way only",
      () => ({ file: roundabout() }),
      /is a view of the system; /,
    ],
    ["a pipe that nobody writes to", () => ({ file: pipe() }), /is a named pipe; a credential is read/],
  ])("refuses %s", (_, source, message) => {
    expect(() => readSecret(source())).toThrow(SourceError);
    expect(() => readSecret(source())).toThrow(message);
  });

  it("refuses an empty variable", () => {
    vi.stubEnv("MY_TOKEN", "");
    expect(() => readSecret({ env: "MY_TOKEN" })).toThrow("MY_TOKEN is empty");
  });
});

describe("secretSource", () => {
  it.each([{ env: "GITHUB_TOKEN" }, { env: "_x1" }, { file: "../secrets/token" }])("accepts %j", (source) => {
    expect(secretSource.parse(source)).toEqual(source);
  });

  it.each([
    ["s3cret", "must be { env"],
    [{}, "must be { env"],
    [{ env: "A", file: "b" }, "must be { env"],
    [{ env: "A B" }, "must be the name of an environment variable"],
    [{ env: `ghp_${"0123456789aB".repeat(3)}` }, "is a credential itself"],
    [{ file: `ghp_${"0123456789aB".repeat(3)}` }, "is a credential itself"],
    [{ file: "" }, "is empty"],
  ])("refuses %j", (source, message) => {
    const issues = secretSource.safeParse(source).error?.issues ?? [];
    expect(issues.map((issue) => issue.message).join()).toContain(message);
  });
});
