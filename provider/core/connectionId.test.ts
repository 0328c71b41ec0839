import { expect, it } from "vitest";
import { answeredId, connectionPath } from "./connectionId";

const path = (id: string) => connectionPath("Coregit", "/v1/connections", id);

const NO_IDS = [
  ...[
    "",
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "%252e",
    "/",
    "a/b",
    "../a",
    "a/..",
    "\\",
    "..\\a",
    "?",
    "a?b",
    "#",
    "a;b",
  ],
  ...["a b", " a", "a\n", "a\u0000", "a\u001b[2J", "a\u202eb", "ö", "\ud800", "a".repeat(256)],
];

it.each([
  "a",
  "...",
  ".a",
  "rc_x1y2z3",
  "V1StGXR8_Z5jdHi6B-myT",
  "a.b~c",
  "a".repeat(255),
])("has %j for one step of a path", (id) => {
  expect(new URL(`https://x${path(id)}/test`).pathname).toBe(`/v1/connections/${id}/test`);
  expect(answeredId.safeParse(id).success).toBe(true);
});

it.each(NO_IDS)("lets no call be made for %j", (id) => {
  expect(() => path(id)).toThrow(
    expect.objectContaining({
      reason: "unsendable",
      inDoubt: false,
      message: expect.stringMatching(/^".{0,66} is no id of Coregit's: those have .*\. Nothing was sent\.$/),
    }),
  );
  expect(answeredId.safeParse(id).success).toBe(false);
});
