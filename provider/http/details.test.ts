import { describe, expect, it } from "vitest";
import { detailsInWords } from "./details";

describe("details", () => {
  it.each<[string, unknown, string]>([
    [
      "fields with texts",
      { repositories: "Required", lookbackDays: "Too big" },
      "repositories: Required; lookbackDays: Too big",
    ],
    ["paths with texts", { "serviceMappings.0.repo": "Unknown" }, "serviceMappings[0].repo: Unknown"],
    [
      "lists of texts",
      { repositories: ["Required", "Or so"] },
      "repositories: Required; repositories: Or so",
    ],
    [
      "zod's",
      { fieldErrors: { platform: ["Invalid"] }, formErrors: ["No body"] },
      "platform: Invalid; No body",
    ],
    [
      "issues",
      [{ path: ["serviceMappings", 0, "repo"], message: "Unknown", code: "x" }],
      "serviceMappings[0].repo: Unknown",
    ],
    ["issues inside", { errors: [{ field: "platform", message: "Invalid" }] }, "platform: Invalid"],
    ["an issue of nothing", { issues: [{ message: "No body" }] }, "No body"],
    [
      "nested fields",
      { credentials: { token: "Must not be empty" } },
      "credentials.token: Must not be empty",
    ],
    ["objects in lists", { serviceMappings: [{ repo: "Unknown" }] }, "serviceMappings[0].repo: Unknown"],
    ["a limit", { plan: "Starter", limit: 5, over: true }, "plan: Starter; limit: 5; over: true"],
    ["a text", "Not now", "Not now"],
    ["nothing", undefined, ""],
    ["less", { a: null, b: {}, c: [], d: "" }, ""],
  ])("of %s", (_, details, expected) => {
    expect(detailsInWords(details)).toBe(expected);
  });

  it("are called as the provider calls its fields", () => {
    expect(detailsInWords({ access_token: "Is too short" }, { access_token: "accessToken" })).toBe(
      "accessToken: Is too short",
    );
    expect(detailsInWords({ constructor: "x" }, {})).toBe("constructor: x");
  });

  it("show no more than fits, on one line, with nothing a terminal would obey", () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, "x ".repeat(1_000)]));
    const shown = detailsInWords({ ["n".repeat(1_000)]: "\u001b[2J\u202e\nred", ...many });
    expect(shown).toMatch(/^n{64}…: \[2J red; f0: x x /);
    expect(shown).toMatch(/; f6: [x ]+…; …$/);
    expect(shown.length).toBeLessThan(1_200);
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("show no secret: not a value where one belongs, nor one that is named in a text", () => {
    expect(detailsInWords({ credentials: { token: "p4ssw0rd", appPassword: "Must not be empty" } })).toBe(
      "credentials.token: [secret]; credentials.appPassword: Must not be empty",
    );
    expect(detailsInWords({ received: '{"token":"p4ssw0rd"}' })).toBe('received: {"token":"[secret]"}');
  });

  it("end, however deep they are", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}"x"${"}".repeat(5_000)}`);
    expect(detailsInWords(deep)).toBe("");
  });
});

it("looks at so many details, however little they say, and never at the whole of a name", () => {
  const nothing = Array.from({ length: 500_000 }, () => ["", 0, [""]]).flat();
  expect(detailsInWords(nothing.map(() => ""))).toBe("…");
  // Put together with each of them, a name of this length would take hours.
  expect(detailsInWords({ ["x".repeat(4_000_000)]: nothing.map(() => []) })).toBe("");
  expect(detailsInWords({ ["x".repeat(4_000_000)]: nothing.map(() => "") })).toBe("…");
  expect(detailsInWords([{ path: Array.from({ length: 500_000 }, () => "a"), message: "no" }])).toMatch(
    /^(a\.)+a: no$/,
  );
});
