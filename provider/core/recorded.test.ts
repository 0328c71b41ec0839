import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf, readRecorded, refuseNewerState } from "./recorded";

const schema = z.object({ label: z.string(), inner: z.object({ at: z.number() }).exactOptional() });

describe("a recorded state", () => {
  it("is read without the fields that its schema does not know", () => {
    expect(readRecorded(schema, { label: "x", more: 1 })).toStrictEqual({ label: "x" });
  });

  it.each([undefined, null, 0, 1, "2", "newer"])("may have the version %s", (stateVersion) => {
    expect(readRecorded(schema, { label: "x", stateVersion })).toStrictEqual({ label: "x" });
  });

  it.each([
    2,
    1.5,
    Number.POSITIVE_INFINITY,
  ])("of the version %s is refused before it is looked at", (stateVersion) => {
    const message = `written by a newer version of pulumi-repo-connections (shape ${stateVersion}, this one knows 1). Nothing was done: upgrade the package.`;
    expect(() => refuseNewerState({ stateVersion })).toThrow(message);
    expect(() => readRecorded(schema, { stateVersion })).toThrow(message);
  });

  it("that cannot be read tells the fields, and none of their values", () => {
    expect(() => readRecorded(schema, { label: 7, inner: { at: "s3cret" } })).toThrow(
      /^The recorded state of this connection cannot be read \(label, inner\.at\): was it changed by hand\? Nothing was done\.$/,
    );
  });
});

it("fieldsOf names the fields that an error is about", () => {
  const { error } = schema.safeParse({ inner: { at: "x" } });
  expect(error && fieldsOf(error)).toBe("label, inner.at");
});
