import { expect, it } from "vitest";
import { EVERYTHING, help } from "./help";

it("names what decides where requests go, one line each at 80 columns", () => {
  const lines = help(["plan"], EVERYTHING).split("\n");
  const environment = lines.filter((line) => /^ {2}[A-Z_]+ +\S/.test(line));
  expect(environment).toHaveLength(Object.keys(EVERYTHING).length);
  for (const line of environment) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(Object.keys(EVERYTHING)).toEqual(
    expect.arrayContaining([
      ...["SIGSENTRY_PROJECT_ID", "SIGSENTRY_BASE_URL", "COREGIT_BASE_URL"],
      ...["REPO_CONNECTIONS_ALLOWED_HOSTS"],
      ...["HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS"],
    ]),
  );
});
