import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { connectionsJsonSchema } from ".";
import { documents } from "./testing/documents";

const accepts = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
  connectionsJsonSchema(),
);

const isAccepted = (text: string) => accepts(parse(text, { merge: true }));

describe("the JSON Schema", () => {
  it("accepts every valid declaration", () => {
    fc.assert(
      fc.property(documents, (document) => {
        accepts(document);
        expect(accepts.errors).toBeNull();
      }),
    );
  });

  it("accepts the file of this repository", () => {
    expect(isAccepted(readFileSync(join(__dirname, "../../connections.yaml"), "utf8"))).toBe(true);
  });

  it.each([
    ["fields that are not looked at", "x-a: 1\nx-b: { c: [] }\ncoregit: {}"],
    ["fields without a value", "sigsentry:\ncoregit:\ndefaults:"],
    [
      "what the defaults give",
      "defaults: { sigsentry: { platform: github } }\nsigsentry: { a: { repositories: [a/b] } }",
    ],
    [
      "merge keys",
      "x-a: &a { platform: gitlab }\nsigsentry: { a: { <<: *a, repositories: [a/b/c], credentials: keep } }",
    ],
  ])("accepts %s", (_, text) => {
    expect(isAccepted(text)).toBe(true);
  });

  it.each([
    ["a misspelt field at the top", "sigsentri: {}"],
    [
      "a misspelt field of a connection",
      "sigsentry: { a: { platform: github, repositories: [a/b], lookback: 3 } }",
    ],
    ["a misspelt field of defaults", "defaults: { sigsentry: { lookback: 3 } }"],
    [
      "a misspelt field of a mapping",
      "sigsentry: { a: { repositories: [a/b], serviceMappings: [{ serviceName: a, repo: a/b, branch: x }] } }",
    ],
    ["a literal token", "coregit: { a: { label: a, accessToken: literal } }"],
    ["two references", "coregit: { a: { label: a, accessToken: { env: A, file: b } } }"],
    ["no repositories", "sigsentry: { a: { platform: github } }"],
    ["a repository without an owner", "sigsentry: { a: { platform: github, repositories: [b] } }"],
    ["a subgroup on GitHub", "sigsentry: { a: { platform: github, repositories: [a/b/c] } }"],
    [
      "another platform's credentials",
      "sigsentry: { a: { platform: github, repositories: [a/b], credentials: { username: a, appPassword: { env: A } } } }",
    ],
    ["too many days", "sigsentry: { a: { repositories: [a/b], lookbackDays: 366 } }"],
    ["a connection's name that is none", "coregit: { -a: { label: a } }"],
  ])("refuses %s", (_, text) => {
    expect(isAccepted(text)).toBe(false);
  });

  it("describes every field", () => {
    const without: string[] = [];
    const look = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        const isConditional = /\/(if|then)\//.test(path);
        const isDescribed = JSON.stringify(value).includes('"description"') || "$ref" in Object(value);
        if (path.endsWith("/properties") && !isConditional && !isDescribed) without.push(`${path}/${key}`);
        look(value, `${path}/${key}`);
      }
    };
    look(connectionsJsonSchema(), "");
    expect(without.filter((path) => !/accessToken\/properties|credentials\/properties/.test(path))).toEqual(
      [],
    );
  });
});
