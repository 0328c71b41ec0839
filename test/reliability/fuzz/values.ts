import fc from "fast-check";

/** Texts that break what was not made for them. */
const NASTY = [
  "",
  "\u0000",
  "\u001b[2J\u001b]0;owned\u0007\u001b[31mred",
  "two\r\nlines\tand a tab\u0085",
  "\ud800",
  "\udc00\ud800",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../../etc/passwd",
  "%2e%2e%2f%zz",
  "\u202e\u2066reversed",
  "💥".repeat(300),
  "x".repeat(100_000),
];

/** Values that a service may answer where others are expected. */
export interface Values {
  readonly text: fc.Arbitrary<string>;
  /** Any JSON value, prototype keys included. */
  readonly json: fc.Arbitrary<unknown>;
}

/** Values of which some quote secrets, also where one would not see it at once. */
export function valuesQuoting(secrets: readonly string[]): Values {
  const hidden = secrets.flatMap((secret) => [
    secret,
    `me/${secret}`,
    secret.toUpperCase(),
    [...secret].reverse().join(""),
    [...secret].join("\u200b"),
    Buffer.from(`x:${secret}`).toString("base64"),
    `2026-01-01T00:00:00Z ${secret}`,
    `${secret.slice(0, 12)}…${secret.slice(-3)}`,
  ]);
  const text = fc.oneof(
    fc.constantFrom(...NASTY, ...hidden, secrets.join(" ")),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string(),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1e21, Number.MAX_VALUE, 0.1),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      text,
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(text, tie("json"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  return { text, json };
}
