import { expect, test } from "vitest";
import { isExpired, Keyring, withoutValue } from "./keyring";

const DETAILS = { kind: "cgt", revoked: false, expiresAt: null };

test("finds a key by its value, and changes it by its id", () => {
  const keyring = new Keyring<{ kind: string; revoked: boolean; expiresAt: string | null }>();
  const key = keyring.add(DETAILS, "cgt_mine");
  const other = keyring.add(DETAILS);
  expect(other.value).toMatch(/^cgt_[0-9a-f]{32}$/);
  expect(keyring.change(key.id, { revoked: true })).toEqual({ ...key, revoked: true });
  expect(keyring.find("cgt_mine")).toEqual({ ...key, revoked: true });
  expect(keyring.all()).toEqual([{ ...key, revoked: true }, other]);
  keyring.clear();
  expect(keyring.find("cgt_mine")).toBeUndefined();
});

test("a value begins as its kind does and is given once; only a key that is there can be changed", () => {
  const keyring = new Keyring();
  keyring.add(DETAILS, "cgt_mine");
  expect(() => keyring.add(DETAILS, "cgtmine")).toThrow("begins with cgt_");
  expect(() => keyring.add(DETAILS, "cgt_mine")).toThrow("already such a key");
  expect(() => keyring.change("nobody", { revoked: true })).toThrow("there is no key nobody");
});

test("a key expires at the very moment it says, or never", () => {
  const expiresAt = "2030-01-01T00:00:00.000Z";
  const moment = Date.parse(expiresAt);
  const at = (now: number) => isExpired({ ...DETAILS, expiresAt }, now);
  expect([moment - 1, moment, moment + 1].map(at)).toEqual([false, true, true]);
  expect(isExpired(DETAILS, Number.MAX_SAFE_INTEGER)).toBe(false);
});

test("a key is shown without its value", () => {
  expect(withoutValue({ ...DETAILS, id: "key_1", value: "cgt_mine" })).toEqual({ ...DETAILS, id: "key_1" });
});
