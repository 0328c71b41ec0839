import fc from "fast-check";
import { SECRETS } from "../world";

/** One answer of a service that means no good. `valid` and `half` are made of what a true service would answer. */
export type Hostile =
  | { readonly kind: "valid" }
  | { readonly kind: "half"; readonly isCut: boolean }
  | {
      readonly kind: "made up";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    };

/** The connection that the tests know. */
export const ID = "5f0c2a5e-6c0e-4a55-9d0e-2d3b1f6a7c11";

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
  `${SECRETS.apiKey} ${SECRETS.token}`,
  "x".repeat(100_000),
];

const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 40 }), fc.string());

/** Any JSON value, prototype keys included. */
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

const DEEP = 10_000;
const deep = (open: string, close: string, inside = "0") => open.repeat(DEEP) + inside + close.repeat(DEEP);

/** Bodies that no value can stand for. */
const BODIES = [
  deep("[", "]"),
  deep('{"a":', "}"),
  `{"success":true,"data":${deep("[", "]")}}`,
  `{"success":true,"data":[{"id":"${ID}","platform":"github","repositories":${deep("[", "]")}}]}`,
  `{"success":true,"data":{"id":${deep('{"id":', "}")},"platform":"github"}}`,
  `{"success":false,"error":{"code":"X","details":${deep("[", "]")}}}`,
  `{"success":false,"error":${deep('{"error":', "}")}}`,
  '{"__proto__":{"polluted":true},"success":true,"data":{"__proto__":{"polluted":true}}}',
  `{"success":true,"data":[{"id":"${ID}","id":"other","platform":"github","repositories":["a/b"]}]}`,
  '{"success":true,"data":[{"id":1e999,"lookbackDays":-1e999}]}',
  "\ufeff{}",
  "{",
  "null",
  "",
  "<html></html>",
  `{"success":true,"data":"${"m".repeat(3_000_000)}"}`,
  `{"success":false,"error":{"code":"BIG","message":"${"m".repeat(3_000_000)}"}}`,
];

const field = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: usual }, json);
const repository = fc.constantFrom("acme/payments", "acme/ledger", "acme/other");
const moment = fc.constant("2026-01-02T03:04:05.678Z");

const mapping = fc.record(
  {
    serviceName: field(fc.constantFrom("api", "books")),
    repo: field(repository),
    pathPrefix: field(text),
    defaultBranch: field(text),
  },
  { requiredKeys: [] },
);

/** A listed connection: this one, another one, or anything but one. */
const connection = fc.record(
  {
    id: fc.oneof({ weight: 4, arbitrary: fc.constant(ID) }, fc.uuid(), json),
    platform: field(fc.constantFrom("github", "gitlab")),
    repositories: field(fc.array(field(repository), { maxLength: 3 })),
    serviceMappings: field(fc.array(field(mapping), { maxLength: 3 })),
    lookbackDays: field(fc.integer({ min: 1, max: 365 })),
    isActive: field(fc.boolean()),
    createdAt: field(moment),
    updatedAt: field(moment),
    credentials: json,
    cachePurgePending: json,
  },
  { requiredKeys: [] },
);

const others = fc.array(
  fc.record({ id: fc.uuid(), platform: fc.constant("github"), repositories: fc.array(repository) }),
);
const records = fc.oneof(others, fc.array(connection, { maxLength: 5 }), fc.array(json, { maxLength: 3 }));
const pagination = fc.record(
  {
    total: field(fc.integer({ min: 0, max: 5 })),
    totalPages: field(fc.integer({ min: 0, max: 2 })),
    hasMore: field(fc.boolean()),
  },
  { requiredKeys: [] },
);

const data = fc.oneof(
  json,
  fc.record({ id: fc.oneof(fc.constant(ID), text, json), platform: field(fc.constant("github")) }),
  { weight: 3, arbitrary: records },
  { weight: 2, arbitrary: fc.record({ items: field(records), pagination: field(pagination) }) },
);

const CODES = ["NOT_FOUND", "UNAUTHORIZED", "RATE_LIMITED", "IDEMPOTENCY_KEY_CONFLICT", "INTERNAL_ERROR"];

const failure = fc.record({
  code: fc.oneof(fc.constantFrom(...CODES), text, json),
  message: fc.oneof(text, json),
  details: json,
});

const body: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => shownShort(Buffer.from(bytes))),
  { weight: 2, arbitrary: fc.constantFrom(...BODIES).map((raw) => shownShort(Buffer.from(raw))) },
  json.map(encoded),
  { weight: 6, arbitrary: data.map((value) => encoded({ success: true, data: value })) },
  { weight: 4, arbitrary: failure.map((error) => encoded({ success: false, error })) },
);

function encoded(value: unknown): Buffer {
  return shownShort(Buffer.from(JSON.stringify(value)));
}

/** fast-check shows what a property failed with: a readable part of it will do. */
function shownShort(bytes: Buffer): Buffer {
  const shown = JSON.stringify(bytes.toString("utf8", 0, 500));
  return Object.defineProperty(bytes, fc.toStringMethod, { value: () => `${shown} (${bytes.length} bytes)` });
}

const status = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(200, 201) },
  fc.constantFrom(400, 401, 403, 404, 409, 410, 429, 500, 503),
  fc.integer({ min: 200, max: 599 }),
);

const headerText = fc.string({ unit: "grapheme-ascii", maxLength: 60 });

const headers = fc.record(
  {
    "content-type": fc.oneof(fc.constantFrom("application/json", "text/html", "x".repeat(5_000)), headerText),
    "x-request-id": fc.oneof(fc.uuid(), fc.constant("r".repeat(10_000)), headerText),
    "content-encoding": fc.constantFrom("gzip", "br", "identity", "nonsense"),
    location: headerText,
  },
  { requiredKeys: ["content-type"] },
);

/** One answer. */
const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Hostile>({ kind: "valid" }) },
  fc.boolean().map((isCut): Hostile => ({ kind: "half", isCut })),
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("made up" as const), status, headers, body }),
  },
);

/** What a service answers, one request after the other; after the last one it answers as it should. */
export const answers = fc.array(hostile, { minLength: 1, maxLength: 6 });
