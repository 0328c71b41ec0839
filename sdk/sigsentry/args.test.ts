import type { Unwrap } from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { SCHEMAS } from "../../provider/sigsentry/schema";
import type { BitbucketConnectionArgs, GithubConnectionArgs, GitlabConnectionArgs } from "./args";

describe("arguments", () => {
  it("are, to the compiler, exactly what the provider's schemas accept", () => {
    expectTypeOf<Unwrap<GithubConnectionArgs>>().toEqualTypeOf<z.input<typeof SCHEMAS.github>>();
    expectTypeOf<Unwrap<GitlabConnectionArgs>>().toEqualTypeOf<z.input<typeof SCHEMAS.gitlab>>();
    expectTypeOf<Unwrap<BitbucketConnectionArgs>>().toEqualTypeOf<z.input<typeof SCHEMAS.bitbucket>>();
  });

  it("that leave out every optional field, or say undefined, are accepted", () => {
    const least = { platform: "github", credentials: { token: "t" }, repositories: ["a/b"] } as const;
    const undefineds = {
      projectId: undefined,
      serviceMappings: undefined,
      lookbackDays: undefined,
      isActive: undefined,
      allowDuplicate: undefined,
    };
    expect(SCHEMAS.github.safeParse(least).success).toBe(true);
    expect(SCHEMAS.github.safeParse({ ...least, ...undefineds }).success).toBe(true);
  });
});
