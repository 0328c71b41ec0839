import { expect, it } from "vitest";
import { useProject } from "../file/testing/project";
import { connection, coregitConnection } from "../report/testing/samples";
import { unchangedCredentials } from "./unchangedCredentials";

const project = useProject();

function notes(...connections: Parameters<typeof unchangedCredentials>[1]) {
  project.write({
    "connections.yaml": `sigsentry:
  payments: { platform: github, repositories: [a/b], credentials: { token: { env: X } }, credentialsVersion: 3 }
coregit:
  sync: { provider: github, label: x, accessToken: { env: X } }
`,
  });
  return unchangedCredentials({ declared: project.load().stacks[0] }, connections);
}

it("names the field that has the same credentials sent again, its next value and its place", () => {
  expect(notes(connection())).toEqual([
    "payments: its credentials are those that were sent last, so nothing was sent. To send the same ones again, set credentialsVersion of payments to 4 (connections.yaml:2:110), and run this command again.",
  ]);
  expect(notes(connection(), coregitConnection())).toEqual([
    "payments, sync: their credentials are those that were sent last, so nothing was sent. To send the same ones again, set credentialsVersion of payments to 4 (connections.yaml:2:110), accessTokenVersion of sync to 2 (connections.yaml:4:9), and run this command again.",
  ]);
});

it("says nothing of what was sent or failed", () => {
  expect(notes(connection({ change: "update" }), connection({ error: "no such file" }))).toEqual([]);
});
