import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { byField } from "../../test/support/difference";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../test/support/sigsentry/useEmulator";
import { PartialFailure, type Properties, UNKNOWN } from "../contract";
import { readReferences } from "../secrets/credentials";
import { CREDENTIAL_PROPERTIES } from "./schema";

const { emulator, lifecycle, checked, held, requests } = useEmulator();

const OTHER_TOKEN = "ghp_othertoken";
const { credentials: _, ...rest } = declared;
const referring: Properties = { ...rest, credentialsFrom: { token: { env: "PLANTED" } } };

beforeEach(() => vi.stubEnv("PLANTED", TOKEN));
afterEach(() => vi.unstubAllEnvs());

/** Creates a connection as declared, and looks away from how. */
async function create(news: Properties) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "payments");
  await requests();
  return { id, state, inputs };
}

const changed = (id: string, state: Properties, inputs: Properties) =>
  byField(lifecycle().diff(id, state, inputs, "payments")).changed;

describe("credentials that are referred to", () => {
  it("are sent and not recorded", async () => {
    const { state, inputs } = await create(referring);
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(TOKEN) }]);
    expect(state).toMatchObject({ credentialsFrom: { token: { env: "PLANTED" } }, credentialsVersion: 1 });
    expect(state.credentialsFingerprint).toMatch(/^payments\.[\w-]{43}$/);
    expect(JSON.stringify([state, inputs])).not.toContain("planted");
    expect(state).not.toHaveProperty("credentials");
  });

  it("are no difference as long as the value stays", async () => {
    const { id, state, inputs } = await create(referring);
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toEqual(state);
    const next = checked(referring, reading?.inputs);
    expect(next).toEqual(inputs);
    expect(changed(id, state, next)).toEqual([]);
  });

  it("are rotated when the value is another one", async () => {
    const { id, state, inputs } = await create(referring);
    vi.stubEnv("PLANTED", OTHER_TOKEN);
    const next = checked(referring, inputs);
    expect(byField(lifecycle().diff(id, state, next, "payments"))).toMatchObject({
      changed: ["credentials", "credentialsVersion"],
      notes: [expect.stringMatching(/^credentials \(rotated\)/)],
    });
    const after = await lifecycle().update(id, state, next);
    expect(await requests()).toEqual(["PUT /repos/ID credentials", "DELETE /repos/ID/cache", "GET /repos"]);
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(OTHER_TOKEN) }]);
    expect(changed(id, after, checked(referring, next))).toEqual([]);
  });

  it("keep their salt when the resource is renamed, so that this is no rotation", async () => {
    const { id, state, inputs } = await create(referring);
    const { inputs: renamed } = lifecycle().check(referring, inputs, "another-name");
    expect(byField(lifecycle().diff(id, state, renamed, "another-name")).changed).toEqual([]);
  });

  it("have another fingerprint in every resource", () => {
    const one = lifecycle().check(referring, {}, "one").inputs.credentialsFingerprint;
    const two = lifecycle().check(referring, {}, "two").inputs.credentialsFingerprint;
    expect(String(one).split(".")[1]).not.toBe(String(two).split(".")[1]);
  });

  it("take the place of credentials in the state, and back, without being sent again", async () => {
    const { id, state, inputs } = await create(declared);
    const next = checked(referring, inputs);
    expect(changed(id, state, next)).toEqual(["credentialsFrom"]);
    const after = await lifecycle().update(id, state, next);
    expect(JSON.stringify(after)).not.toContain("planted");

    const back = checked(declared, next);
    expect(changed(id, after, back)).toEqual(["credentialsFrom"]);
    expect(await lifecycle().update(id, after, back)).toEqual(state);
    expect(await requests()).toEqual([]);
  });

  it("may be read from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "credentials-"));
    const file = join(folder, "token");
    writeFileSync(file, `${TOKEN}\n`);
    await create({ ...rest, credentialsFrom: { token: { file } } });
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(TOKEN) }]);
    await rm(folder, { recursive: true });
  });

  it("may refer to what is no secret as well", async () => {
    vi.stubEnv("BITBUCKET_USER", "robot");
    vi.stubEnv("PLANTED", "planted-password");
    await create({
      platform: "bitbucket",
      repositories: ["acme/payments"],
      credentialsFrom: { username: { env: "BITBUCKET_USER" }, appPassword: { env: "PLANTED" } },
    });
    expect(await held()).toMatchObject([
      { credentialsUsername: "robot", credentialsSha256: sha256("planted-password") },
    ]);
  });

  it("may be written out where they are no secret", async () => {
    vi.stubEnv("PLANTED", "planted-password");
    await create({
      platform: "bitbucket",
      repositories: ["acme/payments"],
      credentialsFrom: { username: "robot", appPassword: { env: "PLANTED" } },
    });
    expect(await held()).toMatchObject([
      { credentialsUsername: "robot", credentialsSha256: sha256("planted-password") },
    ]);
  });

  it("are missed when the variable is gone between the check and the creation", async () => {
    const inputs = checked(referring);
    vi.stubEnv("PLANTED", undefined);
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    expect(failure.message).toBe(
      "credentialsFrom.token: the environment variable PLANTED is not set where pulumi runs",
    );
    expect(await requests()).toEqual([]);
  });

  it("are not sent when the value changes between the check and the creation", async () => {
    const inputs = checked(referring);
    vi.stubEnv("PLANTED", OTHER_TOKEN);
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    expect(failure.message).toMatch(/^credentialsFrom: the value changed while .* Nothing was sent/);
    expect(await requests()).toEqual([]);
  });

  it("are masked like any secret", () => {
    const one = lifecycle();
    one.check(referring, {}, "payments");
    expect(one.redact(`quoted: ${TOKEN}`)).toBe("quoted: [secret]");
  });

  it("may be not known yet", () => {
    const { inputs, problems } = lifecycle().check(
      { ...rest, credentialsFrom: { token: { env: UNKNOWN } } },
      checked(referring),
      "payments",
    );
    expect(problems).toEqual([]);
    expect(inputs).toMatchObject({ credentialsFingerprint: UNKNOWN, credentialsVersion: UNKNOWN });
  });
});

it("takes no mistake of the provider's own for a reference without a value", () => {
  const read = () => {
    throw new TypeError("a mistake");
  };
  expect(() =>
    readReferences(CREDENTIAL_PROPERTIES.referencesOf({ token: { env: "PLANTED" } }), read),
  ).toThrow(TypeError);
});

describe("a reference is refused", () => {
  const problemsWith = (fields: Properties) =>
    lifecycle()
      .check({ ...rest, ...fields }, {}, "payments")
      .problems.map(({ path, message }) => `${path}: ${message}`);

  it.each<[string, unknown, string]>([
    [
      "to what does not exist",
      { token: { env: "NOT_SET_ANYWHERE" } },
      "credentialsFrom.token: the environment variable NOT_SET_ANYWHERE is not set where pulumi runs",
    ],
    [
      "that is the token itself",
      { token: TOKEN },
      'credentialsFrom.token: must be { env: "NAME" } or { file: "PATH" }',
    ],
    [
      "with the token as its name",
      { token: { env: `ghp_${"verysecret42Ab".repeat(3)}` } },
      "credentialsFrom.token.env: must be the variable's name, and is a credential itself",
    ],
    [
      "with a slip",
      { token: { evn: "X" } },
      'credentialsFrom.token: must be { env: "NAME" } or { file: "PATH" }',
    ],
    [
      "with a field too many",
      { token: { env: "PLANTED", fallback: "x" } },
      "credentialsFrom.token: has a field that is not one of env, file",
    ],
    ["without a token", {}, "credentialsFrom.token: is missing"],
    [
      "with another platform's field",
      { token: { env: "PLANTED" }, appPassword: { env: "PLANTED" } },
      "credentialsFrom.appPassword: is not a field here; known fields are token, baseUrl",
    ],
    ["that is no object", "PLANTED", "credentialsFrom: must be an object, found a string"],
  ])("%s", (_, credentialsFrom, problem) => {
    expect(problemsWith({ credentialsFrom })).toEqual([problem]);
    expect(problem).not.toContain("planted");
  });

  it("to a value that is none of this platform, as if it had been written out", () => {
    vi.stubEnv("PLANTED", "glpat-another-platform\n");
    expect(problemsWith({ credentialsFrom: { token: { env: "PLANTED" } } })).toEqual([
      "credentialsFrom.token: ends with U+000A LINE FEED: was it read with a line break at its end?",
      "credentialsFrom.token: looks like a token of gitlab, not of github",
    ]);
  });

  it("beside credentials", () => {
    const { credentials } = declared;
    expect(problemsWith({ credentials, credentialsFrom: { token: { env: "PLANTED" } } })).toEqual([
      "credentialsFrom: is given beside credentials; leave one of them out",
    ]);
  });
});

describe("a declared credentialsVersion", () => {
  it("has the same credentials sent again when it changes", async () => {
    const { id, state, inputs } = await create(declared);
    const next = checked({ ...declared, credentialsVersion: 2 }, inputs);
    expect(changed(id, state, next)).toEqual(["credentialsVersion"]);
    const after = await lifecycle().update(id, state, next);
    expect(await requests()).toEqual(["PUT /repos/ID credentials", "DELETE /repos/ID/cache", "GET /repos"]);
    expect(changed(id, after, checked({ ...declared, credentialsVersion: 2 }, next))).toEqual([]);
    expect(changed(id, after, checked(declared, next)), "taken out again").toEqual([]);
  });

  it("works for references too", async () => {
    const { id, state, inputs } = await create(referring);
    await lifecycle().update(id, state, checked({ ...referring, credentialsVersion: 7 }, inputs));
    expect(await requests()).toEqual(["PUT /repos/ID credentials", "DELETE /repos/ID/cache", "GET /repos"]);
  });
});

describe("an update whose answer is lost", () => {
  async function lose(news: Properties) {
    const { id, state, inputs } = await create(declared);
    const rule = { match: { method: "PUT", times: "always" as const } };
    await emulator().control.addFault({ ...rule, effect: { kind: "drop", when: "after" } });
    const failure = await failureOf(lifecycle().update(id, state, checked(news, inputs)));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toMatch(
      /^Whether the update was carried out is not known\. .* same fields\. The c/,
    );
    await emulator().control.clearFaults();
    await requests();
    return { id, state: failure.state, inputs: checked(news, inputs) };
  }

  it("is made again though the declaration is what it was before", async () => {
    const lost = await lose({ ...declared, credentials: { token: OTHER_TOKEN }, lookbackDays: 7 });
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(OTHER_TOKEN), lookbackDays: 7 }]);
    const back = checked(declared, lost.inputs);
    const after = await lifecycle().update(lost.id, lost.state, back);
    expect(await requests()).toEqual([
      "PUT /repos/ID credentials,lookbackDays",
      "DELETE /repos/ID/cache",
      "GET /repos",
    ]);
    expect(await held()).toMatchObject([{ credentialsSha256: sha256(TOKEN), lookbackDays: 30 }]);
    expect(changed(lost.id, after, checked(declared, back))).toEqual([]);
  });

  it("records exactly what was sent", async () => {
    const { state } = await lose({ ...declared, lookbackDays: 7 });
    expect(state.unconfirmed).toEqual(["lookbackDays"]);
  });

  it("leaves only the credentials in doubt once the connection was read", async () => {
    const lost = await lose({ ...declared, credentials: { token: OTHER_TOKEN }, lookbackDays: 7 });
    const reading = await lifecycle().read(lost.id, lost.state);
    expect(reading?.state).toMatchObject({ lookbackDays: 7, unconfirmed: ["credentials"] });
  });

  it("keeps no credentials in the state that are declared by reference now: nothing would hide them there", async () => {
    const { id, state, inputs } = await create(declared);
    const rule = { match: { method: "PUT", times: "always" as const } };
    await emulator().control.addFault({ ...rule, effect: { kind: "drop", when: "after" } });
    vi.stubEnv("PLANTED", OTHER_TOKEN);
    for (const news of [referring, { ...referring, lookbackDays: 7 }]) {
      const failure = await failureOf(lifecycle().update(id, state, checked(news, inputs)));
      if (!(failure instanceof PartialFailure)) throw failure;
      expect(failure.state).not.toHaveProperty("credentials");
      expect(failure.state).toHaveProperty("credentialsFingerprint");
      expect(changed(id, failure.state, checked(declared, checked(news, inputs)))).toContain("credentials");
    }
  });

  it("leaves nothing in doubt when the service refused it", async () => {
    const { id, state, inputs } = await create(declared);
    const effect = { kind: "status", status: 403, code: "FORBIDDEN" } as const;
    await emulator().control.addFault({ match: { method: "PUT" }, effect });
    const failure = await failureOf(
      lifecycle().update(id, state, checked({ ...declared, lookbackDays: 7 }, inputs)),
    );
    expect(failure).not.toBeInstanceOf(PartialFailure);
  });
});
