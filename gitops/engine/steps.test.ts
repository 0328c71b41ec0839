import type { EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { StepReader, type Told } from "./steps";

const TYPE = "pulumi-nodejs:dynamic/sigsentry:RepoConnection";

let sequence = 0;
const event = (content: Partial<EngineEvent>): EngineEvent => ({
  sequence: ++sequence,
  timestamp: 0,
  ...content,
});

const urnOf = (name: string, type = TYPE) => `urn:pulumi:dev::shop::${type}::${name}`;

function metadata(op: OpType, name: string, old?: object, next?: object, type = TYPE): StepEventMetadata {
  const urn = urnOf(name, type);
  const side = (inputs: object, id: string) => ({
    type,
    urn,
    id,
    parent: "",
    inputs,
    outputs: inputs,
    provider: "",
  });
  return {
    op,
    urn,
    type,
    provider: "",
    ...(old ? { old: side(old, "rc_1") } : {}),
    ...(next ? { new: side(next, "") } : {}),
  };
}

const begins = (...args: Parameters<typeof metadata>) =>
  event({ resourcePreEvent: { metadata: metadata(...args), planning: false } });
const ends = (...args: Parameters<typeof metadata>) =>
  event({ resOutputsEvent: { metadata: metadata(...args), planning: false } });
const fails = (...args: Parameters<typeof metadata>) =>
  event({ resOpFailedEvent: { metadata: metadata(...args), status: 0, steps: 0 } });
const error = (message: string, urn?: string) =>
  event({ diagnosticEvent: { message, color: "never", severity: "error", ...(urn ? { urn } : {}) } });

function told(refreshes: boolean, ...events: EngineEvent[]): Told {
  const reader = new StepReader(refreshes);
  for (const one of events) reader.take(one);
  return reader.told;
}

describe("StepReader", () => {
  it("tells what was done to each connection, and to nothing else", () => {
    const { steps } = told(
      false,
      begins("same", "shop-dev", {}, {}, "pulumi:pulumi:Stack"),
      begins("create", "a", undefined, { lookbackDays: 1 }),
      ends("create", "a", undefined, { lookbackDays: 1 }),
    );
    expect(steps).toMatchObject([{ name: "a", kind: "sigsentry", op: "create", ended: "done", errors: [] }]);
  });

  it("tells which other resources are changed, but not what is Pulumi's own", () => {
    const bucket = "aws:s3/bucketV2:BucketV2";
    const { steps, others } = told(
      false,
      begins("delete", "shop-dev", {}, undefined, "pulumi:pulumi:Stack"),
      begins("delete", "default", {}, undefined, "pulumi:providers:aws"),
      begins("same", "logs", {}, {}, bucket),
      begins("delete", "data", {}, undefined, bucket),
      ends("delete", "data", {}, undefined, bucket),
      begins("delete", "backup", {}, undefined, bucket),
    );
    expect(steps).toEqual([]);
    expect(others).toEqual(["data", "backup"]);
  });

  it("tells a replacement that is a rename as well as one, whichever half fails", () => {
    const renamed = (op: OpType) => {
      const { old, ...rest } = metadata(op, "b", {}, {});
      return { ...rest, ...(old ? { old: { ...old, urn: urnOf("a") } } : {}) };
    };
    const pre = (op: OpType) => event({ resourcePreEvent: { metadata: renamed(op), planning: false } });
    const deleted = [begins("delete-replaced", "a", {}), ends("delete-replaced", "a", {})];
    expect(told(false, ...deleted, pre("replace"), pre("create-replacement")).steps).toMatchObject([
      { name: "b", renamedFrom: "a", op: "replace", ended: "never", isOldDeleted: true },
    ]);
    const refused = [
      begins("delete-replaced", "a", {}),
      fails("delete-replaced", "a", {}),
      error("no", urnOf("a")),
    ];
    expect(told(false, ...refused, pre("replace")).steps).toMatchObject([
      { name: "b", op: "replace", ended: "failed", errors: ["no"] },
    ]);
  });

  it("tells what a connection was called when it was recorded", () => {
    const { urn, ...rest } = metadata("same", "b", {}, {});
    const old = rest.old && { ...rest.old, urn: urnOf("a") };
    const renamed = event({
      resourcePreEvent: { metadata: { urn, ...rest, ...(old && { old }) }, planning: false },
    });
    expect(told(false, renamed).steps).toMatchObject([{ name: "b", op: "same", renamedFrom: "a" }]);
    expect(told(false, begins("same", "b", {}, {})).steps[0]).not.toHaveProperty("renamedFrom");
  });

  it("passes over the reading that a preview begins with", () => {
    const { steps } = told(
      false,
      begins("refresh", "a", { x: 1 }, { x: 1 }),
      ends("refresh", "a", { x: 1 }, { x: 2 }),
    );
    expect(steps).toEqual([]);
  });

  it("takes a refresh's word for what the service has", () => {
    const { steps } = told(true, begins("refresh", "a", { x: 1 }), ends("update", "a", { x: 1 }, { x: 2 }));
    expect(steps).toMatchObject([{ op: "update", old: { inputs: { x: 1 } }, new: { inputs: { x: 2 } } }]);
  });

  it("makes one step of a replacement, from what was to what comes", () => {
    const { steps } = told(
      false,
      begins("delete-replaced", "a", { platform: "github" }),
      ends("delete-replaced", "a", { platform: "github" }),
      begins("replace", "a", { platform: "github" }, { platform: "gitlab" }),
      begins("create-replacement", "a", { platform: "github" }, { platform: "gitlab" }),
      ends("create-replacement", "a", { platform: "github" }, { platform: "gitlab" }),
    );
    expect(steps).toMatchObject([
      {
        op: "replace",
        old: { inputs: { platform: "github" } },
        new: { inputs: { platform: "gitlab" } },
        ended: "done",
      },
    ]);
  });

  it("tells a failure beside its connection, and one of the whole by itself", () => {
    const { steps, errors } = told(
      false,
      begins("update", "a", {}, {}),
      error("<{%reset%}>sending failed<{%reset%}>\n", urnOf("a")),
      fails("update", "a", {}, {}),
      begins("update", "b", {}, {}),
      error("connections.yaml:3:1: wrong"),
      error("update failed"),
    );
    expect(steps).toMatchObject([
      { name: "a", ended: "failed", errors: ["sending failed"] },
      { name: "b", ended: "never", errors: [] },
    ]);
    expect(errors).toEqual(["connections.yaml:3:1: wrong"]);
  });

  it("names the connection of an error that has no step", () => {
    expect(told(false, error("refused", urnOf("a"))).errors).toEqual(["a: refused"]);
  });

  it("passes on what the provider says, by the connection's name, once", () => {
    const said = event({
      diagnosticEvent: { message: "rc_1: warning: mind this\n\n", color: "never", severity: "info#err" },
    });
    const announced = event({
      diagnosticEvent: {
        message: "pulumi-repo-connections: the operation failed; the reason follows\n",
        color: "never",
        severity: "info#err",
      },
    });
    const { notes } = told(false, said, said, announced, begins("update", "a", { x: 1 }, { x: 2 }));
    expect(notes).toEqual(["a: warning: mind this"]);
  });

  it("tells what the provider waits for at once, and once, and not afterwards", () => {
    const said: string[] = [];
    const reader = new StepReader(false, (message) => said.push(message));
    const message = "Waiting 45 s for https://api.example: its rate limit is reached.";
    const waits = event({
      diagnosticEvent: { message: `${message}\n`, color: "never", severity: "info#err" },
    });
    reader.take(waits);
    expect(said).toEqual([message]);
    reader.take(waits);
    expect([said, reader.told.notes]).toEqual([[message], []]);
  });

  it("tells of each request at once, and not afterwards", () => {
    const said: string[] = [];
    const reader = new StepReader(false, (message) => said.push(message));
    const message = "GET /v1/config/repos 200 in 48 ms (attempt 1, request req_1)";
    const request = event({
      diagnosticEvent: { message: `${message}\n`, color: "never", severity: "info#err" },
    });
    for (const one of [request, request]) reader.take(one);
    expect([said, reader.told.notes]).toEqual([[message, message], []]);
  });

  it("says when a connection has come to its end", () => {
    const reader = new StepReader(false);
    expect(reader.take(begins("update", "a", {}, {}))).toBeUndefined();
    expect(reader.take(ends("update", "a", {}, {}))).toEqual({ name: "a", failed: false });
    expect(reader.take(ends("same", "b", {}, {}))).toBeUndefined();
    expect(reader.take(fails("create", "c", undefined, {}))).toEqual({ name: "c", failed: true });
  });
});
