import { describe, expect, test } from "vitest";
import { REDACTED, Redactor } from "./redact";

const SECRET = "correct horse/battery+staple?";

function knowing(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  return redactor;
}

describe("by value", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const percent = [...Buffer.from(SECRET)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

  test.each([
    ["plain", SECRET],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["percent-encoded throughout", percent],
    ["hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["base64", base64(SECRET)],
    ["base64url", Buffer.from(SECRET).toString("base64url")],
    ["base64 after one byte", base64(`x${SECRET}y`)],
    ["base64 after two bytes", base64(`xx${SECRET}yy`)],
    ["base64 with a user name", base64(`someone:${SECRET}`)],
    ["JSON in JSON", JSON.stringify({ a: SECRET })],
  ])("takes out a known secret: %s", (_, spelled) => {
    const shown = knowing(SECRET).text(`before ${spelled} after`);
    expect(shown).toContain(REDACTED);
    // Five characters at either end may belong to what stands around the secret, none more.
    expect(shown).not.toContain(spelled.slice(5, -5));
  });

  test("leaves other texts as they are", () => {
    const text = "/v1/config/repos/123?page=2&q=100%25 été";
    expect(knowing(SECRET).text(text)).toBe(text);
  });

  test("takes out the longer of two secrets that begin alike", () => {
    expect(knowing("secret-1", "secret-1234").text("secret-1234 secret-1")).toBe(`${REDACTED} ${REDACTED}`);
  });

  test("finds secrets that follow one another directly", () => {
    expect(knowing("first!", "second").text("first!second.")).toBe(`${REDACTED}${REDACTED}.`);
  });

  test("does not look for secrets of three characters, which are in every other word", () => {
    expect(knowing("abc").text("abcdef")).toBe("abcdef");
  });
});

test("takes out what looks like a token and passwords in URLs, though never seen", () => {
  const shown = new Redactor().text("glpat-neverSeen1 ghp_neverSeen2 https://me:neverSeen3@host/");
  expect(shown).toBe(`${REDACTED} ${REDACTED} https://${REDACTED}@host/`);
});

describe("by field", () => {
  test("hides secret fields and all of the credentials but user name and base URL", () => {
    const body = {
      credentials: { token: 1, username: "someone", baseUrl: "https://git.example", odd: ["x"] },
      apiKey: "abc",
      lookbackDays: 30,
      nothing: null,
    };
    expect(new Redactor().value(body)).toEqual({
      credentials: { token: REDACTED, username: "someone", baseUrl: "https://git.example", odd: [REDACTED] },
      apiKey: REDACTED,
      lookbackDays: 30,
      nothing: null,
    });
  });

  test("learns the secrets of a body, to know them elsewhere", () => {
    const redactor = new Redactor();
    redactor.learnFrom({
      credentials: { username: "someone", appPassword: "the-password" },
      list: [{ secret: "other" }],
    });
    expect(redactor.text("someone the-password other")).toBe(`someone ${REDACTED} ${REDACTED}`);
  });
});
