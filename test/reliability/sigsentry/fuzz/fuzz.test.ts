import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Properties } from "../../../../provider/contract";
import type { Engine } from "../../../model/engine";
import { CREDENTIALS } from "../../../model/kinds/sigsentry";
import { expectSentAt, LONG_AGO, sentLongAgo } from "../../../model/sentCredentials";
import { adoptAsAdvised } from "../../advice";
import { fuzzing, LEAST } from "../../fuzz/fuzz";
import type { Served } from "../../fuzz/service";
import { COMMON, DECLARED, hostAt, SECRETS } from "../world";
import { answers, ID } from "./answers";
import { serviceWith } from "./service";
import { isAbsent, showAbsence, successOf } from "./truth";

const ROTATED: Properties = { ...DECLARED, credentials: { token: SECRETS.rotated } };

const folder = mkdtempSync(join(tmpdir(), "sigsentry-fuzz-"));
const attemptsFolder = join(folder, "attempts");
afterAll(() => rmSync(folder, { recursive: true }));

const { created, fuzz } = fuzzing({
  id: ID,
  declared: DECLARED,
  secrets: SECRETS,
  known: ["apiKey", "token"],
  answers,
  service: (exists) => {
    rmSync(attemptsFolder, { recursive: true, force: true });
    return serviceWith(exists);
  },
  recover,
  hostAt: (url) => hostAt(url, { attemptsFolder }),
});

/** What an earlier command has made, and nobody can tell for certain, is adopted. */
async function recover(engine: Engine): Promise<Properties> {
  const { failure } = await engine.up(DECLARED);
  const declared = failure?.kind === "error" ? adoptAsAdvised(DECLARED, failure.error.message) : DECLARED;
  expect(await engine.up(declared)).not.toHaveProperty("failure");
  return declared;
}

const now = () => new Date().toISOString();

const idOf = (served: Served) => Object(successOf(served)?.data).id;

describe("whatever the service answers", () => {
  it.each([
    ["create", DECLARED],
    ["create, paused", { ...DECLARED, isActive: false }],
  ])("%s records only an id that it was given, and loses none that it has used", async (_, declared) => {
    await fuzz(
      undefined,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        if (recorded === undefined) {
          expect(report.failure?.kind).toBe("error");
          return;
        }
        expect(recorded.id).toMatch(/^\P{Surrogate}+$/u);
        expect(served.filter(({ method }) => method === "POST").map(idOf)).toContain(recorded.id);
        expect(recorded.outputs).toMatchObject({ ...COMMON, credentials: DECLARED.credentials });
        expectSentAt(recorded.outputs[CREDENTIALS.output], now());
      },
    );
  });

  it.each([
    ["update", { ...DECLARED, lookbackDays: 60 }],
    ["rotate", ROTATED],
  ])("%s keeps the connection, and counts as done only when the service has said so", async (_, declared) => {
    const before = sentLongAgo(await created(), CREDENTIALS);
    await fuzz(
      before,
      (engine) => engine.up(declared),
      ({ report, recorded, served }) => {
        expect(recorded?.id).toBe(ID);
        const written = served.some((answer) => answer.method === "PUT" && successOf(answer));
        if (report.failure === undefined) expect(written).toBe(true);
        else if (report.failure.kind === "error") expect(recorded).toEqual(before);
        else
          expect(Object.keys(recorded?.outputs ?? {})).toContain(
            written ? "cachePurgePending" : "unconfirmed",
          );
        const isSent = declared === ROTATED && written;
        expectSentAt(recorded?.outputs[CREDENTIALS.output], isSent ? now() : LONG_AGO);
      },
    );
  });

  it("refresh gives a connection up only after a complete list without it", async () => {
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
          expect(showAbsence(served, ID)).toBe(true);
        } else {
          seen.read += 1;
          expect(recorded.id).toBe(ID);
          expectSentAt(recorded.outputs[CREDENTIALS.output], LONG_AGO);
          expect(recorded.outputs.credentials).toEqual(DECLARED.credentials);
          expect(recorded.outputs).not.toHaveProperty("cachePurgePending");
        }
      },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(LEAST);
  });

  it("destroy forgets a connection only when it was deleted or is known to be gone", async () => {
    const before = await created();
    await fuzz(
      before,
      (engine) => engine.destroy(),
      ({ report, recorded, served }) => {
        if (report.failure) return expect(recorded).toEqual(before);
        expect(recorded).toBeUndefined();
        const deletions = served.filter(({ method }) => method === "DELETE");
        const isDeleted = deletions.some(successOf);
        const isGone = deletions.some(isAbsent) && served.some(({ method }) => method === "GET");
        expect(isDeleted || isGone).toBe(true);
      },
    );
  });

  it("adopt takes over the connection that it names, or none", async () => {
    const declared = { ...COMMON, adopt: ID, lookbackDays: 60 };
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
