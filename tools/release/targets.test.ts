import { expect, it } from "vitest";
import { TARGETS, targetOf } from "./targets";

it.each([
  ["linux", "x64", "linux-amd64"],
  ["linux", "arm64", "linux-arm64"],
  ["darwin", "x64", "darwin-amd64"],
  ["darwin", "arm64", "darwin-arm64"],
  ["win32", "x64", "windows-amd64"],
])("names machines as Pulumi does: %s %s", (platform, processor, name) => {
  const { os, arch } = targetOf(platform, processor);
  expect(`${os}-${arch}`).toBe(name);
});

it("refuses a machine that no executable is made for", () => {
  expect(() => targetOf("sunos", "x64")).toThrow(
    "Executables cannot be made on sunos-x64, only on one of linux-amd64, linux-arm64, darwin-amd64, darwin-arm64, windows-amd64.",
  );
});

it("has the checksum of each package, a SHA-512 in base64", () => {
  for (const { node, checksum } of TARGETS) expect(Buffer.from(checksum, "base64"), node).toHaveLength(64);
  expect(new Set(TARGETS.map(({ checksum }) => checksum)).size).toBe(TARGETS.length);
});
