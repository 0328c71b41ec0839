import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Place, type Problem, type Properties, UNKNOWN } from "../contract";
import { type InputShape, problemsOf } from "../core/problems";
import { holdsUnknown, isObject } from "../core/values";
import type { Redactor } from "../text/redact";
import {
  areSame,
  type Credentials,
  fingerprintFor,
  type Held,
  type ReadSecret,
  type References,
  readReferences,
  referredValues,
  versionOf,
} from "./credentials";
import { isFingerprintOf } from "./fingerprint";
import { OF_PROCESS, readSecret } from "./source";

/** What references give, checked as if it had been written out. */
export interface ReferredTo {
  /** {@link UNKNOWN} as long as nothing can be read. */
  readonly fingerprint?: unknown;
  readonly value?: unknown;
  readonly problems: readonly Problem[];
}

/** The forms of references and of what they give. */
interface Forms {
  readonly from: z.ZodType;
  readonly value: z.ZodType;
  readonly shape: InputShape;
}

const texts = z.record(z.string(), z.string());

/** By which properties a kind declares and records its credentials. Whoever works with them, whatever the kind, asks here. */
export class CredentialProperties {
  /** Has the references, where the credentials are not written out. */
  readonly from: string;
  /** Of what the references gave. */
  readonly fingerprint: string;
  /** Counts the changes, unless it is declared. */
  readonly version: string;
  /** Of a state: when they were last sent. */
  readonly changedAt: string;
  /** Those that hold secrets. */
  readonly secrets: readonly string[];
  /** The fields of credentials that are no secret. */
  readonly openFields: readonly string[];
  readonly #hasFields: boolean;

  /**
   * @param name of the property that holds credentials written out.
   * @param openFields `undefined`: credentials are one text, and no fields.
   */
  constructor(
    readonly name: string,
    openFields?: readonly string[],
  ) {
    this.from = `${name}From`;
    this.fingerprint = `${name}Fingerprint`;
    this.version = `${name}Version`;
    this.changedAt = `${name}ChangedAt`;
    this.secrets = [name, this.fingerprint];
    this.openFields = openFields ?? [];
    this.#hasFields = openFields !== undefined;
  }

  /** Whether credentials, or references to them, stand in a property. */
  has(property: unknown): boolean {
    return property === this.name || property === this.from;
  }

  /** What is declared and recorded of credentials, and nothing else of a connection. */
  recordedIn(properties: Properties): Properties {
    const all = [...this.secrets, this.from, this.version, this.changedAt];
    return Object.fromEntries(all.map((property) => [property, properties[property]]));
  }

  /** What is referred to, of the value of {@link from}. */
  referencesOf(from: unknown): References {
    if (this.#hasFields)
      return { from: isObject(from) ? from : {}, pathOf: (field) => `${this.from}.${field}` };
    return { from: from === undefined ? {} : { [this.name]: from }, pathOf: () => this.from };
  }

  /** Tells a redactor of the secrets that are written out in inputs or a state. */
  learn(redactor: Redactor, { [this.name]: value }: Properties): void {
    for (const [field, secret] of Object.entries(isObject(value) ? value : { [this.name]: value }))
      if (!this.openFields.includes(field)) redactor.add(secret);
  }

  /**
   * Tells a redactor of the secrets that inputs or a state refer to, before anything is sent that a service may answer
   * with one of them. A source that gives nothing now is no error: then words go by the fingerprint of what it gave before.
   *
   * @param place where the references are looked up.
   */
  learnReferred(redactor: Redactor, properties: Properties, place: Place = OF_PROCESS): void {
    const { [this.from]: referred, [this.fingerprint]: fingerprint } = properties;
    const { from, pathOf } = this.referencesOf(referred);
    const { values } = readReferences({ from, pathOf }, (source) => readSecret(source, place));
    const secret = Object.keys(from).filter((field) => !this.openFields.includes(field));
    for (const field of secret) redactor.add(values[field]);
    const [field] = secret;
    if (field === undefined || typeof fingerprint !== "string" || isFingerprintOf(values, fingerprint))
      return;
    const isSecret = (word: string) => isFingerprintOf({ ...values, [field]: word }, fingerprint);
    redactor.addFingerprint(JSON.stringify(from), fingerprint, isSecret);
  }

  /** Whether there are credentials at all; an adopted connection may go without. */
  areIn(properties: Properties): boolean {
    return properties[this.name] !== undefined || properties[this.from] !== undefined;
  }

  /** Whether two sets of inputs, or a state and inputs, stand for the same ones, written out or referred to. */
  areSame(one: Properties, other: Properties): boolean {
    const [before, after] = [this.#heldBy(one), this.#heldBy(other)];
    return before !== undefined && after !== undefined && areSame(before, after);
  }

  /**
   * The credentials to be sent for checked inputs; `undefined` for an adopted connection that declares none.
   *
   * @throws Error when a reference gives no value any more, or another one than when it was checked.
   */
  toSend(inputs: Properties, read: ReadSecret): Credentials | undefined {
    const { [this.from]: from } = inputs;
    const held = this.#heldBy(inputs);
    return from === undefined
      ? held?.values
      : referredValues(this.referencesOf(from), held?.fingerprint, read);
  }

  /** Whether an update of these fields sends credentials. */
  areSentWith(changed: readonly string[]): boolean {
    return changed.includes(this.name) || changed.includes(this.version);
  }

  /** Whether an update of these fields replaces credentials by others that are known. */
  areRotated(changed: readonly string[], old: Properties, inputs: Properties): boolean {
    return changed.includes(this.name) && this.#areKnown(inputs) && this.areIn(old) && this.areIn(inputs);
  }

  /** The version that checked inputs come to; see {@link versionOf}. */
  versionOf(news: Properties, olds: Properties): unknown {
    return versionOf(news[this.version], olds[this.version], {
      had: this.areIn(olds),
      has: this.areIn(news),
      isKnown: this.#areKnown(news),
      isSame: this.areSame(olds, news),
    });
  }

  /**
   * Credentials are written out or referred to; only a connection that is taken over may go without.
   *
   * @param isThere whether `olds` are inputs of an earlier update.
   */
  problemsWithChoice(declared: Properties, olds: Properties, isThere: boolean): Problem[] {
    const { name, from } = this;
    if (declared[name] !== undefined && declared[from] !== undefined)
      return [{ path: from, message: `is given beside ${name}; leave one of them out` }];
    if (this.areIn(declared) || declared.adopt !== undefined || (isThere && !this.areIn(olds))) return [];
    const [them, those] = this.#hasFields ? ["them", "those"] : ["it", "the one"];
    const message = `is missing; give ${name}, or ${from} to keep ${them} out of the state. Only a connection that is taken over (adopt) may keep ${those} it has`;
    return [{ path: name, message }];
  }

  /**
   * Reads what a declaration refers to and checks it as if it had been written out.
   *
   * @param forms `undefined`: they are not known, and nothing is read.
   */
  referredTo(
    declared: Properties,
    olds: Properties,
    { identity, read }: { readonly identity: string | undefined; readonly read: ReadSecret },
    forms: Forms | undefined,
  ): ReferredTo {
    const from = declared[this.from];
    if (holdsUnknown(from)) return { fingerprint: UNKNOWN, problems: [] };
    // Whatever is wrong with its shape is reported with the other fields. Only a preview may be answered with something
    // unknown: elsewhere the engine would complain of that, and not show the problems.
    if (!forms?.from.safeParse(from).success) return { problems: [] };
    const { values, problems } = readReferences(this.referencesOf(from), read);
    if (problems.length > 0) return { problems };
    const value = this.#hasFields ? values : values[this.name];
    const result = z.object({ [this.from]: forms.value }).safeParse({ [this.from]: value });
    return {
      fingerprint: fingerprintFor(values, olds[this.fingerprint], identity ?? randomUUID()),
      value,
      problems: result.success ? [] : problemsOf(result.error, { [this.from]: value }, forms.shape),
    };
  }

  #areKnown({ [this.name]: value, [this.fingerprint]: fingerprint }: Properties): boolean {
    return !holdsUnknown(value) && !holdsUnknown(fingerprint);
  }

  /** `undefined`: it is not known, or has not the form. */
  #heldBy({ [this.name]: value, [this.fingerprint]: fingerprint }: Properties): Held | undefined {
    const values = texts
      .optional()
      .safeParse(this.#hasFields || value === undefined ? value : { [this.name]: value });
    const print = z.string().optional().safeParse(fingerprint);
    return values.success && print.success ? { values: values.data, fingerprint: print.data } : undefined;
  }
}
