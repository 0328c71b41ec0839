import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { KeySeed } from "../emulator/sigsentry/seeds";
import { PAYMENTS } from "./support/declarations";
import { CALL, TestService } from "./support/service";
import { Stack } from "./support/stack";

/** How an error comes about, and what a user is told. */
interface Case {
  readonly code: string;
  readonly status: number;
  /** The beginning of the advice. */
  readonly advice: string;
  /** Brings the service into the situation; returns what to change in the environment. */
  readonly arrange: (service: TestService) => Promise<Record<string, string> | undefined>;
}

/** Another key of the same project. */
const withKey =
  (seed: Omit<KeySeed, "projectId">): Case["arrange"] =>
  async ({ control, projectId }) => {
    const { value } = await control.sigsentry.seedKey({ projectId, ...seed });
    return { SIGSENTRY_API_KEY: value };
  };

/** An answer that a correct provider gets the service to give by nothing it does. */
const withFault =
  (status: number, code: string): Case["arrange"] =>
  async ({ control }) => {
    await control.addFault({
      match: { method: "PUT", times: "always" },
      effect: { kind: "status", status, code, message: "As it was asked for." },
    });
    return undefined;
  };

const CASES: Case[] = [
  {
    code: "VALIDATION_ERROR",
    status: 400,
    advice: "Validation failed (repositories[2]: Must be owner/repo). Correct what the service names",
    arrange: async ({ control }) => {
      const details = { "repositories[2]": "Must be owner/repo" };
      const error = { code: "VALIDATION_ERROR", message: "Validation failed", details };
      await control.addFault({
        match: { method: "PUT", times: "always" },
        effect: { kind: "json", status: 400, body: { success: false, error } },
      });
      return undefined;
    },
  },
  {
    code: "MISSING_PROJECT_ID",
    status: 400,
    advice: "Set projectId on the resource, sigsentry:projectId or SIGSENTRY_PROJECT_ID",
    arrange: withFault(400, "MISSING_PROJECT_ID"),
  },
  {
    code: "UNAUTHORIZED",
    status: 401,
    advice: "Check sigsentry:apiKey (or SIGSENTRY_API_KEY)",
    arrange: async () => ({ SIGSENTRY_API_KEY: "ss_secret_a-key-nobody-has-made" }),
  },
  {
    code: "API_KEY_REVOKED",
    status: 401,
    advice: "Make a new secret key (ss_secret_…) in SigSentry and set it",
    arrange: withKey({ revoked: true }),
  },
  {
    code: "API_KEY_EXPIRED",
    status: 401,
    advice: "Make a new secret key (ss_secret_…) in SigSentry and set it",
    arrange: withKey({ expiresAt: "2020-01-01T00:00:00Z" }),
  },
  {
    code: "KEY_FORMAT_DEPRECATED",
    status: 401,
    advice: "Make a new secret key (ss_secret_…) in SigSentry",
    arrange: withFault(401, "KEY_FORMAT_DEPRECATED"),
  },
  {
    code: "FORBIDDEN",
    status: 403,
    advice: "Give the key the permissions config:read and config:write",
    arrange: withKey({ permissions: ["config:read"] }),
  },
  {
    code: "SECRET_KEY_REQUIRED",
    status: 403,
    advice: "Use a secret key (ss_secret_… or ss_org_…)",
    arrange: withFault(403, "SECRET_KEY_REQUIRED"),
  },
  {
    code: "WRONG_PROJECT",
    status: 403,
    advice: "The key belongs to another project",
    arrange: async () => ({ SIGSENTRY_PROJECT_ID: "proj_another" }),
  },
  {
    code: "DASHBOARD_ONLY",
    status: 403,
    advice: "Do this in SigSentry's dashboard",
    arrange: withKey({ dashboardOnly: true }),
  },
  {
    code: "QUOTA_EXCEEDED",
    status: 403,
    advice: "The plan allows no more repositories in this project",
    arrange: async ({ control }) => {
      await control.sigsentry.changeSettings({ quotas: { Enterprise: 2 } });
      return undefined;
    },
  },
  {
    code: "FEATURE_NOT_AVAILABLE",
    status: 403,
    advice: "SigSentry's plan does not include this, whatever the key: raise the plan.",
    arrange: withFault(403, "FEATURE_NOT_AVAILABLE"),
  },
  {
    code: "NOT_FOUND",
    status: 404,
    advice: "It may have been deleted by hand",
    arrange: withFault(404, "NOT_FOUND"),
  },
  {
    code: "IDEMPOTENCY_KEY_CONFLICT",
    status: 409,
    advice: "Something else was created under the same key",
    arrange: withFault(409, "IDEMPOTENCY_KEY_CONFLICT"),
  },
  {
    code: "RATE_LIMITED",
    status: 429,
    advice: "Too many requests with this key",
    arrange: async ({ control }) => {
      await control.sigsentry.changeSettings({
        rateLimits: { mutations: { limit: 0, windowSeconds: 3600 } },
      });
      return undefined;
    },
  },
  {
    code: "INTERNAL_ERROR",
    status: 500,
    advice: "The fault is SigSentry's: try again",
    arrange: withFault(500, "INTERNAL_ERROR"),
  },
];

describe("an update that the service refuses tells what to do and leaves the state right", () => {
  let service: TestService;
  let stack: Stack;

  beforeAll(async () => {
    service = await TestService.start();
    stack = await Stack.create(service);
    await stack.declare({ payments: PAYMENTS });
    await stack.up();
    await service.takeCalls();
    await stack.declare({
      payments: { ...PAYMENTS, repositories: [...PAYMENTS.repositories, "acme/web"] },
    });
  });

  afterEach(async () => {
    await service.control.clearFaults();
    await service.control.sigsentry.changeSettings({
      quotas: { Enterprise: 10_000 },
      rateLimits: { mutations: { limit: 500_000, windowSeconds: 60 } },
    });
    stack.environment.SIGSENTRY_API_KEY = service.apiKey;
    stack.environment.SIGSENTRY_PROJECT_ID = undefined;
    await service.takeCalls();
  });

  afterAll(async () => {
    await stack?.remove();
    await service?.close();
  });

  it.each(CASES)("$status $code", async ({ code, status, advice, arrange }) => {
    const before = { recorded: (await stack.recorded()).payments, held: await service.connections() };
    Object.assign(stack.environment, await arrange(service));

    const { all } = await stack.upFails();
    expect(all).toContain(`SigSentry answered ${status} ${code}`);
    expect(all).toContain(advice);
    const [last] = (await service.control.log()).slice(-1);
    expect(all).toContain(`request id ${last?.requestId}`);
    expect(all).not.toMatch(/\bat .*\.js:\d+/);
    const sent = await service.takeCalls();
    expect(new Set(sent)).toEqual(new Set([CALL.update]));
    expect(await service.connections()).toEqual(before.held);
    const { payments } = await stack.recorded();
    if (status < 500) expect(payments).toEqual(before.recorded);
    // An outage does not say that nothing was done: that is recorded, and nothing else.
    else expect(payments?.outputs).toEqual({ ...before.recorded?.outputs, unconfirmed: ["repositories"] });
  });

  it("after all of them the same update goes through", async () => {
    await stack.up();
    expect(await service.takeCalls()).toEqual([CALL.update, CALL.list]);
    expect((await service.onlyConnection()).repositories).toContain("acme/web");
  });
});
