import { describe, expect, it } from "vitest";
import { PartialFailure, type Properties } from "../contract";
import { NetworkError } from "../http/errors";
import { ServiceError } from "../http/serviceError";
import { CredentialProperties } from "../secrets/credentialProperties";
import { isUnconfirmed, notesOnUnconfirmed, sendUpdate, type Unconfirmed } from "./unconfirmed";

const lost = new NetworkError("dropped", "It was lost.");
const fails = (error: unknown) => async () => {
  throw error;
};

const update = (changes: Properties, old: Properties & Unconfirmed = {}, inputs: Properties = {}) => ({
  ...{ old, inputs, changes },
  credentials: new CredentialProperties("token"),
});

describe("sendUpdate", () => {
  it("is done with an answer", async () => {
    let sent = 0;
    const told = await sendUpdate("a", update({ label: "x" }), async () => {
      sent++;
      return "when it was answered";
    });
    expect([sent, told]).toEqual([1, "when it was answered"]);
  });

  it.each<[string, unknown]>([
    ["a lost answer", lost],
    ["a failure of the service", new ServiceError("It was lost.", 500, false, false)],
    ["a refusal after an attempt without an answer", new ServiceError("It was lost.", 403, true, true)],
    ["a mistake of the provider's own", new TypeError("It was lost.")],
  ])("tells what is in doubt after %s", async (_, error) => {
    const sending = sendUpdate("a", update({ label: "x", token: "y" }, { label: "old" }), fails(error));
    await expect(sending).rejects.toBeInstanceOf(PartialFailure);
    await expect(sending).rejects.toMatchObject({
      id: "a",
      state: { label: "old", unconfirmed: ["label", "token"] },
      cause: error,
      message:
        "Whether the update was carried out is not known. Run the same command again: it will send the same fields. It was lost.",
    });
  });

  it("keeps what was in doubt before, and names nothing twice", async () => {
    const old = { unconfirmed: ["token", "label"] };
    await expect(sendUpdate("a", update({ label: "x", more: 1 }, old), fails(lost))).rejects.toMatchObject({
      state: { unconfirmed: ["token", "label", "more"] },
    });
    expect(old).toEqual({ unconfirmed: ["token", "label"] });
  });

  it.each<[string, Properties, Properties, Properties]>([
    ["another form", { token: "t" }, { tokenFrom: { env: "T" } }, { tokenFrom: { env: "T" } }],
    ["its first form again", { tokenFrom: { env: "T" } }, { token: "t" }, { token: "t" }],
    ["another value", { token: "t" }, { token: "u" }, { token: "u" }],
    ["nothing any more", { token: "t" }, {}, {}],
  ])("records secrets as they are declared now: %s", async (_, old, inputs, expected) => {
    const given = update({ label: "x" }, { label: "old", ...old }, { label: "x", ...inputs });
    const failure = await sendUpdate("a", given, fails(lost)).catch((error: unknown) => error);
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.state).toStrictEqual({ label: "old", ...expected, unconfirmed: ["label"] });
  });

  it.each<[string, Error]>([
    ["a refusal", new ServiceError("No.", 403, true, false)],
    ["what was never sent", new NetworkError("refused", "Nobody there.")],
  ])("leaves nothing in doubt after %s", async (_, error) => {
    await expect(sendUpdate("a", update({ label: "x" }), fails(error))).rejects.toBe(error);
  });
});

it.each<[unknown, boolean, number]>([
  [["label"], true, 1],
  [["label", "token"], true, 1],
  [["token"], false, 1],
  [[], false, 0],
  [undefined, false, 0],
  ["label", false, 0],
  [{ label: true }, false, 0],
])("knows of %j whether the label is in doubt, and what to say", (unconfirmed, isInDoubt, notes) => {
  expect(isUnconfirmed("label", { unconfirmed })).toBe(isInDoubt);
  const said = notesOnUnconfirmed({ unconfirmed });
  expect(said).toHaveLength(notes);
  if (Array.isArray(unconfirmed) && notes > 0)
    expect(said[0]).toMatch(new RegExp(`: ${unconfirmed.join(", ")}$`));
});
