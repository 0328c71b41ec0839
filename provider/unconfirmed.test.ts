import { describe, expect, it } from "vitest";
import { NetworkError } from "./http/errors";
import { ServiceError } from "./http/serviceError";
import { PartialFailure } from "./lifecycle";
import { isUnconfirmed, notesOnUnconfirmed, sendUpdate } from "./unconfirmed";

const lost = new NetworkError("dropped", "It was lost.");
const fails = (error: unknown) => async () => {
  throw error;
};

describe("sendUpdate", () => {
  it("is done with an answer", async () => {
    let sent = 0;
    await sendUpdate("a", {}, { label: "x" }, async () => {
      sent++;
    });
    expect(sent).toBe(1);
  });

  it.each<[string, unknown]>([
    ["a lost answer", lost],
    ["a failure of the service", new ServiceError("It was lost.", 500, false, false)],
    ["a refusal after an attempt without an answer", new ServiceError("It was lost.", 403, true, true)],
    ["a mistake of the provider's own", new TypeError("It was lost.")],
  ])("tells what is in doubt after %s", async (_, error) => {
    const sending = sendUpdate("a", { kept: 1 }, { label: "x", token: "y" }, fails(error));
    await expect(sending).rejects.toBeInstanceOf(PartialFailure);
    await expect(sending).rejects.toMatchObject({
      id: "a",
      state: { kept: 1, unconfirmed: ["label", "token"] },
      cause: error,
      message:
        "Whether the update was carried out is not known. Run the same command again: it will send the same fields. It was lost.",
    });
  });

  it("keeps what was in doubt before, and names nothing twice", async () => {
    const state = { unconfirmed: ["token", "label"] };
    await expect(sendUpdate("a", state, { label: "x", more: 1 }, fails(lost))).rejects.toMatchObject({
      state: { unconfirmed: ["token", "label", "more"] },
    });
    expect(state).toEqual({ unconfirmed: ["token", "label"] });
  });

  it.each<[string, Error]>([
    ["a refusal", new ServiceError("No.", 403, true, false)],
    ["what was never sent", new NetworkError("refused", "Nobody there.")],
  ])("leaves nothing in doubt after %s", async (_, error) => {
    await expect(sendUpdate("a", {}, { label: "x" }, fails(error))).rejects.toBe(error);
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
