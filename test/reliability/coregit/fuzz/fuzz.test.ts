import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Properties } from "../../../../provider/contract";
import type { Engine } from "../../../model/engine";
import { CREDENTIALS } from "../../../model/kinds/coregit";
import { expectSentAt, LONG_AGO, sentLongAgo } from "../../../model/sentCredentials";
import { adoptAsAdvised } from "../../advice";
import { fuzzing, LEAST } from "../../fuzz/fuzz";
import type { Served } from "../../fuzz/service";
import { DECLARED, hostAt, SECRETS } from "../world";
import { answers, ID } from "./answers";
import { TrueService } from "./service";
import { idsIn, isAbsent, isListWithout, successOf } from "./truth";

const ROTATED: Properties = { ...DECLARED, accessToken: SECRETS.rotated };

const folder = mkdtempSync(join(tmpdir(), "coregit-fuzz-"));
const attemptsFolder = join(folder, "attempts");
afterAll(() => rmSync(folder, { recursive: true }));

let service = new TrueService(false);

const { created, fuzz } = fuzzing({
  id: ID,
  declared: DECLARED,
  secrets: SECRETS,
  known: ["apiKey", "token"],
  answers,
  service: (exists) => {
    rmSync(attemptsFolder, { recursive: true, force: true });
    service = new TrueService(exists);
    return service.answer;
  },
  recover,
  hostAt: (url) => hostAt(url, { attemptsFolder, listLagMs: 0 }),
});

/** What an earlier command has made, and nobody can tell for certain, is adopted; never is it made again. */
async function recover(engine: Engine): Promise<Properties> {
  const { failure } = await engine.up(DECLARED);
  const declared = failure?.kind === "error" ? adoptAsAdvised(DECLARED, failure.error.message) : DECLARED;
  expect(await engine.up(declared)).not.toHaveProperty("failure");
  expect(service.creations).toBeLessThanOrEqual(1);
  return declared;
}

const now = () => new Date().toISOString();

const isUpdated = (answer: Served) => answer.method === "PATCH" && successOf(answer)?.updated === true;

describe("whatever the service answers", () => {
  it.each([
    ["create", DECLARED],
    ["create, verified", { ...DECLARED, verify: true }],
  ])("%s records only an id that it was given, and sends one POST that is not refused", async (_, declared) => {
    const seen = { made: 0, failed: 0 };
    await fuzz(
      undefined,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        const sent = served.filter(({ method, path }) => method === "POST" && !path.endsWith("/test"));
        expect(sent.filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(1);
        if (recorded === undefined) {
          seen.failed += 1;
          expect(report.failure?.kind).toBe("error");
          return;
        }
        seen.made += 1;
        expect(recorded.id).toMatch(/^\P{Surrogate}+$/u);
        expect(idsIn(served)).toContain(recorded.id);
        expect(recorded.outputs).toMatchObject(DECLARED);
        expectSentAt(recorded.outputs[CREDENTIALS.output], now());
      },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(LEAST);
  });

  it.each([
    ["update", { ...DECLARED, label: "Payments 2" }],
    ["rotate", ROTATED],
  ])("%s keeps the connection, and counts as done only when the service has said so", async (_, declared) => {
    const before = sentLongAgo(await created(), CREDENTIALS);
    await fuzz(
      before,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        expect(recorded?.id).toBe(ID);
        if (report.failure === undefined) expect(served.some(isUpdated)).toBe(true);
        else if (report.failure.kind === "error") expect(recorded).toEqual(before);
        else expect(recorded?.outputs).toHaveProperty("unconfirmed");
        const isSent = declared === ROTATED && report.failure === undefined;
        expectSentAt(recorded?.outputs[CREDENTIALS.output], isSent ? now() : LONG_AGO);
      },
    );
  });

  it("refresh gives a connection up only after a list without it and a test that knows of none", async () => {
    const before = sentLongAgo(await created(), CREDENTIALS);
    const seen = { gone: 0, read: 0, failed: 0 };
    await fuzz(
      before,
      (engine) => engine.refresh(),
      ({ report, recorded, served }) => {
        if (report.failure) {
          seen.failed += 1;
          expect(recorded).toEqual(before);
        } else if (recorded === undefined) {
          seen.gone += 1;
          expect(served.some((answer) => isListWithout(answer, ID))).toBe(true);
          expect(served.some(isAbsent)).toBe(true);
        } else {
          seen.read += 1;
          expect(recorded.id).toBe(ID);
          expectSentAt(recorded.outputs[CREDENTIALS.output], LONG_AGO);
          expect(recorded.outputs.accessToken).toBe(DECLARED.accessToken);
          expect(recorded.outputs).not.toHaveProperty("unconfirmed");
          expect(recorded.outputs.seenByKeys).toEqual(before.outputs.seenByKeys);
          expect(recorded.outputs.seenByKeys).toHaveLength(1);
        }
      },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(LEAST);
  });

  it("destroy forgets a connection only when a test knows of none, whatever the deletion was answered", async () => {
    const before = await created();
    const seen = { gone: 0, failed: 0 };
    await fuzz(
      before,
      (engine) => engine.destroy(),
      ({ report, recorded, served }) => {
        if (report.failure) {
          seen.failed += 1;
          return expect(recorded).toEqual(before);
        }
        seen.gone += 1;
        expect(recorded).toBeUndefined();
        expect(isAbsent(served.at(-1) ?? { method: "", path: "", status: 0, body: undefined })).toBe(true);
      },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(LEAST);
  });

  it("adopt takes over the connection that it names, or none", async () => {
    const declared = { provider: "github", label: "Payments 2", adopt: ID };
    await fuzz(
      undefined,
      (engine) => engine.up(declared),
      ({ report, recorded }) => {
        if (recorded === undefined) expect(report.failure?.kind).toBe("error");
        else {
          expect(recorded.id).toBe(ID);
          expectSentAt(recorded.outputs[CREDENTIALS.output], undefined);
        }
      },
      { known: ["apiKey"], exists: true },
    );
  });
});
