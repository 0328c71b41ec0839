import { describe, expect, it } from "vitest";
import { readSettings as readCoregit } from "../coregit/settings";
import { check } from "../sigsentry/check";
import { readSettings as readSigsentry } from "../sigsentry/settings";

const KINDS = [
  {
    namespace: "sigsentry",
    read: readSigsentry,
    key: "ss_secret_abcdefgh01234567",
    own: "https://api.sigsentry.com",
  },
  {
    namespace: "coregit",
    read: readCoregit,
    key: "cgk_live_abcdefgh01234567",
    own: "https://api.coregit.dev",
  },
] as const;

const ELSEWHERE = "https://evil.example";

describe.each(KINDS)("where a key of $namespace goes", ({ namespace, read, key, own }) => {
  const prefix = namespace.toUpperCase();
  interface Place {
    readonly key?: string;
    readonly address?: string;
  }
  const settings = (configuration: Place, environment: Place, allowed?: string) => {
    const config = {
      [`${namespace}:apiKey`]: configuration.key,
      [`${namespace}:baseUrl`]: configuration.address,
    };
    return read((name) => config[name], {
      [`${prefix}_API_KEY`]: environment.key,
      [`${prefix}_BASE_URL`]: environment.address,
      REPO_CONNECTIONS_ALLOWED_HOSTS: allowed,
    });
  };

  it.each<[string, Place, Place, string]>([
    ["the default, the environment's key", {}, { key }, own],
    ["the default, the configuration's key", { key }, {}, own],
    ["all from the environment", {}, { key, address: ELSEWHERE }, ELSEWHERE],
    ["all from the configuration", { key, address: ELSEWHERE }, {}, ELSEWHERE],
    ["the default, written down", { address: `${own}/` }, { key }, own],
    ["the default, in capitals", { address: own.toUpperCase().replace("HTTPS", "https") }, { key }, own],
    ["the default, in the environment", { key }, { address: own }, own],
    ["the default goes before the environment's", { address: own }, { key, address: ELSEWHERE }, own],
    ["the same address in both", { address: `${ELSEWHERE}/` }, { key, address: ELSEWHERE }, ELSEWHERE],
    [
      "the configuration goes first",
      { key, address: "https://a.example" },
      { key, address: ELSEWHERE },
      "https://a.example",
    ],
    ["an empty address is none", { key, address: "" }, { address: "" }, own],
  ])("is sent: %s", (_, configuration, environment, expected) => {
    const { settings: found, problems } = settings(configuration, environment);
    expect(problems).toEqual([]);
    expect(found.baseUrl.toLowerCase()).toBe(expected);
  });

  it.each<[string, Place, Place]>([
    ["another address in the configuration", { address: ELSEWHERE }, { key }],
    ["another address than the environment's", { address: ELSEWHERE }, { key, address: "https://a.example" }],
    ["the default's host with a path", { address: `${own}/other` }, { key }],
    ["the default's host with a port", { address: `${own}:8443` }, { key }],
    ["this machine", { address: "http://127.0.0.1:8080" }, { key }],
    ["an empty key in the configuration", { key: "", address: ELSEWHERE }, { key }],
  ])("does not go where a file says, when it is the environment's: %s", (_, configuration, environment) => {
    const { problems } = settings(configuration, environment);
    expect(problems).toEqual([{ path: `${namespace}:baseUrl`, message: expect.any(String) }]);
    const { host } = new URL(configuration.address ?? "");
    expect(problems[0]?.message).toBe(
      `is at ${host} by the stack's configuration, and the API key is the environment's (${prefix}_API_KEY): a file does not decide where that goes. Nothing was sent. ` +
        `If ${host} may have the key, list it in REPO_CONNECTIONS_ALLOWED_HOSTS where pulumi runs, or set ${prefix}_BASE_URL there to the same address. If not, \`pulumi config rm ${namespace}:baseUrl\`.`,
    );
  });

  it("does not go where the environment says, when it is the configuration's", () => {
    const { problems } = settings({ key }, { key, address: ELSEWHERE });
    expect(problems).toEqual([
      {
        path: `${namespace}:baseUrl`,
        message:
          `is at evil.example by the environment (${prefix}_BASE_URL), and the API key is the stack's configuration's (${namespace}:apiKey): a key goes to an address of its own source. Nothing was sent. ` +
          `Set the address beside the key with \`pulumi config set ${namespace}:baseUrl ADDRESS\`, or unset ${prefix}_BASE_URL.`,
      },
    ]);
  });

  it.each<[Place, Place, string]>([
    [{ address: ELSEWHERE }, { key }, "evil.example"],
    [{ key }, { address: ELSEWHERE }, "other.example, evil.example"],
    [{ key, address: ELSEWHERE }, {}, "EVIL.example:443"],
    [{ address: "https://evil.example:8443/x" }, { key }, "evil.example:8443"],
    [{ address: "http://127.0.0.1:8080" }, { key }, "127.0.0.1:8080"],
    [{ address: "http://[::1]:8080" }, { key }, "[::1]:8080"],
    [{}, { key }, ""],
    [{ key, address: own }, {}, ""],
  ])("goes to a host that the environment lists, whatever the sources are: %j %j %j", (configuration, environment, list) => {
    expect(settings(configuration, environment, list).problems).toEqual([]);
  });

  it.each<[Place, Place, string]>([
    [{ key, address: ELSEWHERE }, {}, ""],
    [{ key, address: ELSEWHERE }, {}, "other.example"],
    [{}, { key, address: ELSEWHERE }, "other.example"],
    [{ key, address: "https://x.evil.example" }, {}, "evil.example"],
    [{ key, address: "https://evil.example.attacker.example" }, {}, "evil.example"],
    [{ key, address: "https://evil.example:8443" }, {}, "evil.example"],
    [{ key, address: "https://evil.example" }, {}, "evil.example:8443"],
    [{ key, address: "http://127.0.0.1:8080" }, {}, "127.0.0.1"],
  ])("goes to no other host then: %j %j %j", (configuration, environment, list) => {
    const { host } = new URL(configuration.address ?? environment.address ?? "");
    expect(settings(configuration, environment, list).problems).toEqual([
      {
        path: configuration.address === undefined ? `${prefix}_BASE_URL` : `${namespace}:baseUrl`,
        message: `is at ${host}, and REPO_CONNECTIONS_ALLOWED_HOSTS in the environment does not list that host: no credential goes there. Nothing was sent. Add ${host} to it where pulumi runs, or correct the address.`,
      },
    ]);
  });

  it.each([
    ["https://evil.example", '"https://evil.example" (entry 2)'],
    ["*.example", '"*.example" (entry 2)'],
    ["evil.example/x", '"evil.example/x" (entry 2)'],
    ["me:planted@evil.example", "entry 2"],
    ["evil example", '"evil example" (entry 2)'],
    ["evil.example:x", '"evil.example:x" (entry 2)'],
  ])("goes nowhere while the list has %j, and that entry is named", (entry, named) => {
    const { problems } = settings({}, { key }, `a.example,${entry}, b.example`);
    expect(problems).toEqual([
      {
        path: "REPO_CONNECTIONS_ALLOWED_HOSTS",
        message: expect.stringMatching(/^has an entry that is no host: /),
      },
    ]);
    expect(problems[0]?.message).toContain(`no host: ${named}. Write host names`);
  });

  it("names each entry of the list that is no host", () => {
    const { problems } = settings({}, { key }, "*.example,a.example,,b/c");
    expect(problems.map(({ message }) => /"[^"]+" \(entry \d\)/.exec(message)?.[0])).toEqual([
      '"*.example" (entry 1)',
      '"b/c" (entry 4)',
    ]);
  });

  it.each([
    ["elsewhere", /^is not a URL/],
    ["http://evil.example", /^must start with https/],
  ])("says that the variable is wrong where the address %j is from there", (address, message) => {
    expect(settings({ key }, { address }).problems).toEqual([
      { path: `${prefix}_BASE_URL`, message: expect.stringMatching(message) },
    ]);
    expect(settings({ key, address }, { address: own }).problems).toEqual([
      { path: `${namespace}:baseUrl`, message: expect.stringMatching(message) },
    ]);
  });

  it("says what is wrong with the form of an address, and nothing more of it", () => {
    const { problems } = settings({ address: "https://me:planted@evil.example" }, { key });
    expect(problems).toEqual([
      { path: `${namespace}:baseUrl`, message: "must not contain a user name or password." },
    ]);
  });
});

it("takes a service's other settings from either source, whatever the key's is", () => {
  const environment = {
    SIGSENTRY_API_KEY: "ss_org_abcdefgh01234567",
    COREGIT_API_KEY: "cgk_live_abcdefgh01234567",
    REPO_CONNECTIONS_ALLOWED_HOSTS: "",
  };
  const config: Record<string, string> = { "sigsentry:projectId": "prj_1", "coregit:listLagSeconds": "7" };
  const lookup = (key: string) => config[key];
  expect(readSigsentry(lookup, environment)).toMatchObject({
    settings: { projectId: "prj_1" },
    problems: [],
  });
  expect(readCoregit(lookup, environment)).toMatchObject({ settings: { listLagMs: 7000 }, problems: [] });
});

describe("where SigSentry may send a token", () => {
  const problems = (baseUrl: string, allowed?: string) => {
    const environment = { SIGSENTRY_API_KEY: "ss_secret_1", REPO_CONNECTIONS_ALLOWED_HOSTS: allowed };
    const { settings } = readSigsentry(() => undefined, environment);
    const context = { settings, identity: "me", read: (source: object) => ("env" in source ? baseUrl : "t") };
    const declared = { platform: "gitlab", repositories: ["a/b"] };
    return [
      { credentials: { token: "t", baseUrl } },
      { credentialsFrom: { token: { file: "t" }, baseUrl } },
      { credentialsFrom: { token: { file: "t" }, baseUrl: { env: "URL" } } },
    ].flatMap((credentials) => check({ ...declared, ...credentials }, {}, context).problems);
  };

  it.each(["git.example.com", "a.example, GIT.example.com:443"])("is a host of the list %j", (list) => {
    expect(problems("https://git.example.com/x", list)).toEqual([]);
  });

  it("is any host while there is no list: a reviewed plan names it", () => {
    expect(problems("https://git.example.com")).toEqual([]);
  });

  it.each(["", "example.com", "git.example.com:8443"])("is no other host while the list is %j", (list) => {
    const message =
      "is at git.example.com, and REPO_CONNECTIONS_ALLOWED_HOSTS in the environment does not list that host: no credential goes there. Nothing was sent. Add git.example.com to it where pulumi runs, or correct the address.";
    expect(problems("https://git.example.com", list)).toEqual([
      { path: "credentials.baseUrl", message },
      { path: "credentialsFrom.baseUrl", message },
      { path: "credentialsFrom.baseUrl", message },
    ]);
  });
});
