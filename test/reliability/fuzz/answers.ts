import fc from "fast-check";
import type { Values } from "./values";

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

/** What the answers of one service look like. */
export interface Dialect {
  readonly values: Values;
  /** Anything that has the outer form of a success. */
  readonly success: fc.Arbitrary<unknown>;
  /** Anything that has the outer form of a failure. */
  readonly failure: fc.Arbitrary<unknown>;
  /** Bodies that no value can stand for. */
  readonly bodies: readonly string[];
}

/** One answer. */
export function hostileIn(dialect: Dialect): fc.Arbitrary<Hostile> {
  const kind = fc.constant("made up" as const);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Hostile>({ kind: "valid" }) },
    fc.boolean().map((isCut): Hostile => ({ kind: "half", isCut })),
    { weight: 8, arbitrary: fc.record({ kind, status, headers, body: bodyIn(dialect) }) },
  );
}

/** What a service answers, one request after the other; after the last one it answers as it should. */
export function answersOf(hostile: fc.Arbitrary<Hostile>): fc.Arbitrary<Hostile[]> {
  return fc.array(hostile, { minLength: 1, maxLength: 6 });
}

/** An answer in JSON. */
export function answering(status: number, value: unknown): Hostile {
  return {
    kind: "made up",
    status,
    headers: { "content-type": "application/json" },
    body: encoded(value),
  };
}

const DEEP = 10_000;

/** A text of brackets as deep as none can be read without care. */
export const deep = (open: string, close: string, inside = "0") =>
  open.repeat(DEEP) + inside + close.repeat(DEEP);

/** A text as long as no answer is. */
export const HUGE = "m".repeat(3_000_000);

/** What is no answer of any service. */
const FOREIGN = [deep("[", "]"), deep('{"a":', "}"), "\ufeff{}", "{", "null", "", "<html></html>"];

function bodyIn({ values, success, failure, bodies }: Dialect): fc.Arbitrary<Buffer> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => shownShort(Buffer.from(bytes))),
    {
      weight: 2,
      arbitrary: fc.constantFrom(...FOREIGN, ...bodies).map((raw) => shownShort(Buffer.from(raw))),
    },
    values.json.map(encoded),
    { weight: 6, arbitrary: success.map(encoded) },
    { weight: 4, arbitrary: failure.map(encoded) },
  );
}

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
