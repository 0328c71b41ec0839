import fc from "fast-check";
import {
  type ConnectionReport,
  type FieldChange,
  type Report,
  reportSchema,
  type StackReport,
} from "../schema";
import { HOSTILE } from "./hostile";
import { report } from "./samples";

type Texts = fc.Arbitrary<string>;

const times = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

function fieldChanges(texts: Texts): fc.Arbitrary<FieldChange> {
  const values = fc.oneof(texts, fc.boolean(), fc.integer(), fc.record({ serviceName: texts, repo: texts }));
  const sets = fc.array(values, { maxLength: 3 });
  return fc.record(
    { path: texts, from: values, to: values, added: sets, removed: sets },
    { requiredKeys: ["path"] },
  );
}

function credentials(texts: Texts): fc.Arbitrary<ConnectionReport["credentials"]> {
  const versions = fc.integer({ min: 1, max: 99 });
  return fc.record(
    { from: texts, baseUrl: texts, username: texts, version: versions, changedAt: times },
    { requiredKeys: [] },
  );
}

function statuses(texts: Texts): fc.Arbitrary<NonNullable<ConnectionReport["status"]>> {
  return fc.record(
    { valid: fc.boolean(), username: texts, error: texts, checkedAt: fc.oneof(texts, times) },
    { requiredKeys: ["valid", "checkedAt"] },
  );
}

function connections(texts: Texts): fc.Arbitrary<ConnectionReport> {
  const services = fc.record({ serviceName: texts, repo: texts, pathPrefix: texts, defaultBranch: texts });
  const doubtfulTimes = fc.oneof(texts, times);
  return fc.record(
    {
      name: texts,
      kind: fc.constantFrom("sigsentry", "coregit"),
      host: texts,
      id: texts,
      change: fc.constantFrom("none", "create", "adopt", "update", "replace", "delete", "drifted", "gone"),
      fields: fc.array(fieldChanges(texts), { maxLength: 3 }),
      outcome: fc.constantFrom("done", "failed", "skipped"),
      error: texts,
      label: texts,
      repositories: fc.array(texts, { maxLength: 14 }),
      services: fc.array(services, { maxLength: 2 }),
      lookbackDays: fc.integer({ min: 1, max: 365 }),
      isActive: fc.boolean(),
      verify: fc.boolean(),
      deletionProtection: fc.boolean(),
      allowDuplicate: fc.boolean(),
      credentials: credentials(texts),
      externalUsername: texts,
      status: statuses(texts),
      createdAt: doubtfulTimes,
      updatedAt: doubtfulTimes,
      lastSyncedAt: doubtfulTimes,
    },
    { requiredKeys: ["name", "kind", "host", "change", "fields", "credentials"] },
  );
}

function stacks(texts: Texts): fc.Arbitrary<StackReport> {
  const messages = fc.array(texts, { maxLength: 2 });
  return fc.record(
    {
      name: texts,
      file: texts,
      project: texts,
      addresses: fc.array(
        fc.record({ kind: fc.constantFrom("sigsentry" as const, "coregit" as const), url: texts }),
        { maxLength: 2 },
      ),
      connections: fc.array(connections(texts), { maxLength: 3 }),
      errors: messages,
      notes: messages,
    },
    { requiredKeys: ["name", "connections", "errors", "notes"] },
  );
}

/** Reports of any form, with these texts wherever a text comes from outside. */
export function reports(texts: Texts): fc.Arbitrary<Report> {
  const commands = fc.constantFrom("plan", "apply", "drift", "import", "rotate", "destroy", "list", "show");
  return fc
    .tuple(
      commands,
      fc.array(stacks(texts), { maxLength: 3 }),
      fc.record({ refreshed: fc.boolean(), error: texts }, { requiredKeys: ["refreshed"] }),
    )
    .map(([command, all, more]) => report(command, all, more));
}

/** A report, and the same report with somebody else's texts in place of harmless ones. */
export interface Pair {
  readonly harmless: Report;
  readonly hostile: Report;
  /** Each harmless text and what stands in its place. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Pairs of reports that differ in nothing but the texts from outside. */
export function pairs(): fc.Arbitrary<Pair> {
  const texts = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", minLength: 1 }));
  const places = 12;
  // Like most texts from outside, one that stands in quotes where it is a value.
  const harmless = fc.nat(places - 1).map((place) => `text no. ${place}`);
  return fc
    .tuple(reports(harmless), fc.uniqueArray(texts, { minLength: places, maxLength: places }))
    .map(([report, chosen]) => {
      const map = new Map(chosen.map((text, place) => [`text no. ${place}`, text]));
      return { harmless: report, hostile: withTexts(report, map), texts: map };
    });
}

/** The report with other texts; the names of its fields stay. */
export function withTexts(report: Report, texts: ReadonlyMap<string, string>): Report {
  const text = JSON.stringify(report, (_, value: unknown) =>
    typeof value === "string" ? (texts.get(value) ?? value) : value,
  );
  return reportSchema.parse(JSON.parse(text));
}
