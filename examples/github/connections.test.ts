import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";

/** What the program declares; with mocks nothing is sent anywhere. */
const declared: pulumi.runtime.MockResourceArgs[] = [];
let program: typeof import("./connections");

before(async () => {
  pulumi.runtime.setAllConfig({ "project:githubToken": "not-a-real-token", "project:lookbackDays": "30" });
  await pulumi.runtime.setMocks({
    newResource(resource) {
      declared.push(resource);
      return { id: resource.name, state: resource.inputs };
    },
    call: ({ inputs }) => inputs,
  });
  program = await import("./connections.js");
  await idOf(program.platform);
});

test("no connection looks back more than 90 days", () => {
  assert.deepEqual(
    declared.map(({ name }) => name),
    ["platform"],
  );
  for (const { name, inputs } of declared) assert.ok(inputs.lookbackDays <= 90, name);
});

test("the token stays a secret", async () => {
  assert.ok(await pulumi.isSecret(program.platform.credentials));
});

/** Waits until a resource is declared. */
function idOf(resource: pulumi.CustomResource): Promise<string> {
  return new Promise((resolve) => resource.id.apply(resolve));
}
