import { describe, expect, it } from "vitest";
import { byField } from "../../test/support/difference";
import { type Properties, UNKNOWN } from "../contract";
import { fingerprintOf } from "../secrets/fingerprint";
import { diff as compare } from "./diff";

const diff = (...given: Parameters<typeof compare>) => byField(compare(...given));

const inputs: Properties = {
  provider: "github",
  label: "CI",
  accessToken: "t0ken",
  accessTokenVersion: 1,
  verify: false,
  deletionProtection: false,
};
const outputs: Properties = {
  externalUsername: "robot",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-02T00:00:00.000Z",
  lastSyncedAt: "2026-01-03T00:00:00.000Z",
  seenByKeys: ["0123456789abcdef"],
};
const state: Properties = { ...inputs, ...outputs };

const { accessToken: _, ...withoutToken } = inputs;
const fingerprint = (token: string, salt = "salt") => fingerprintOf({ accessToken: token }, salt);
const referring: Properties = {
  ...withoutToken,
  accessTokenFrom: { env: "TOKEN" },
  accessTokenFingerprint: fingerprint("t0ken"),
};

const NOTHING = { changed: [], replacing: [], notes: [] };
const CASCADE =
  "warning: another provider replaces this connection; Coregit deletes with it every sync configuration that uses it";
const ROTATED = "accessToken (rotated): this update sends it, and Coregit checks it at the code host";

describe("diff", () => {
  it("counts a first token that is not known yet as changed", () => {
    const adopted = { ...withoutToken, ...outputs };
    for (const unknown of [{ accessToken: UNKNOWN }, { accessTokenFingerprint: UNKNOWN }])
      expect(diff("a", adopted, { ...withoutToken, ...unknown }).changed).toEqual(["accessToken"]);
  });

  it("finds nothing between a declaration and its own state", () => {
    expect(diff("id", state, inputs)).toEqual(NOTHING);
    expect(diff("id", { ...referring, ...outputs }, referring)).toEqual(NOTHING);
  });

  it("finds nothing in what a state of few words leaves to the defaults", () => {
    const few = { provider: "github", label: "CI", accessToken: "t0ken", externalUsername: null };
    expect(diff("id", few, inputs)).toEqual(NOTHING);
    expect(diff("id", { ...few, verify: null, accessTokenVersion: undefined }, inputs)).toEqual(NOTHING);
  });

  it("does not look at what only the service knows", () => {
    const other = { externalUsername: "other", updatedAt: "2027-01-01T00:00:00.000Z", seenByKeys: ["x"] };
    expect(diff("id", { ...state, ...other, lastSyncedAt: undefined }, inputs)).toEqual(NOTHING);
  });

  it.each([
    ["label", "other"],
    ["label", UNKNOWN],
    ["accessTokenVersion", 2],
    ["accessTokenVersion", UNKNOWN],
    ["verify", true],
    ["verify", UNKNOWN],
    ["deletionProtection", true],
    ["accessToken", UNKNOWN],
  ])("updates a changed %s", (field, value) => {
    expect(diff("id", state, { ...inputs, [field]: value })).toEqual({
      changed: [field],
      replacing: [],
      notes: [],
    });
  });

  it("names all that changed, what replaces first", () => {
    const news = {
      provider: "gitlab",
      label: "other",
      accessToken: "another",
      accessTokenVersion: 2,
      verify: true,
      deletionProtection: true,
    };
    expect(diff("id", state, news)).toEqual({
      changed: ["provider", "label", "accessToken", "accessTokenVersion", "verify", "deletionProtection"],
      replacing: ["provider"],
      notes: [CASCADE, ROTATED],
    });
  });
});

describe("a token", () => {
  it("that is another one is rotated, which a preview cannot show", () => {
    expect(diff("id", state, { ...inputs, accessToken: "another" })).toEqual({
      changed: ["accessToken"],
      replacing: [],
      notes: [ROTATED],
    });
  });

  it.each<[string, Properties, Properties, string[], string[]]>([
    ["is written out, and referred to now", inputs, referring, ["accessTokenFrom"], []],
    ["is referred to, and written out now", referring, inputs, ["accessTokenFrom"], []],
    [
      "is read at another place",
      referring,
      { ...referring, accessTokenFrom: { file: "token" } },
      ["accessTokenFrom"],
      [],
    ],
    [
      "is another one at the same place",
      referring,
      { ...referring, accessTokenFingerprint: fingerprint("another") },
      ["accessToken"],
      [ROTATED],
    ],
    [
      "is another one, and referred to now",
      inputs,
      { ...referring, accessTokenFingerprint: fingerprint("another") },
      ["accessToken", "accessTokenFrom"],
      [ROTATED],
    ],
    [
      "is not known yet where it is referred to",
      referring,
      { ...referring, accessTokenFingerprint: UNKNOWN },
      ["accessToken"],
      [],
    ],
    [
      "has the fingerprint of another resource",
      referring,
      { ...referring, accessTokenFingerprint: fingerprint("t0ken", "other") },
      ["accessToken"],
      [ROTATED],
    ],
    ["is given to an adopted connection", withoutToken, inputs, ["accessToken"], []],
    ["is given up by an adopted connection", inputs, withoutToken, ["accessToken"], []],
  ])("that %s", (_, before, after, changed, notes) => {
    expect(diff("id", { ...before, ...outputs }, after)).toEqual({ changed, replacing: [], notes });
  });

  it("is in no note", () => {
    const { notes } = diff("id", state, { ...inputs, accessToken: "another" });
    expect(notes.join()).not.toMatch(/t0ken|another/);
  });
});

describe("another provider", () => {
  it("replaces, and warns of what goes with the connection", () => {
    expect(diff("id", state, { ...inputs, provider: "gitlab" })).toEqual({
      changed: ["provider"],
      replacing: ["provider"],
      notes: [CASCADE],
    });
  });

  it("may replace when it is not known yet, and a protected one is not refused for that", () => {
    const difference = { changed: ["provider"], replacing: ["provider"], notes: [CASCADE] };
    expect(diff("id", state, { ...inputs, provider: UNKNOWN })).toEqual(difference);
    const protection = { deletionProtection: true };
    expect(diff("id", { ...state, ...protection }, { ...inputs, ...protection, provider: UNKNOWN })).toEqual(
      difference,
    );
  });

  it("is refused where the recorded state forbids the deletion", () => {
    const isProtected = { ...state, deletionProtection: true };
    for (const deletionProtection of [true, false, UNKNOWN]) {
      expect(() => diff("id", isProtected, { ...inputs, provider: "gitlab", deletionProtection })).toThrow(
        "deletionProtection: is set, so connection id is not replaced, which would also delete the sync configurations that use it. If that is wanted, set deletionProtection to false and run `pulumi up` first. Nothing was changed.",
      );
    }
    expect(diff("id", isProtected, inputs).changed).toEqual(["deletionProtection"]);
    expect(diff("id", isProtected, { ...inputs, label: "other" }).changed).toEqual([
      "label",
      "deletionProtection",
    ]);
  });

  it("replaces though protection is declared in the same run: what counts is recorded", () => {
    const news = { ...inputs, provider: "gitlab", deletionProtection: true };
    expect(diff("id", state, news).replacing).toEqual(["provider"]);
  });
});

it("takes allowDuplicate, which only a creation looks at, for no difference", () => {
  for (const allowDuplicate of [true, false, UNKNOWN])
    expect(diff("id", state, { ...inputs, allowDuplicate })).toEqual(NOTHING);
});

describe("adopt", () => {
  it("is no difference", () => {
    expect(diff("id", state, { ...inputs, adopt: "id" })).toEqual(NOTHING);
    expect(diff("id", state, { ...inputs, adopt: UNKNOWN })).toEqual(NOTHING);
    expect(diff("id", { ...state, adopt: "id" }, inputs)).toEqual(NOTHING);
  });

  it("lets a resource stand for no other connection than its own", () => {
    expect(() => diff("id", state, { ...inputs, adopt: "other" })).toThrow(
      "adopt: names other, but this resource already manages id.",
    );
    expect(() => diff("id", state, { ...inputs, adopt: "id", provider: "gitlab" })).toThrow(
      "adopt: names id, and another provider would delete that connection",
    );
  });
});

describe("what was sent and never confirmed", () => {
  const unconfirmed = ["accessToken", "label"];
  const note =
    "it was not known whether its last update was carried out; this update sends the same fields again: accessToken, label";

  it("is taken up again, also when it is declared as before", () => {
    expect(diff("id", { ...state, unconfirmed }, inputs)).toEqual({
      changed: ["label", "accessToken"],
      replacing: [],
      notes: [ROTATED, note],
    });
  });

  it("is no rotation where no token is declared any more", () => {
    expect(diff("id", { ...withoutToken, unconfirmed: ["accessToken"] }, withoutToken)).toEqual({
      changed: ["accessToken"],
      replacing: [],
      notes: [expect.stringContaining(": accessToken")],
    });
  });

  it("is told after a replacement and a rotation, and before a token's status", () => {
    const status = { valid: false, checkedAt: "2026-01-01T00:00:00.000Z" };
    const old = { ...state, unconfirmed, verify: true, status };
    expect(diff("id", old, { ...inputs, verify: true, provider: "gitlab" }).notes).toEqual([
      CASCADE,
      ROTATED,
      note,
      expect.stringMatching(/^warning: when its token was tested/),
    ]);
  });
});

describe("a token's status", () => {
  const notesOn = (status: unknown, verify: unknown = true) =>
    diff("id", { ...state, verify, status }, { ...inputs, verify: true }).notes;
  const checkedAt = "2026-01-01T00:00:00.000Z";

  it("is told as long as it is bad, and is no difference", () => {
    const old = { ...state, verify: true, status: { valid: false, error: "401 Bad credentials", checkedAt } };
    expect(diff("id", old, { ...inputs, verify: true })).toEqual({
      changed: [],
      replacing: [],
      notes: [
        "warning: when its token was tested at 2026-01-01T00:00:00.000Z, it was not accepted: 401 Bad credentials. The code host may have been down; if it was not, give the connection a new token",
      ],
    });
    expect(notesOn({ valid: false, checkedAt })).toEqual([
      "warning: when its token was tested at 2026-01-01T00:00:00.000Z, it was not accepted. The code host may have been down; if it was not, give the connection a new token",
    ]);
  });

  it.each<[string, unknown, unknown?]>([
    ["a good one", { valid: true, username: "robot", checkedAt }],
    ["none", undefined],
    ["one of a state changed by hand", "bad"],
    ["one in a list", [{ valid: false, checkedAt }]],
    ["one that is left from before it was turned off", { valid: false, checkedAt }, false],
    ["one without verify", { valid: false, checkedAt }, undefined],
  ])("is not told when it is %s", (_, status, ...verify) => {
    const recorded = verify.length === 0 ? true : verify[0];
    expect(diff("id", { ...state, verify: recorded, status }, { ...inputs, verify: recorded }).notes).toEqual(
      [],
    );
  });
});
