import { describe, expect, it } from "vitest";
import { Redactor } from "./redact";

describe("Redactor", () => {
  const secret = 'ghp_s3cr3t/+&"x';

  it.each([
    ["as it is", secret],
    ["URL-encoded", encodeURIComponent(secret)],
    ["JSON-escaped", JSON.stringify({ token: secret })],
    ["base64", Buffer.from(secret).toString("base64")],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["hex", Buffer.from(secret).toString("hex")],
  ])("masks a secret %s", (_, text) => {
    const redactor = new Redactor();
    redactor.add(secret);
    const clean = redactor.redact(`before ${text} after`);
    expect(clean).toContain("[secret]");
    expect(clean).not.toContain(text);
    expect(clean).toMatch(/^before .* after$/);
  });

  it.each(["", "u", "us", "user:"])("masks a secret inside longer base64, behind %j", (before) => {
    const redactor = new Redactor();
    redactor.add("a-long-enough-token");
    const clean = redactor.redact(Buffer.from(`${before}a-long-enough-token`).toString("base64"));
    expect(Buffer.from(clean.replace("[secret]", ""), "base64").toString()).not.toMatch(/long|enough|token/);
    expect(clean).toContain("[secret]");
  });

  it("leaves nothing of a secret that contains another", () => {
    const redactor = new Redactor();
    redactor.add("abcd");
    redactor.add("abcd-efgh");
    expect(redactor.redact("abcd-efgh")).toBe("[secret]");
  });

  it("masks the user part of a URL", () => {
    expect(new Redactor().redact("https://me:pw@github.com/acme/x")).toBe(
      "https://[secret]@github.com/acme/x",
    );
  });

  it.each([
    "ghp_abcd1234",
    "glpat-abcd-1234",
    "ss_secret_abcd1234",
  ])("masks the unremembered token %s", (token) => {
    expect(new Redactor().redact(`found "${token}"`)).toBe('found "[secret]"');
  });

  it("leaves prefixes that only name a kind of token", () => {
    expect(new Redactor().redact("a secret key (ss_secret_…), ghp_…")).toBe(
      "a secret key (ss_secret_…), ghp_…",
    );
  });

  it("passes over what is too short or no string", () => {
    const redactor = new Redactor();
    redactor.add("a");
    redactor.add(undefined);
    expect(redactor.redact("a plain text")).toBe("a plain text");
  });
});
