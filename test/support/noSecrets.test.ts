import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectNoSecrets, filesBelow, leaksIn } from "./noSecrets";

const SECRET = 'ghp_not"a/real+token?of<any>one';
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("leaksIn", () => {
  it.each([
    ["plain text", `the token ${SECRET} was refused`],
    ["base64", base64(SECRET)],
    ["base64", base64(`u:${SECRET}`)],
    ["base64", base64(`user:${SECRET}@host`)],
    ["base64", base64(`a:b:${SECRET}:c`)],
    ["base64url", Buffer.from(`{"t":"??${SECRET}>>`).toString("base64url")],
    ["hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["hexadecimal", Buffer.from(SECRET).toString("hex").toUpperCase()],
    ["percent-encoded", `https://example.com/?token=${encodeURIComponent(SECRET)}`],
    ["percent-encoded", encodeURIComponent(SECRET).replace(/%../g, (part) => part.toLowerCase())],
    ["JSON", JSON.stringify({ token: SECRET })],
    ["JSON in JSON", JSON.stringify({ plaintext: JSON.stringify({ token: SECRET }) })],
    ["Go's JSON", String.raw`{"token": "ghp_not\"a/real+token?of\u003cany\u003eone"}`],
    [
      "JSON in Go's JSON",
      String.raw`{"plaintext": "{\"token\":\"ghp_not\\\"a/real+token?of\u003cany\u003eone\"}"}`,
    ],
    [
      "Go's JSON in Go's JSON",
      String.raw`{"plaintext": "{\"token\":\"ghp_not\\\"a/real+token?of\\u003cany\\u003eone\"}"}`,
    ],
  ])("finds a secret as %s", (form, text) => {
    expect(leaksIn({ harmless: "nothing here", there: text }, ["another-secret", SECRET])).toContainEqual({
      where: "there",
      secret: 1,
      form,
    });
  });

  it("finds nothing where nothing is", () => {
    expect(leaksIn({ text: "ghp_not-this-one", other: base64("nor here") }, [SECRET])).toEqual([]);
  });
});

describe("expectNoSecrets", () => {
  it("fails without showing the secret", () => {
    const search = () => expectNoSecrets({ output: `a ${SECRET}` }, [SECRET]);
    expect(search).toThrow("secret 0 as plain text in output");
    expect(search).not.toThrow(SECRET);
  });

  it("passes where there is none", () => {
    expectNoSecrets({ output: "nothing" }, [SECRET]);
  });
});

describe("filesBelow", () => {
  it("reads every file, hidden ones and those in folders too, whatever their bytes", async ({
    onTestFinished,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), "repo-connections-files-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "a", ".b"), { recursive: true });
    await writeFile(join(folder, ".hidden"), SECRET);
    await writeFile(join(folder, "a", ".b", "binary"), Buffer.from([0xff, 0xfe, ...Buffer.from(SECRET), 0]));
    const leaks = leaksIn(await filesBelow(folder), [SECRET]);
    expect(new Set(leaks.map(({ where }) => where))).toEqual(
      new Set([join(folder, ".hidden"), join(folder, "a", ".b", "binary")]),
    );
  });
});
