import { expect, it } from "vitest";
import { declarations } from "../testing/declared";
import { handOver } from "./newCredential";
import { rotationOf } from "./rotation";
import { shardsOf } from "./shards";

it.each([
  ["glpat-plantedtoken", "looks like a token of gitlab, not of github."],
  ["ghp_plantedtoken\n", "ends with U+000A LINE FEED: was it read with a line break at its end?"],
])("a credential that nobody can have issued is refused in sentences that end once: %j", (value, problem) => {
  const file = "coregit:\n  sync: { provider: github, label: sync, accessToken: { config: reader } }\n";
  const rotation = rotationOf(shardsOf(declarations({ "connections.yaml": file }), [], []), "sync");
  expect(() => handOver(rotation, value)).toThrow(
    `The credential from stdin for sync ${problem} It was neither stored nor sent; sync keeps the one it has.`,
  );
});
