import { expect, it } from "vitest";
import { recordedConfig } from "./recordedConfig";

const provider = (inputs: Record<string, unknown>) => [
  { type: "pulumi:pulumi:Stack", inputs: { "coregit:baseUrl": "https://not.example" } },
  { type: "pulumi:providers:pulumi-nodejs", inputs },
];

it("is what Pulumi's provider was configured with, secrets decrypted", () => {
  const config = recordedConfig(
    provider({
      "coregit:baseUrl": "https://a.example",
      "coregit:apiKey": { plaintext: '"the key"' },
      "a:b": 7,
    }),
  );
  const read = ["coregit:baseUrl", "coregit:apiKey", "a:b", "sigsentry:baseUrl"].map((key) => config?.(key));
  expect(read).toEqual(["https://a.example", "the key", undefined, undefined]);
});

it("is unknown of a state without a connection", () => {
  expect(recordedConfig([])).toBeUndefined();
});
