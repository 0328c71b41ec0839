import { expect, it } from "vitest";
import { engineAddress } from "./address";

it.each([
  ["alone", ["127.0.0.1:45678"], "127.0.0.1:45678"],
  ["behind the flags of logs", ["--logtostderr", "-v=9", "127.0.0.1:45678"], "127.0.0.1:45678"],
  ["behind where traces go", ["--tracing", "http://127.0.0.1:9411", "[::1]:45678"], "[::1]:45678"],
  ["not at all", [], ""],
  ["not at all, beside flags", ["--logtostderr", "-v=9"], ""],
])("finds the engine's address in a plugin's arguments: %s", (_, args, address) => {
  expect(engineAddress(args)).toBe(address);
});
