import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../contract";
import { holdsUnknown, isObject } from "../core/values";
import { mappingKey, normalise } from "./normalise";

const mapping = (serviceName: unknown, repo = "a/a") => ({
  serviceName,
  repo,
  pathPrefix: "",
  defaultBranch: "main",
});

describe("normalise", () => {
  it("fills the defaults in for what is missing or null", () => {
    const fields = { serviceMappings: null, lookbackDays: null, isActive: undefined, repositories: ["a/a"] };
    expect(normalise(fields)).toEqual({
      repositories: ["a/a"],
      serviceMappings: [],
      lookbackDays: 30,
      isActive: true,
      credentialsVersion: 1,
    });
  });

  it("sorts mappings by service and then by repository", () => {
    const [a, b, c] = [mapping("s", "x/a"), mapping("s", "x/b"), mapping("t", "x/a")];
    expect(normalise({ serviceMappings: [c, b, a] }).serviceMappings).toEqual([a, b, c]);
  });

  it("sorts mappings of one service and repository by folder and then by branch, and keeps what is listed twice once", () => {
    const root = mapping("s");
    const [api, dev, web] = [
      { ...root, pathPrefix: "api" },
      { ...root, pathPrefix: "api", defaultBranch: "dev" },
      { ...root, pathPrefix: "web" },
    ];
    expect(
      normalise({ serviceMappings: [web, { ...dev }, root, api, dev, { ...root }] }).serviceMappings,
    ).toEqual([root, dev, api, web]);
  });

  it("takes no two mappings for one because of a line break in a name", () => {
    const mappings = [mapping("s", "a/a\nb"), { ...mapping("s\na/a", "b"), pathPrefix: "" }];
    expect(normalise({ serviceMappings: mappings }).serviceMappings).toEqual(mappings);
    expect(new Set(mappings.map(mappingKey)).size).toBe(2);
  });

  it("leaves the order as it is while one of the mappings is not known", () => {
    const mappings = [mapping("t"), mapping(UNKNOWN), mapping("s")];
    expect(normalise({ serviceMappings: mappings }).serviceMappings).toEqual(mappings);
    expect(normalise({ serviceMappings: [mapping("t"), UNKNOWN] }).serviceMappings).toEqual([
      mapping("t"),
      UNKNOWN,
    ]);
  });

  it.each([["text"], [[1, "b/b", "a/a"]], [[null]]])("leaves alone what has another shape: %j", (value) => {
    expect(normalise({ repositories: value, serviceMappings: value })).toMatchObject({
      repositories: value,
      serviceMappings: value,
    });
  });
});

describe("mappingKey", () => {
  it.each([null, UNKNOWN, [], { serviceName: "s" }, { repo: "a/a" }])("is none of %o", (value) => {
    expect(mappingKey(value)).toBeUndefined();
  });
});

describe("isObject", () => {
  it("tells an object from a list, null and a primitive", () => {
    expect([{}, [], null, "x", UNKNOWN].map(isObject)).toEqual([true, false, false, false, false]);
  });
});

describe("holdsUnknown", () => {
  it("finds what is not known at any depth of an object", () => {
    expect([UNKNOWN, { a: 1, b: { c: UNKNOWN } }, { a: 1 }, 7].map(holdsUnknown)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
