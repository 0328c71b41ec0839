import { Hono } from "hono";
import { expect, test, vi } from "vitest";
import { Redactor } from "./redact";
import { answerError, Refusal } from "./refusal";
import type { EmulatorEnv } from "./service";

/** A service whose only route throws. */
function throwing(error: Error): Hono<EmulatorEnv> {
  const routes = new Hono<EmulatorEnv>();
  const redactor = new Redactor();
  redactor.learn("the-secret");
  const failure = (code: string, message: string) => ({ oops: code, message });
  routes.onError((thrown, c) => answerError(thrown, c, failure, redactor));
  routes.get("/", () => {
    throw error;
  });
  return routes;
}

test("a refusal is answered as it stands", async () => {
  const answer = await throwing(new Refusal(418, "teapot", { short: true }, { "x-pot": "1" })).request("/");
  expect(answer.status).toBe(418);
  expect(answer.headers.get("x-pot")).toBe("1");
  expect(await answer.json()).toEqual({ short: true });
});

test("anything else is the service's 500, and told on the console without secrets", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await throwing(new Error("broken by the-secret")).request("/");
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ oops: "INTERNAL_ERROR", message: "Something went wrong." });
  const told = String(printed.mock.calls);
  printed.mockRestore();
  expect(told).toContain("broken by [redacted]");
  expect(told).not.toContain("the-secret");
});
