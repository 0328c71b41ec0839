import { describe, expect, it } from "vitest";
import { problemWithProject, readSettings } from "./settings";

const read = (config: Record<string, string>, environment: Record<string, string> = {}) =>
  readSettings((key) => config[key], environment);

const good = { "sigsentry:apiKey": "ss_secret_1" };

describe("readSettings", () => {
  it("takes the configuration before the environment", () => {
    const environment = {
      SIGSENTRY_API_KEY: "ss_secret_env",
      SIGSENTRY_PROJECT_ID: "env",
      SIGSENTRY_BASE_URL: "https://env",
    };
    expect(read({ ...good, "sigsentry:baseUrl": "https://file" }, environment)).toMatchObject({
      settings: { apiKey: "ss_secret_1", projectId: "env", baseUrl: "https://file" },
      problems: [],
    });
  });

  it("takes an empty value for none, and each setting from its own variable", () => {
    const environment = {
      SIGSENTRY_API_KEY: "ss_secret_env",
      SIGSENTRY_PROJECT_ID: "",
      SIGSENTRY_BASE_URL: "",
    };
    expect(read({ "sigsentry:apiKey": "", "sigsentry:projectId": "" }, environment)).toMatchObject({
      settings: { apiKey: "ss_secret_env", projectId: undefined, baseUrl: "https://api.sigsentry.com" },
      problems: [],
    });
    expect(read({ ...good, "sigsentry:projectId": "p" }).settings.projectId).toBe("p");
    expect(read({}).settings.apiKey).toBe("");
  });

  it("reports the key and the address at once", () => {
    const { problems } = read({ "sigsentry:apiKey": "ss_pub_1", "sigsentry:baseUrl": "sigsentry" });
    expect(problems.map(({ path }) => path)).toEqual(["sigsentry:apiKey", "sigsentry:baseUrl"]);
  });

  it("falls back to the public API", () => {
    expect(read(good).settings).toEqual({
      apiKey: "ss_secret_1",
      projectId: undefined,
      baseUrl: "https://api.sigsentry.com",
    });
  });

  it.each([
    ["", /is not set.*pulumi config set --secret sigsentry:apiKey.*SIGSENTRY_API_KEY/],
    ["ss_pub_abc123", /public key.*Use a secret key/],
    ["tb_abc123", /no longer accepts/],
    ["ss_live_abc123", /no longer accepts/],
    ["ghp_abc123", /not a SigSentry key/],
    ["ss_secret_abc123\n", /^ends with U\+000A LINE FEED: was it read with a line break.*SIGSENTRY_API_KEY/],
    ["ss_secret_abc123…", /^ends with U\+2026 HORIZONTAL ELLIPSIS.*SIGSENTRY_API_KEY/],
    ["…ss_secret_abc123", /^starts with U\+2026 HORIZONTAL/],
    ["abc123_ss_secret_", /not a SigSentry key: those start with ss_secret_ or ss_org_.*SIGSENTRY_API_KEY/],
    ["abc123_tb_", /not a SigSentry key/],
  ])("refuses the key %j without showing it", (apiKey, message) => {
    const { problems } = read({ "sigsentry:apiKey": apiKey });
    expect(problems).toEqual([{ path: "sigsentry:apiKey", message: expect.stringMatching(message) }]);
    expect(problems[0]?.message).not.toContain("abc123");
  });

  it.each([
    ["http://api.sigsentry.com", /https/],
    ["http://127.0.0.1.evil.example", /https/],
    ["https://api.sigsentry.com/v1/", /\/v1/],
    ["https://u:p@api.sigsentry.com", /user name/],
    ["https://api.sigsentry.com?x=1", /query/],
    ["https://proxy.example?", /query/],
    ["https://proxy.example/a/#", /fragment/],
    ["https://proxy.example/a?b@c", /query/],
    ["https://proxy\n.example", /white space/],
    [" https://proxy.example", /white space/],
    ["https://proxy.example\\@b", /backslashes/],
    ["https://@proxy.example", /user name/],
    ["https:proxy.example", /:\/\//],
    ["https:///proxy.example", /host/],
    ["https://api.sigsentry.com#x", /query or a fragment/],
    ["https://u@api.sigsentry.com", /user name/],
    ["https://:p@api.sigsentry.com", /user name/],
    ["https://api.sigsentry.com/v1", /\/v1/],
    ["ftp://localhost", /https/],
    ["http://x127.0.0.1.example", /https/],
    ["ftp://api.sigsentry.com", /https/],
    ["sigsentry", /not a URL/],
  ])("refuses the address %s", (baseUrl, message) => {
    const { problems } = read({ ...good, "sigsentry:baseUrl": baseUrl });
    expect(problems).toEqual([{ path: "sigsentry:baseUrl", message: expect.stringMatching(message) }]);
  });

  it.each([
    "http://127.0.0.1:8080",
    "http://localhost:1",
    "http://[::1]:2",
    "http://127.10.20.30",
    "https://proxy.example/sigsentry/",
    "https://proxy.example/v1/sigsentry",
  ])("accepts the address %s", (baseUrl) => {
    const { settings, problems } = read({ ...good, "sigsentry:baseUrl": baseUrl });
    expect(problems).toEqual([]);
    expect(settings.baseUrl).toBe(baseUrl.replace(/\/$/, ""));
  });
});

it("takes all slashes off the end of the address", () => {
  const { settings } = read({ ...good, "sigsentry:baseUrl": "https://proxy.example/a//" });
  expect(settings.baseUrl).toBe("https://proxy.example/a");
});

describe("problemWithProject", () => {
  it("wants a project with an organisation key", () => {
    expect(problemWithProject("ss_org_1", undefined)).toEqual({
      path: "projectId",
      message: expect.stringMatching(
        /^is missing: .* an organisation key .*sigsentry:projectId <id>` or SIGSENTRY/,
      ),
    });
    expect(problemWithProject("ss_org_1", "p")).toBeUndefined();
    expect(problemWithProject("ss_secret_1", undefined)).toBeUndefined();
  });
});
