import fc from "fast-check";
import { answering, answersOf, deep, HUGE, hostileIn } from "../../fuzz/answers";
import { valuesQuoting } from "../../fuzz/values";
import { DECLARED, SECRETS } from "../world";

/** The connection that the tests know. */
export const ID = "V1StGXR8_Z5jdHi6B-myT";

const values = valuesQuoting([SECRETS.apiKey, SECRETS.token]);
const { text, json } = values;

/** Bodies that no value can stand for. */
const BODIES = [
  `{"connections":${deep("[", "]")}}`,
  `{"connections":[{"id":"${ID}","provider":"github","label":${deep("[", "]")}}]}`,
  `{"id":${deep('{"id":', "}")},"provider":"github"}`,
  `{"error":${deep('{"error":', "}")}}`,
  '{"__proto__":{"polluted":true},"connections":[{"__proto__":{"polluted":true}}]}',
  `{"connections":[{"id":"${ID}","id":"other","provider":"github","label":"Payments"}]}`,
  '{"connections":[{"id":1e999}]}',
  `{"connections":"${HUGE}"}`,
  `{"error":"${HUGE}"}`,
  `{"valid":false,"error":"${HUGE}"}`,
];

const field = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: usual }, json);
const label = fc.constantFrom("Payments", "Payments 2", "Somebody else's");
const moment = fc.constantFrom("2026-01-02T03:04:05.678Z", "2199-01-01T00:00:00.000Z");
const otherId = fc.uuid().map((uuid) => uuid.slice(0, 21));

/** A listed connection: this one, another one, or anything but one. */
const connection = fc.record(
  {
    id: fc.oneof({ weight: 4, arbitrary: fc.constant(ID) }, otherId, json),
    provider: field(fc.constantFrom("github", "gitlab")),
    label: field(label),
    external_username: field(fc.constantFrom(null, "octocat")),
    last_synced_at: field(fc.constant(null)),
    created_at: field(moment),
    updated_at: field(moment),
    access_token: json,
    accessTokenChangedAt: fc.oneof(moment, json),
    unconfirmed: json,
    seenByKeys: json,
  },
  { requiredKeys: [] },
);

const others = fc.array(fc.record({ id: otherId, provider: fc.constant("github"), label }));
const listed = fc
  .oneof(others, fc.array(connection, { maxLength: 5 }), fc.array(json, { maxLength: 3 }), json)
  .map((connections) => ({ connections }));

const success: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: listed },
  fc.record({ id: fc.oneof(fc.constant(ID), text, json), external_username: json }),
  fc.record({ valid: field(fc.boolean()), username: json, error: fc.oneof(text, json) }),
  fc.record({ updated: field(fc.constant(true)) }),
  fc.record({ deleted: field(fc.constant(true)) }),
);

const WORDS = ["Connection not found", "Not found", "API key expired", "Nothing to update"];
const failure = fc.record(
  { error: fc.oneof(fc.constantFrom(...WORDS), text, json), code: fc.oneof(text, json) },
  { requiredKeys: ["error"] },
);

/** What a connection that is not there is answered with, one request after the other. */
const absent = fc.constantFrom(
  answering(200, { connections: [] }),
  answering(200, { connections: [{ id: "other", provider: "github", label: DECLARED.label }] }),
  answering(404, { error: "Connection not found" }),
);

/** What Coregit answers, or something like it. */
export const answers = answersOf(
  fc.oneof(
    { weight: 3, arbitrary: hostileIn({ values, success, failure, bodies: BODIES }) },
    { weight: 2, arbitrary: absent },
  ),
);
