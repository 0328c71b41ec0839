import { expect, it } from "vitest";
import { serve } from "../../test/support/http/serve";
import { tellsRequest } from "./requestLine";
import { Transport } from "./transport";

const KEY = "ss_secret_0123456789abcdef";
const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

const call = {
  method: "PUT",
  path: "/v1/config/repos/rc_1",
  headers: { authorization: `Bearer ${KEY}` },
  body: { credentials: { token: TOKEN } },
  repeatable: true,
} as const;

it("shows each attempt with its answer, and neither header nor body", async () => {
  const shown: string[] = [];
  let asked = 0;
  const { baseUrl } = await serve((request, response) => {
    asked += 1;
    if (asked === 1) {
      request.socket.destroy();
      return;
    }
    const id = asked === 2 ? {} : { "x-request-id": "req_3" };
    response.writeHead(asked === 2 ? 503 : 200, { "retry-after": "0", ...id }).end(`{"token":"${TOKEN}"}`);
  });
  await new Transport(baseUrl, { show: (line) => shown.push(line) }).send(call);
  expect(shown).toEqual([
    expect.stringMatching(
      /^PUT \/v1\/config\/repos\/rc_1 without an answer in \d+ ms \(attempt 1, dropped\)$/,
    ),
    expect.stringMatching(/^PUT \/v1\/config\/repos\/rc_1 503 in \d+ ms \(attempt 2\)$/),
    expect.stringMatching(/^PUT \/v1\/config\/repos\/rc_1 200 in \d+ ms \(attempt 3, request req_3\)$/),
  ]);
  expect(shown.every(tellsRequest)).toBe(true);
});

it("knows no other message for a request", () => {
  expect(tellsRequest("SigSentry answered 401 UNAUTHORIZED. (GET /v1/config/repos)")).toBe(false);
  expect(tellsRequest("rc_1: warning: its token could not be tested")).toBe(false);
});
