import { expect, test } from "vitest";
import { keyFingerprint, sha256 } from "./fingerprint";

test.each([
  ["ss_secret_0123", "ss_secret"],
  ["ss_org_0123", "ss_org"],
  ["tb_0123", "tb"],
  ["cgk_live_0123", "cgk_live"],
  ["cgt_0123", "cgt"],
  ["cgk_0123", "unknown"],
  ["cgt0123", "unknown"],
  ["a cgt_0123", "unknown"],
])("of %s shows that it is of the kind %s, and a part of its hash", (value, kind) => {
  expect(keyFingerprint(value)).toEqual({ kind, hash: sha256(value).slice(0, 8) });
});

test("the hash is SHA-256 of the text in UTF-8", () => {
  expect(sha256("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});
