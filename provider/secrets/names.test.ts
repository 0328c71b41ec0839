import { describe, expect, it } from "vitest";
import { isName } from "./names";

describe("isName", () => {
  it.each([
    "2024-build-server-images",
    "2024_reporting_key",
    "2024_migration-of-all-the-old-projects",
    "build-v2-of-the-images",
    "k8s-cluster-tools",
    "server-images.2024.txt",
    "grpc-http-gateway-reader2",
  ])("knows a name: %s", (name) => {
    expect(isName(name)).toBe(true);
  });

  it.each([
    "aB3dE5fG7h-images-server",
    "2024-Build-Server-Images",
    "build-images",
    "2024-12-31-x-y-z",
    "0123456789abcdef0123456789abcdef",
    "3f2b8a1c-9d4e-4c7a-8b21-0a9f8e7d6c5b",
    "bld-xkcdz-server-images",
    "build--server-images",
    "-build-server-images",
    "123456789-server-images",
    "",
  ])("knows what is none: %s", (text) => {
    expect(isName(text)).toBe(false);
  });

  it.each([
    [16, 5.1e-7],
    [20, 3.7e-8],
  ])("takes less than one random token of %i characters in a million for a name", (length, chance) => {
    expect(chanceOf(length)).toBeLessThan(1e-6);
    expect(chanceOf(length) / chance).toBeCloseTo(1, 0);
  });
});

/** The signs that a name may have, of the 64 that a token may. */
const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789-_";

/** How likely a random token is taken for a name: how likely it has no other signs, times how many of those are taken. */
function chanceOf(length: number): number {
  const tried = 200_000;
  const random = numbers();
  let taken = 0;
  for (let index = 0; index < tried; index++) {
    const token = Array.from({ length }, () => SIGNS.charAt(Math.floor(random() * SIGNS.length))).join("");
    if (isName(token)) taken++;
  }
  return (taken / tried) * (SIGNS.length / 64) ** length;
}

/** The same numbers each time, so that what is measured is, too. */
function numbers(): () => number {
  let last = 12345;
  return () => {
    last = (Math.imul(last, 1664525) + 1013904223) >>> 0;
    return last / 2 ** 32;
  };
}
