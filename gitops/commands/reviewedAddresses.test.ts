import { describe, expect, it } from "vitest";
import { report, stack } from "../report/testing/samples";
import { otherAddresses, otherProject } from "./reviewedAddresses";

const SIGSENTRY = { kind: "sigsentry", url: "https://api.sigsentry.com" } as const;
const COREGIT = { kind: "coregit", url: "https://api.coregit.dev" } as const;
const PROXY = { kind: "coregit", url: "https://proxy.example" } as const;
const EVIL = { kind: "coregit", url: "https://evil.example" } as const;

type Addresses = Parameters<typeof otherAddresses>[1];

const reviewed = (addresses: Addresses | undefined, others: Addresses = []) =>
  report("plan", [
    stack([], { name: "shop", ...(addresses && { addresses: [...addresses] }) }),
    stack([], { name: "other", addresses: [...others] }),
  ]);

describe("a reviewed plan", () => {
  it.each<[string, Addresses | undefined, Addresses]>([
    ["the same addresses", [SIGSENTRY, PROXY], [SIGSENTRY, PROXY]],
    ["in another order", [PROXY, SIGSENTRY], [SIGSENTRY, PROXY]],
    ["fewer services", [SIGSENTRY, PROXY], [SIGSENTRY]],
    ["the own address of a service that it does not name", [SIGSENTRY], [SIGSENTRY, COREGIT]],
    ["the services' own, in a plan of an earlier version", undefined, [SIGSENTRY, COREGIT]],
    ["none", [PROXY], []],
  ])("holds with %s", (_, before, now) => {
    expect(otherAddresses("shop", now, reviewed(before))).toEqual([]);
  });

  it.each<[string, Addresses | undefined, string]>([
    [
      "an own address",
      [COREGIT],
      "  shop: Coregit at https://api.coregit.dev was reviewed, now it is at https://evil.example",
    ],
    [
      "another",
      [PROXY],
      "  shop: Coregit at https://proxy.example was reviewed, now it is at https://evil.example",
    ],
    [
      "none of that service",
      [SIGSENTRY],
      "  shop: Coregit is at https://evil.example now, and the plan does not tell that address",
    ],
    [
      "none, as in earlier versions",
      undefined,
      "  shop: Coregit is at https://evil.example now, and the plan does not tell that address",
    ],
  ])("does not hold at another address where it has %s", (_, before, message) => {
    expect(otherAddresses("shop", [SIGSENTRY, EVIL], reviewed(before))).toEqual([message]);
  });

  it("does not hold at a service's own address where another one was reviewed", () => {
    expect(otherAddresses("shop", [COREGIT], reviewed([PROXY]))).toEqual([
      "  shop: Coregit at https://proxy.example was reviewed, now it is at https://api.coregit.dev",
    ]);
  });

  it("holds for a stack that it does not have only at addresses that it has of others", () => {
    expect(otherAddresses("new", [PROXY], reviewed([SIGSENTRY], [PROXY]))).toEqual([]);
    expect(otherAddresses("new", [EVIL], reviewed([SIGSENTRY], [PROXY]))).toEqual([
      "  new: Coregit is at https://evil.example now, and the plan does not tell that address",
    ]);
  });

  it("shows an address in one line", () => {
    expect(
      otherAddresses("shop", [{ ...EVIL, url: "https://a\n::error::b" }], reviewed([PROXY])).join(),
    ).not.toContain("\n");
  });

  it("holds in the project of SigSentry that was reviewed alone", () => {
    const was = (project: string | undefined) => ({ ...stack([], { addresses: [] }), project });
    expect(otherProject("shop", "sigsentry", "prj_1", was("prj_1"))).toEqual([]);
    expect(otherProject("shop", "sigsentry", undefined, was(undefined))).toEqual([]);
    expect(otherProject("shop", "sigsentry", "prj_2", was("prj_1"))).toEqual([
      "  shop: SigSentry with project prj_1 was reviewed, now it is prj_2",
    ]);
    expect(otherProject("shop", "sigsentry", "prj_2", was(undefined))).toEqual([
      "  shop: SigSentry with the API key's own project was reviewed, now it is prj_2",
    ]);
  });

  it("of an earlier version does not tell a project that no file names", () => {
    const { addresses: _, ...earlier } = stack([]);
    expect(otherProject("shop", "sigsentry", "prj_2", earlier)).toEqual([]);
  });
});
