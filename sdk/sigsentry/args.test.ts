import type { Unwrap } from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { SCHEMAS } from "../../provider/sigsentry/schema";
import type {
  BitbucketConnectionArgs,
  GithubConnectionArgs,
  GitlabConnectionArgs,
  RepoConnectionArgs,
} from "./args";

describe("arguments", () => {
  it("are, to the compiler, what the provider's schemas accept, with a choice of credentials", () => {
    expectTypeOf<Unwrap<GithubConnectionArgs>>().toExtend<z.input<typeof SCHEMAS.github>>();
    expectTypeOf<Unwrap<GitlabConnectionArgs>>().toExtend<z.input<typeof SCHEMAS.gitlab>>();
    expectTypeOf<Unwrap<BitbucketConnectionArgs>>().toExtend<z.input<typeof SCHEMAS.bitbucket>>();
    expectTypeOf<keyof RepoConnectionArgs>().toEqualTypeOf<keyof z.input<typeof SCHEMAS.github>>();
    type Written = Extract<Unwrap<GithubConnectionArgs>, { credentials: object }>["credentials"];
    expectTypeOf<Written>().toEqualTypeOf<NonNullable<z.input<typeof SCHEMAS.github>["credentials"]>>();
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
