import { expect } from "vitest";
import { test } from "../support/fixtures";

const PROGRAM = `
const { sigsentry } = require("pulumi-repo-connections/plugin");
module.exports = async () => {
  const { platform } = await sigsentry.getRepoConnection({ id: "rc_of-nobody" });
  return { platform };
};
`;

test("a function that fails says why in a line, without the stack of Pulumi's code", async ({ newStack }) => {
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  const { all } = await stack.upFails();
  expect(all).toMatch(
    /error: invocation of sigsentry:index:getRepoConnection returned an error: There is no connection rc_of-nobody\.$/m,
  );
  expect(all).not.toMatch(/unhandled exception|^ +at /m);
});
