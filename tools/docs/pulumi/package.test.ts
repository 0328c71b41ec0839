import { describe, expect, it } from "vitest";
import { providerKind } from "../../../provider/kinds";
import { coregit } from "./coregit";
import { packageOf } from "./package";
import { sigsentry } from "./sigsentry";

const PACKAGES = [sigsentry, coregit].map((source) => ({
  kind: source.kind,
  spec: packageOf(source),
  provider: providerKind(source.kind),
}));

/** Every text under a key of this name, at any depth. */
function textsAt(key: string, node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [
    ...(name === key && typeof value === "string" ? [value] : []),
    ...textsAt(key, value),
  ]);
}

describe.each(PACKAGES)("the package schema of $kind", ({ spec, provider }) => {
  const [resource] = Object.values(spec.resources);

  it("has one resource, which takes over those of the dynamic provider", () => {
    expect(Object.values(spec.resources)).toHaveLength(1);
    expect(resource?.aliases).toEqual([{ type: provider.type }]);
  });

  it("marks as secret what the provider keeps secret, declared or recorded", () => {
    const { name } = provider.credentials;
    expect(resource?.inputProperties[name]).toMatchObject({ secret: true });
    expect(resource?.properties[name]).toMatchObject({ secret: true });
    expect(spec.config.variables.apiKey).toMatchObject({ secret: true });
    expect(spec.provider.inputProperties.apiKey).toMatchObject({ secret: true });
  });

  it("has no property that only the provider uses", () => {
    for (const name of ["unconfirmed", provider.credentials.fingerprint])
      expect(resource?.properties).not.toHaveProperty(name);
  });

  it("lets the version of the credentials count by itself", () => {
    expect(resource?.inputProperties[provider.credentials.version]).not.toHaveProperty("default");
  });

  it("leaves it to the provider to decide on a replacement", () => {
    expect(resource?.inputProperties[provider.host]).toMatchObject({ willReplaceOnChanges: true });
    expect(JSON.stringify(spec)).not.toContain('"replaceOnChanges"');
  });

  it("lets no SDK write the environment's settings into a provider's arguments", () => {
    const { apiKey, baseUrl } = spec.provider.inputProperties;
    for (const setting of [apiKey, baseUrl]) {
      expect(setting).not.toHaveProperty("default");
      expect(setting).not.toHaveProperty("defaultInfo");
    }
  });

  it("finds connections without anything of their credentials", () => {
    const answers = [...Object.values(spec.functions).map(({ outputs }) => outputs)];
    const found = Object.entries(spec.types).filter(([token]) => token.includes(":Found"));
    expect(found).toHaveLength(1);
    expect(JSON.stringify([answers, found])).not.toMatch(/"(secret|credentials|accessToken)\w*":/);
  });

  it("speaks to programs in every language", () => {
    const descriptions = textsAt("description", spec);
    expect(descriptions.length).toBeGreaterThan(50);
    expect(descriptions.filter((text) => text === "" || /undefined|\{@|Args\b/.test(text))).toEqual([]);
  });
});

it("platforms share one object of credentials, which says which of them wants what", () => {
  const { types } = packageOf(sigsentry);
  expect(types["sigsentry:index:Credentials"]).toMatchObject({
    required: [],
    properties: {
      token: {
        secret: true,
        description: expect.stringMatching(/^`github` \(required\): .*\n\n`gitlab` \(required\): /),
      },
      baseUrl: {
        description: expect.stringMatching(/^`github` \(optional\): .*\n\n`gitlab` \(optional\): /),
      },
      username: { description: expect.stringMatching(/^`bitbucket` \(required\): /) },
      appPassword: { secret: true },
    },
  });
  expect(JSON.stringify(types["sigsentry:index:Credentials"])).not.toContain("oneOf");
});
