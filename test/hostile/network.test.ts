import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { describe, expect, vi } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { declareStacks } from "../support/declared";
import { test } from "../support/fixtures";
import { test as gitops } from "../support/gitops";
import type { Stack } from "../support/stack";
import { type Answering, hostileServer, json, listOf } from "./support/server";

/** Both kinds, taking over what the services list. */
const adopting = (id: string) => ({
  payments: { ...PAYMENTS, adopt: id },
  ci: { ...CI, adopt: id },
});

/** Has a stack ask a server in the place of both services. */
function pointAt(stack: Pick<Stack, "environment">, url: string): void {
  Object.assign(stack.environment, {
    SIGSENTRY_BASE_URL: url,
    COREGIT_BASE_URL: url,
    COREGIT_LIST_LAG_SECONDS: "0",
  });
}

/** The calls of both services, and nothing outside of them. */
const WITHIN =
  /^(GET|POST) \/v1\/(config\/repos|connections)(\?page=\d+)?$|^\w+ \/v1\/(config\/repos|connections)\/[\w-]+(\/(cache|test))?$/;

const NO_ID = (service: string) => `adopt: is no id of ${service}'s: those have 1 to 255 letters`;

test("an id that is none leads nowhere: declared, answered or recorded, nothing is sent outside of a connection's path", async ({
  stack,
}) => {
  // Answered ids that lead elsewhere: a creation's, and a list's.
  let listed = ["..", "%2e%2e", "fine"];
  const server = await hostileServer((request, response) => {
    if (request.method === "GET") json(response, listOf(request.url, listed));
    else if (request.url === "/v1/connections")
      json(response, JSON.stringify({ id: "..", provider: "github" }), 201);
    else json(response, JSON.stringify({ success: true, data: { id: "../..", platform: "github" } }), 201);
  });
  pointAt(stack, server.url);
  // Whoever is refused first ends the run.
  for (const [name, args] of Object.entries(adopting(".."))) {
    await stack.declare({ [name]: args });
    expect((await stack.upFails()).all).toContain(NO_ID(name === "ci" ? "Coregit" : "SigSentry"));
  }
  expect(server.asked).toEqual([]);

  await stack.declare({
    payments: { ...PAYMENTS, allowDuplicate: true },
    ci: { ...CI, allowDuplicate: true },
  });
  const unreadable = (await stack.upFails("--continue-on-error")).all;
  for (const service of ["SigSentry", "Coregit"])
    expect(unreadable).toContain(`${service} lists 2 connection(s) without an id that can be read`);
  listed = [];
  const made = (await stack.upFails("--continue-on-error")).all;
  for (const service of ["SigSentry", "Coregit"])
    expect(made).toContain(
      `${service}'s answer could not be used: its content is not what the API documents`,
    );
  expect(server.asked.filter(({ call }) => !WITHIN.test(call))).toEqual([]);
});

test("a recorded id that leads elsewhere is refused before anything is sent", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS, ci: CI });
  await stack.up();
  const recorded = await stack.recorded();
  let state = await stack.exportText();
  for (const { id } of Object.values(recorded)) state = state.replaceAll(JSON.stringify(id), '".."');
  await stack.write("state.json", state);
  await stack.succeed("stack", "import", "--file", "state.json");
  const server = await hostileServer((request, response) => json(response, listOf(request.url, [".."])));
  pointAt(stack, server.url);
  await stack.declare({
    payments: { ...PAYMENTS, lookbackDays: 7 },
    ci: { ...CI, label: "another" },
  });
  for (const command of ["up", "destroy"]) {
    const { exitCode, all } = await stack.pulumi(command, "--yes", "--skip-preview", "--continue-on-error");
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(/"\.\." is no id of (SigSentry|Coregit)'s: .* Nothing was sent\./);
  }
  expect(server.asked.filter(({ call }) => !WITHIN.test(call))).toEqual([]);
  expect((await service.connections()).length + (await service.coregitConnections()).length).toBe(2);
});

/** What a list is answered with, and what a user is told. */
const LISTS: [string, Answering, RegExp][] = [
  [
    "1,500 compressions",
    (request, response) => {
      response.setHeader("content-encoding", "gzip,".repeat(1_500));
      json(response, listOf(request.url, ["a"]));
    },
    /answered with content that cannot be decompressed \(content-encoding 1500 times over\)/,
  ],
  [
    "a bomb in a bomb",
    (_, response) => {
      response.setHeader("content-encoding", "gzip, gzip");
      response.end(gzipSync(gzipSync(Buffer.alloc(200 * 1024 * 1024))));
    },
    /answered with more than is plausible \(over 16777216 bytes\)/,
  ],
  [
    "150,000 connections",
    (request, response) =>
      json(
        response,
        listOf(
          request.url,
          Array.from({ length: 150_000 }, (_, index) => `c${index}`),
        ),
      ),
    /it lists more than 10000 connections, which no plan has|answered with more than is plausible/,
  ],
  [
    "5 million things that are none",
    (request, response) =>
      json(response, listOf(request.url, []).replace("[]", `[${"0,".repeat(5_000_000)}0]`)),
    /it lists more than 10000 connections, which no plan has/,
  ],
  [
    "pages without an end",
    (request, response) => {
      const page = new URL(request.url ?? "", "http://x").searchParams.get("page") ?? "1";
      // Coregit's list is one answer.
      const length = request.url?.startsWith("/v1/connections") ? 10_001 : 1_000;
      const ids = Array.from({ length }, (_, index) => `p${page}-${index}`);
      json(response, listOf(request.url, ids, { hasMore: true }));
    },
    /it lists more than 10000 connections, which no plan has/,
  ],
];

describe.each(LISTS)("a list of %s", (_, answer, message) => {
  test("is refused, and the state stays as it is", async ({ stack }) => {
    const server = await hostileServer(answer);
    pointAt(stack, server.url);
    await stack.declare(adopting("a"));
    const { all } = await stack.upFails("--continue-on-error");
    for (const name of ["payments", "ci"]) expect(all).toContain(name);
    expect(all.match(new RegExp(message, "g"))?.length).toBeGreaterThan(1);
    expect(await stack.recorded()).toEqual({});
    expect(server.asked.length).toBeLessThan(60);
  });
});

test("no proxy of the environment's ever sees a request to this machine, or a key", async ({
  service,
  stack,
}) => {
  const proxy = await hostileServer((_, response) => response.end("{}"));
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"])
    stack.environment[name] = proxy.url;
  for (const name of ["NO_PROXY", "no_proxy"]) stack.environment[name] = "";
  // What the engine's own processes say to each other goes by gRPC, which has a variable of its own.
  stack.environment.no_grpc_proxy = "127.0.0.1";
  await stack.declare({ payments: PAYMENTS, ci: CI });
  await stack.up();
  expect((await service.connections()).length + (await service.coregitConnections()).length).toBe(2);
  expect(proxy.asked).toEqual([]);
  Object.assign(stack.environment, {
    SIGSENTRY_BASE_URL: "https://sigsentry.invalid",
    COREGIT_BASE_URL: "https://coregit.invalid",
  });
  const engine = stack.start("refresh", "--yes", "--skip-preview");
  const closed = once(engine, "close");
  await vi.waitUntil(() => proxy.asked.length > 0, { timeout: 120_000 });
  engine.kill("SIGINT");
  await closed;
  const calls = proxy.asked.map(({ call, key }) => `${call} ${key}`);
  for (const call of calls) expect(call).toMatch(/^CONNECT (sigsentry|coregit)\.invalid:443 undefined$/);
});

gitops("nor what the engine's processes say to each other for a command", async ({ service, project }) => {
  const proxy = await hostileServer((_, response) => response.end("{}"));
  for (const name of ["grpc_proxy", "http_proxy", "https_proxy", "HTTPS_PROXY"])
    project.environment[name] = proxy.url;
  for (const name of ["NO_PROXY", "no_proxy"]) project.environment[name] = "git.example";
  await declareStacks(project, service, { one: 1 });
  await project.expect(0, "apply", "--yes");
  expect(await project.report(0, "plan", "--refresh")).toMatchObject({ summary: { changes: { none: 1 } } });
  expect(proxy.asked).toEqual([]);
});

test("what only looks like an address is none", async ({ service, stack }) => {
  // Whoever is refused first ends the run.
  for (const [name, args, message, end] of [
    ["payments", PAYMENTS, "SIGSENTRY_BASE_URL: must not contain a query or a fragment", "/#"],
    ["ci", CI, "COREGIT_BASE_URL: must not contain white space, control characters or backslashes", "\\x"],
  ] as const) {
    pointAt(stack, `${service.url}${end}`);
    await stack.declare({ [name]: args });
    const { exitCode, all } = await stack.pulumi("preview");
    expect(exitCode).not.toBe(0);
    expect(all).toContain(message);
  }
  pointAt(stack, service.url);
  const credentials = { ...PAYMENTS.credentials, baseUrl: "https://git.example?" };
  await stack.declare({ hosted: { ...PAYMENTS, credentials } });
  expect((await stack.upFails()).all).toContain(
    "credentials.baseUrl: must not contain a query or a fragment",
  );
  expect(await service.takeCalls()).toEqual([]);
});

/** Pages of one connection each, without an end. */
const dripping: Answering = (request, response) => {
  const page = new URL(request.url ?? "", "http://x").searchParams.get("page") ?? "1";
  setTimeout(() => json(response, listOf(request.url, [`p${page}`], { hasMore: true })), 20);
};

gitops.for(["SIGTERM", "SIGINT"] as const)(
  "%s ends a command whose list does not end",
  async (signal, { project, service }) => {
    const server = await hostileServer(dripping);
    pointAt(project, server.url);
    await project.expect(0, "init");
    await project.write("connections.yaml", `project: ${service.projectId}\nsigsentry: {}\n`);
    const command = project.watch([], "import", "--service", "sigsentry", "--dry-run");
    await vi.waitUntil(() => server.asked.length > 5, { timeout: 120_000 });
    command.child.kill(signal);
    const before = server.asked.length;
    expect(await command.ended).not.toBe(0);
    expect(server.asked.length - before).toBeLessThan(5);
    expect(command.stderr).toContain("Interrupted");
  },
);

test("Ctrl-C ends a refresh whose list does not end", async ({ stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const server = await hostileServer(dripping);
  pointAt(stack, server.url);
  const engine = stack.start("refresh", "--yes", "--skip-preview");
  const closed = once(engine, "close");
  await vi.waitUntil(() => server.asked.length > 5, { timeout: 120_000 });
  engine.kill("SIGINT");
  const before = server.asked.length;
  const [exitCode] = await closed;
  expect(exitCode).not.toBe(0);
  expect(server.asked.length - before).toBeLessThan(50);
});
