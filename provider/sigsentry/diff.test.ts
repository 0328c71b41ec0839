import { describe, expect, it } from "vitest";
import { byField } from "../../test/support/difference";
import { type Properties, UNKNOWN } from "../contract";
import { diff as compare } from "./diff";

const diff = (...given: Parameters<typeof compare>) => byField(compare(...given));

const inputs: Properties = {
  platform: "github",
  projectId: "p",
  credentials: { token: "t" },
  repositories: ["a/a", "b/b"],
  serviceMappings: [
    { serviceName: "x", repo: "a/a", pathPrefix: "", defaultBranch: "main" },
    { serviceName: "y", repo: "b/b", pathPrefix: "", defaultBranch: "main" },
  ],
  lookbackDays: 30,
  isActive: true,
  credentialsVersion: 1,
};
const state: Properties = { ...inputs, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };

describe("diff", () => {
  it("finds nothing between a declaration and its own state", () => {
    expect(diff("id", state, inputs)).toEqual({ changed: [], replacing: [], notes: [] });
  });

  it("does not look at order", () => {
    const reversed = {
      ...state,
      repositories: ["b/b", "a/a"],
      serviceMappings: [
        { defaultBranch: "main", pathPrefix: "", repo: "b/b", serviceName: "y" },
        { defaultBranch: "main", pathPrefix: "", repo: "a/a", serviceName: "x" },
      ],
    };
    expect(diff("id", reversed, inputs).changed).toEqual([]);
  });

  it.each([
    ["credentials", { token: UNKNOWN }],
    ["repositories", ["a/a"]],
    ["serviceMappings", []],
    ["lookbackDays", 7],
    ["isActive", false],
    ["credentialsVersion", 2],
    ["lookbackDays", UNKNOWN],
    ["repositories", ["a/a", UNKNOWN]],
  ])("updates a changed %s", (field, value) => {
    expect(diff("id", state, { ...inputs, [field]: value })).toEqual({
      changed: [field],
      replacing: [],
      notes: [],
    });
  });

  it.each([
    ["platform", "gitlab"],
    ["projectId", "q"],
    ["projectId", UNKNOWN],
  ])("replaces for a changed %s", (field, value) => {
    expect(diff("id", state, { ...inputs, [field]: value })).toEqual({
      changed: [field],
      replacing: [field],
      notes: [],
    });
  });

  it("replaces for another platform also where no project was ever named", () => {
    const { projectId: _, ...unnamed } = state;
    const { projectId: __, ...news } = inputs;
    expect(diff("id", unnamed, { ...news, platform: "gitlab" })).toEqual({
      changed: ["platform"],
      replacing: ["platform"],
      notes: [],
    });
  });

  it("only records a project that is named for the first time", () => {
    const { projectId: _, ...unnamed } = state;
    expect(diff("id", unnamed, inputs)).toEqual({ changed: ["projectId"], replacing: [], notes: [] });
  });

  it("says that credentials are rotated, which a preview cannot show", () => {
    expect(diff("id", state, { ...inputs, credentials: { token: "u" } })).toEqual({
      changed: ["credentials"],
      replacing: [],
      notes: [
        "credentials (rotated): this update sends them, and purges SigSentry's cache of this connection",
      ],
    });
  });

  it.each([
    ["gains", undefined, { token: "t" }],
    ["gives up", { token: "t" }, undefined],
  ])("calls it no rotation when an adopted connection %s its credentials", (_, before, after) => {
    const difference = diff("id", { ...state, credentials: before }, { ...inputs, credentials: after });
    expect(difference).toEqual({ changed: ["credentials"], replacing: [], notes: [] });
  });

  it("takes up again what was sent and never confirmed, also when it is declared as before", () => {
    const unconfirmed = ["credentials", "lookbackDays"];
    expect(diff("id", { ...state, unconfirmed }, inputs)).toMatchObject({
      changed: unconfirmed,
      notes: expect.arrayContaining([expect.stringContaining(": credentials, lookbackDays")]),
    });
  });

  it("takes allowDuplicate, which only a creation looks at, for no difference", () => {
    for (const allowDuplicate of [true, false, UNKNOWN])
      expect(diff("id", state, { ...inputs, allowDuplicate }).changed).toEqual([]);
  });

  it("lets a resource stand for no other connection than its own", () => {
    expect(diff("id", state, { ...inputs, adopt: "id" }).changed).toEqual([]);
    expect(diff("id", state, { ...inputs, adopt: UNKNOWN }).changed).toEqual([]);
    expect(() => diff("id", state, { ...inputs, adopt: "other" })).toThrow(
      "adopt: names other, but this resource already manages id.",
    );
    expect(() => diff("id", state, { ...inputs, adopt: "id", platform: "gitlab" })).toThrow(
      "adopt: names id, and another platform would delete that connection",
    );
    expect(() => diff("id", state, { ...inputs, adopt: "id", platform: "gitlab", projectId: "q" })).toThrow(
      "another platform and projectId would delete",
    );
  });

  it("looks for a connection of which the creation was cut short", () => {
    expect(diff("id", { ...state, unverified: true }, inputs)).toEqual({
      changed: ["unverified"],
      replacing: [],
      notes: [expect.stringMatching(/^its creation was cut short .* instead of creating it again$/)],
    });
  });

  it("finishes a purge that is pending", () => {
    expect(diff("id", { ...state, cachePurgePending: true }, inputs)).toEqual({
      changed: ["cachePurgePending"],
      replacing: [],
      notes: [expect.stringContaining("this update purges it")],
    });
  });
});
