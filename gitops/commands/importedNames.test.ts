import { describe, expect, it } from "vitest";
import type { DeclaredStack } from "../file";
import { gitopsKind } from "../kinds";
import { declarations } from "../testing/declared";
import type { Found } from "./found";
import { Names } from "./importedNames";

const found = (more: object = {}): Found => ({
  kind: "sigsentry",
  id: "rc_1",
  state: {
    platform: "gitlab",
    repositories: ["shop/checkout"],
    serviceMappings: [],
    lookbackDays: 30,
    isActive: true,
    ...more,
  },
});

const importedFields = ({ kind, ...listed }: Found, { defaults }: DeclaredStack) =>
  gitopsKind(kind).fieldsOf(listed, defaults[kind] ?? {});

const stackWith = (defaults: string) => {
  const [stack] = declarations({ "connections.yaml": `defaults: ${defaults}\nsigsentry: {}\n` }).stacks;
  if (stack === undefined) throw new Error("there is no stack");
  return stack;
};

describe("importedFields", () => {
  it("says nothing that goes without saying", () => {
    expect(importedFields(found(), stackWith("{}"))).toEqual({
      platform: "gitlab",
      credentials: "keep",
      adopt: "rc_1",
      repositories: ["shop/checkout"],
    });
  });

  it("says what differs from the defaults of the service, or of the file", () => {
    const paused = found({ lookbackDays: 60, isActive: false });
    expect(importedFields(paused, stackWith("{}"))).toMatchObject({ lookbackDays: 60, isActive: false });
    const stack = stackWith("{ sigsentry: { lookbackDays: 60, isActive: false } }");
    expect(importedFields(paused, stack)).not.toHaveProperty("lookbackDays");
    expect(importedFields(found(), stack)).toMatchObject({ lookbackDays: 30, isActive: true });
  });

  it("leaves out of a mapping what goes without saying", () => {
    const mapping = { serviceName: "api", repo: "shop/checkout", pathPrefix: "", defaultBranch: "main" };
    const serviceMappings = [
      mapping,
      { ...mapping, serviceName: "web", pathPrefix: "web", defaultBranch: "dev" },
    ];
    expect(importedFields(found({ serviceMappings }), stackWith("{}")).serviceMappings).toEqual([
      { serviceName: "api", repo: "shop/checkout" },
      { serviceName: "web", repo: "shop/checkout", pathPrefix: "web", defaultBranch: "dev" },
    ]);
  });

  it("keeps a label at Coregit as it is", () => {
    const coregit: Found = { kind: "coregit", id: "x", state: { provider: "github", label: "a: b" } };
    expect(importedFields(coregit, stackWith("{}"))).toEqual({
      provider: "github",
      label: "a: b",
      accessToken: "keep",
      adopt: "x",
    });
  });
});

describe("Names", () => {
  it("takes the repository's name, and keeps names apart", () => {
    const names = new Names(["payments"]);
    expect(names.nameFor(found())).toBe("checkout");
    expect(names.nameFor(found())).toBe("checkout-gitlab");
    expect(names.nameFor(found())).toBe("checkout-2");
    expect(names.nameFor(found())).toBe("checkout-3");
    expect(names.nameFor(found({ repositories: ["x/payments"] }))).toBe("payments-gitlab");
  });

  it("makes a name of any label", () => {
    const of = (label: string) =>
      new Names([]).nameFor({ kind: "coregit", id: "x", state: { provider: "github", label } });
    expect(of("CI, read only")).toBe("ci-read-only");
    expect(of("Schlüssel")).toBe("schlu-ssel");
    expect(of("ключ")).toBe("connection");
    expect(of("-_.x")).toBe("x");
    expect(of("a".repeat(300)).length).toBeLessThanOrEqual(100);
  });
});
