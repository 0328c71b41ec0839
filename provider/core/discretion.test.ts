import { expect, it } from "vitest";
import type { Note } from "../contract";
import { CredentialProperties } from "../secrets/credentialProperties";
import { Discretion } from "./discretion";

it("lets no secret out with a note, neither in its words nor as the id that it is about", () => {
  const notes: Note[] = [];
  const configured = { settings: { apiKey: "planted-api-key-1" }, reserved: [], showsRequests: false };
  const discretion = new Discretion(
    configured,
    { log: (note) => notes.push(note) },
    new CredentialProperties("pass"),
  );
  discretion.learn({ pass: "planted-token-22" });
  discretion.log({ severity: "warning", message: "quotes planted-token-22", id: "planted-api-key-1" });
  discretion.say("quotes planted-api-key-1");
  expect(notes).toMatchObject([{ severity: "warning", id: expect.any(String) }, { severity: "info" }]);
  expect(JSON.stringify(notes)).not.toContain("planted");
});
