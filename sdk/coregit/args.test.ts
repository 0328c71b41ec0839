import type { Unwrap } from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { State } from "../../provider/coregit/schema";
import { declarationSchema } from "../../provider/coregit/schema";
import type { ConnectionArgs } from "./args";
import type { Status } from "./resource";

describe("arguments", () => {
  it("are, to the compiler, what the provider's schema accepts, with a choice of tokens", () => {
    type Accepted = z.input<ReturnType<typeof declarationSchema>>;
    expectTypeOf<Unwrap<ConnectionArgs>>().toExtend<Accepted>();
    expectTypeOf<keyof ConnectionArgs>().toEqualTypeOf<keyof Accepted>();
  });

  it("that leave out every optional field, or say undefined, are accepted", () => {
    const least = { provider: "github", label: "CI" } as const;
    const undefineds = {
      accessToken: undefined,
      accessTokenFrom: undefined,
      accessTokenVersion: undefined,
      adopt: undefined,
      allowDuplicate: undefined,
      verify: undefined,
      deletionProtection: undefined,
    };
    expect(declarationSchema("github").safeParse(least).success).toBe(true);
    expect(declarationSchema("github").safeParse({ ...least, ...undefineds }).success).toBe(true);
  });
});

describe("the status", () => {
  it("is, to the compiler, exactly what is recorded", () => {
    expectTypeOf<Status>().toEqualTypeOf<NonNullable<State["status"]>>();
  });
});
