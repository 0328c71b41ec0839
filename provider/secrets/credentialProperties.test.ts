import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UNKNOWN } from "../contract";
import { CredentialProperties } from "./credentialProperties";
import { fingerprintOf } from "./fingerprint";

const fields = new CredentialProperties("pass", ["realm"]);
const text = new CredentialProperties("pass");

/** The same credentials in either form, by the value of the secret. */
const FORMS = [
  {
    ...{ name: "of fields", of: fields, values: { realm: "home", word: "swordfish" } },
    written: (secret: unknown) => ({ realm: "home", word: secret }),
  },
  {
    ...{ name: "that are one text", of: text, values: { pass: "swordfish" } },
    written: (secret: unknown) => secret,
  },
];
const shape = { fieldsAt: () => [], isSecret: () => true, openNames: () => undefined };

describe.each(FORMS)("credentials $name", ({ of, values, written }) => {
  const from = written({ env: "WORD" });
  const read = () => "swordfish";
  const passFingerprint = fingerprintOf(values, "salt");

  it("are the same written out and referred to", () => {
    expect(of.areSame({ pass: written("swordfish") }, { passFrom: from, passFingerprint })).toBe(true);
    expect(of.areSame({ pass: written("other") }, { passFrom: from, passFingerprint })).toBe(false);
    expect(of.areSame({}, {})).toBe(true);
  });

  it("are not the same as what is not known yet", () => {
    expect(of.areSame({}, { pass: UNKNOWN })).toBe(false);
    expect(of.areSame({}, { pass: written(UNKNOWN) })).toBe(false);
    expect(of.areSame({ passFingerprint: UNKNOWN }, { passFingerprint: UNKNOWN })).toBe(false);
  });

  it("are sent as they are written out, or as references give them", () => {
    expect(of.toSend({ pass: written("swordfish") }, read)).toEqual(values);
    expect(of.toSend({ passFrom: from, passFingerprint }, read)).toEqual(values);
    expect(of.toSend({}, read)).toBeUndefined();
    expect(() => of.toSend({ passFrom: from, passFingerprint }, () => "other")).toThrow(
      "passFrom: the value changed while this command was running.",
    );
  });

  it("are checked as they are read", () => {
    const context = { identity: "me", read };
    const forms = { from: z.any().refine((given) => given !== undefined), value: z.any(), shape };
    const olds = { passFingerprint: "salt.before" };
    expect(of.referredTo({ passFrom: from }, olds, context, forms)).toEqual({
      fingerprint: passFingerprint,
      value: written("swordfish"),
      problems: [],
    });
    const refusing = { ...forms, value: z.any().refine(() => false, "is refused") };
    expect(of.referredTo({ passFrom: from }, olds, context, refusing)).toMatchObject({
      problems: [{ path: "passFrom", message: "is refused" }],
    });
    expect(of.referredTo({ passFrom: written(UNKNOWN) }, olds, context, forms)).toMatchObject({
      fingerprint: UNKNOWN,
    });
    for (const unread of [undefined, { ...forms, from: z.never() }])
      expect(of.referredTo({ passFrom: from }, olds, context, unread)).toEqual({ problems: [] });
  });

  it("are written out or referred to, or were never there", () => {
    const problems = (declared: object, olds = {}, isThere = false) =>
      of.problemsWithChoice({ ...declared }, olds, isThere).map(({ path, message }) => `${path} ${message}`);
    expect(problems({ pass: "a", passFrom: from })).toEqual([
      "passFrom is given beside pass; leave one of them out",
    ]);
    expect(problems({})).toEqual([
      expect.stringMatching(/^pass is missing; give pass, or passFrom to keep /),
    ]);
    expect(problems({}, { passFrom: from }, true)).toHaveLength(1);
    for (const none of [problems({ passFrom: from }), problems({ adopt: "a" }), problems({}, {}, true)])
      expect(none).toEqual([]);
  });

  it("have a version that counts their changes", () => {
    const olds = { pass: written("swordfish"), passVersion: 3 };
    expect(of.versionOf({ pass: written("swordfish") }, olds)).toBe(3);
    expect(of.versionOf({ pass: written("other") }, olds)).toBe(4);
    expect(of.versionOf({ pass: written(UNKNOWN) }, olds)).toBe(UNKNOWN);
    expect(of.versionOf({ passFingerprint: UNKNOWN, passFrom: from }, olds)).toBe(UNKNOWN);
  });

  it("are sent, and rotated, by what changes", () => {
    expect(
      [["pass"], ["passVersion"], ["passFrom", "label"]].map((changed) => of.areSentWith(changed)),
    ).toEqual([true, true, false]);
    const known = { pass: written("swordfish") };
    expect(of.areRotated(["pass"], known, known)).toBe(true);
    expect(of.areRotated(["passVersion"], known, known)).toBe(false);
    expect(of.areRotated(["pass"], {}, known)).toBe(false);
    expect(of.areRotated(["pass"], known, { pass: written(UNKNOWN) })).toBe(false);
  });
});

it("tells the properties of credentials from others", () => {
  const state = { label: "a", pass: 1, passFrom: 2, passFingerprint: 3, passVersion: 4, passChangedAt: 5 };
  const { label: _, ...recorded } = state;
  expect(text.recordedIn(state)).toEqual(recorded);
  expect(text.secrets).toEqual(["pass", "passFingerprint"]);
  expect(Object.keys(state).filter((property) => text.has(property))).toEqual(["pass", "passFrom"]);
});
