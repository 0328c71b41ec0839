import { describe, expect, it } from "vitest";
import { providerKind } from "../../kinds";
import { KINDS } from "../../kinds/names";
import { settingWords } from "./settingWords";

const urnOf = (name: string) => `urn:pulumi:dev::test::pulumi:providers:sigsentry::${name}`;
const ofAcme = (kind: string, message: string) => settingWords(kind, urnOf("acme"))(message);

describe("settingWords", () => {
  it.each([
    [
      "Check sigsentry:apiKey (or SIGSENTRY_API_KEY): the key is missing.",
      'Check apiKey of the provider "acme" (or SIGSENTRY_API_KEY): the key is missing.',
    ],
    [
      "Set it with `pulumi config set --secret sigsentry:apiKey`, or in SIGSENTRY_API_KEY.",
      'Set it with apiKey of the provider "acme", or in SIGSENTRY_API_KEY.',
    ],
    [
      "Set projectId on the resource, `pulumi config set sigsentry:projectId <id>` or SIGSENTRY_PROJECT_ID.",
      'Set projectId on the resource, projectId of the provider "acme" or SIGSENTRY_PROJECT_ID.',
    ],
    [
      "is at a.example by the stack's configuration. If not, `pulumi config rm sigsentry:baseUrl`.",
      'is at a.example by the arguments of the provider "acme". If not, remove baseUrl of the provider "acme".',
    ],
    [
      "the API key is the stack's configuration's (sigsentry:apiKey): a key goes to an address of its own source.",
      'the API key is apiKey of the provider "acme": a key goes to an address of its own source.',
    ],
  ])("names arguments of a provider that a program declares: %s", (message, words) => {
    expect(ofAcme("sigsentry", message)).toBe(words);
  });

  it.each([
    "sigsentry:index:RepoConnection",
    "coregit:apiKey",
    "the project p_sigsentry:apiKey",
  ])("leaves what is no setting of the service's: %s", (text) => {
    expect(ofAcme("sigsentry", text)).toBe(text);
  });

  it.each(["default", "default_0_4_0"])("leaves the words of the engine's own provider: %s", (name) => {
    const message = "Check sigsentry:apiKey.";
    expect(settingWords("sigsentry", urnOf(name))(message)).toBe(message);
  });

  it.each(KINDS)("leaves no key of the configuration in what is wrong with settings: %s", (kind) => {
    const upper = kind.toUpperCase();
    const elsewhere = "https://elsewhere.example";
    const key = { sigsentry: "ss_secret_0123456789abcdef", coregit: "cgk_live_0123456789abcdef" }[kind];
    const configured = [{}, { apiKey: "no-key" }, { apiKey: key }, { baseUrl: elsewhere }];
    const environments = [{}, { [`${upper}_BASE_URL`]: elsewhere }, { [`${upper}_API_KEY`]: key }];
    const problems = configured.flatMap((settings: Readonly<Record<string, string>>) =>
      environments.flatMap((environment) =>
        providerKind(kind).checkConfig((name) => settings[name.slice(kind.length + 1)], {
          environment,
          folder: ".",
        }),
      ),
    );
    expect(problems.length).toBeGreaterThan(5);
    for (const { message } of problems)
      expect(ofAcme(kind, message)).not.toMatch(/(?:sigsentry|coregit):|pulumi config|stack's configuration/);
  });
});
