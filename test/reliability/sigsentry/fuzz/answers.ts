import fc from "fast-check";
import { answersOf, deep, HUGE, hostileIn } from "../../fuzz/answers";
import { valuesQuoting } from "../../fuzz/values";
import { SECRETS } from "../world";

/** The connection that the tests know. */
export const ID = "5f0c2a5e-6c0e-4a55-9d0e-2d3b1f6a7c11";

const values = valuesQuoting([SECRETS.apiKey, SECRETS.token]);
const { text, json } = values;

/** Bodies that no value can stand for. */
const BODIES = [
  `{"success":true,"data":${deep("[", "]")}}`,
  `{"success":true,"data":[{"id":"${ID}","platform":"github","repositories":${deep("[", "]")}}]}`,
  `{"success":true,"data":{"id":${deep('{"id":', "}")},"platform":"github"}}`,
  `{"success":false,"error":{"code":"X","details":${deep("[", "]")}}}`,
  `{"success":false,"error":${deep('{"error":', "}")}}`,
  '{"__proto__":{"polluted":true},"success":true,"data":{"__proto__":{"polluted":true}}}',
  `{"success":true,"data":[{"id":"${ID}","id":"other","platform":"github","repositories":["a/b"]}]}`,
  '{"success":true,"data":[{"id":1e999,"lookbackDays":-1e999}]}',
  `{"success":true,"data":"${HUGE}"}`,
  `{"success":false,"error":{"code":"BIG","message":"${HUGE}"}}`,
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
    credentialsChangedAt: fc.oneof(moment, json),
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

/** What SigSentry answers, or something like it. */
export const answers = answersOf(
  hostileIn({
    values,
    success: data.map((value) => ({ success: true, data: value })),
    failure: failure.map((error) => ({ success: false, error })),
    bodies: BODIES,
  }),
);
