import { request } from "node:http";
import { expect, test } from "vitest";
import { useEmulator } from "./testSupport";

const api = useEmulator();

/** Asks the control surface with headers that `fetch` would not send. */
function asked(headers: Record<string, string>, path = "/_control/log", method = "GET") {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const call = request(api.emulator.url + path, { method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    call.on("error", reject).end(method === "POST" ? "{}" : undefined);
  });
}

const port = () => new URL(api.emulator.url).port;

test.each<[string, () => Record<string, string>]>([
  ["a name that leads here since a moment ago", () => ({ host: `evil.example:${port()}` })],
  ["a name that begins like this machine's", () => ({ host: `localhost.evil.example:${port()}` })],
  ["another port", () => ({ host: "127.0.0.1:1" })],
  ["no port", () => ({ host: "localhost" })],
  ["a page of another site", () => ({ origin: "https://evil.example" })],
  ["a page of another port", () => ({ origin: "http://127.0.0.1:1" })],
  ["a page of nowhere", () => ({ origin: "null" })],
  ["an image in a page of another site", () => ({ "sec-fetch-site": "cross-site" })],
  ["a page of a sister site", () => ({ "sec-fetch-site": "same-site" })],
])("the control surface is closed to %s, and nothing is done", async (_, headers) => {
  await api.ask("GET", "/v1/config/repos");
  for (const [method, path] of [
    ["GET", "/_control/log"],
    ["DELETE", "/_control/log"],
    ["POST", "/_control/reset"],
    ["GET", "/_control/sigsentry/keys"],
    ["GET", "/_control/nothing"],
  ] as const) {
    const { status, body } = await asked(headers(), path, method);
    expect([status, JSON.parse(body)]).toEqual([403, { error: expect.stringContaining("control surface") }]);
  }
  expect(await api.emulator.control.log()).toHaveLength(1);
});

test("it is open to whoever asks for this machine itself", async () => {
  const own = `127.0.0.1:${port()}`;
  for (const headers of [
    { host: own },
    { host: `LOCALHOST:${port()}` },
    { host: `[::1]:${port()}` },
    { origin: `http://${own}`, "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ])
    expect((await asked(headers)).status).toBe(200);
});
