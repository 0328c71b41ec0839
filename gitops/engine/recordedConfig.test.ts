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

it("reads what a plugin's provider is configured with, the latest first", () => {
  const plugin = (inputs: Record<string, unknown>) => ({ type: "pulumi:providers:coregit", inputs });
  const config = recordedConfig([
    { type: "pulumi:providers:pulumi-nodejs", inputs: { "coregit:baseUrl": "https://old.example.com" } },
    plugin({ baseUrl: "https://older.example.com", version: "0.4.0" }),
    plugin({ baseUrl: "https://now.example.com", version: "0.5.0" }),
  ]);
  expect(config?.("coregit:baseUrl")).toBe("https://now.example.com");
  expect(config?.("coregit:apiKey")).toBeUndefined();
});
