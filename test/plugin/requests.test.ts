import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { expectNoSecrets } from "../support/noSecrets";

test("requests are shown where the environment asks for it, without secrets", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin" });
  stack.environment.REPO_CONNECTIONS_DEBUG = "request";
  await stack.declare({ payments: PAYMENTS });
  expect((await stack.upFails()).all).toContain(
    'REPO_CONNECTIONS_DEBUG: must be requests, which shows each request, or not set, found "request".',
  );
  expect(await service.takeCalls()).toEqual([]);

  stack.environment.REPO_CONNECTIONS_DEBUG = "requests";
  const { all } = await stack.up();
  const lines = all.matchAll(/^ *([A-Z]+ \/v1\S*) \d{3} in \d+ ms \(attempt 1, request req_[\w-]+\)$/gm);
  // Pulumi shows each twice: as it comes, and at the end.
  expect(new Set([...lines].map(([, request]) => request))).toEqual(new Set(await service.takeCalls()));
  expectNoSecrets({ all }, [service.apiKey, stack.environment.GITHUB_TOKEN ?? ""]);
});
