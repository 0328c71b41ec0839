import { expect, it } from "vitest";
import type { Found } from "./found";
import { importFile } from "./pulumiImport";

const found = (kind: Found["kind"], id: string): Found => ({ kind, id, state: {} });

it("names each connection by the plugin's type, and by the project where Pulumi would look into another one", () => {
  const entries = [
    { kind: "sigsentry", name: "payments", connection: found("sigsentry", "rc_1") },
    { kind: "coregit", name: "robot", connection: found("coregit", "V1StGXR8") },
  ] as const;
  const text = importFile(entries, (kind) => (kind === "sigsentry" ? "prj_2" : undefined));
  expect(JSON.parse(text)).toEqual({
    resources: [
      { type: "sigsentry:index:RepoConnection", name: "payments", id: "prj_2/rc_1" },
      { type: "coregit:index:Connection", name: "robot", id: "V1StGXR8" },
    ],
  });
});

it("needs no project where the configured one is looked at", () => {
  const entry = { kind: "sigsentry", name: "payments", connection: found("sigsentry", "rc_1") } as const;
  expect(importFile([entry], () => undefined)).toContain('"id": "rc_1"');
});
