import { describe, expect, it } from "vitest";
import { type Creation, idempotencyKey } from "./idempotency";

const creation: Creation = { identity: "i", projectId: "p", body: { a: 1 }, spent: [] };

describe("idempotencyKey", () => {
  it("is the same for the same creation, and fits the header", () => {
    expect(idempotencyKey("k", creation)).toBe(idempotencyKey("k", structuredClone(creation)));
    expect(idempotencyKey("k", creation)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it.each<[string, Partial<Creation>]>([
    ["another resource with equal inputs", { identity: "j" }],
    ["another project", { projectId: undefined }],
    ["another body", { body: { a: 2 } }],
    ["a creation after a dead one", { spent: ["id"] }],
  ])("differs for %s", (_, change) => {
    expect(idempotencyKey("k", { ...creation, ...change })).not.toBe(idempotencyKey("k", creation));
  });

  it("differs by API key, so that nobody else can try tokens against it", () => {
    expect(idempotencyKey("other", creation)).not.toBe(idempotencyKey("k", creation));
  });
});
