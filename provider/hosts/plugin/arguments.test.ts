import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../contract";
import { problemsWithCall, problemsWithProvider } from "./arguments";

describe("a provider's arguments", () => {
  it("are known, and texts; a number where one is meant", () => {
    expect(problemsWithProvider("sigsentry", { apikey: "ss_secret_q", projectId: 5, tenant: "x" })).toEqual([
      { path: "apikey", message: 'is not a field here; did you mean "apiKey"?' },
      { path: "projectId", message: "must be a string" },
      { path: "tenant", message: "is not a field here; known fields are apiKey, projectId, baseUrl" },
    ]);
    expect(problemsWithProvider("coregit", { listLagSeconds: 5, apiKey: UNKNOWN, version: "0.4.0" })).toEqual(
      [],
    );
    expect(problemsWithProvider("coregit", { listLagSeconds: "5" })).toEqual([]);
    expect(problemsWithProvider("coregit", { listLagSeconds: true })).toEqual([
      { path: "listLagSeconds", message: "must be a number" },
    ]);
  });
});

describe("a function's arguments", () => {
  it("are known, and one of the values that there are", () => {
    const wrong = { platfrm: "github", platform: "gthub", repository: 7 };
    expect(problemsWithCall("sigsentry", "sigsentry:index:getRepoConnections", wrong)).toEqual([
      { path: "platfrm", message: 'is not a field here; did you mean "platform"?' },
      { path: "platform", message: 'must be one of "github", "gitlab", "bitbucket"' },
      { path: "repository", message: "must be a string" },
    ]);
    const right = { platform: "gitlab", serviceName: "api" };
    expect(problemsWithCall("sigsentry", "sigsentry:index:getRepoConnections", right)).toEqual([]);
  });
});
