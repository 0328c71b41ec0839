import { describe, expect, it } from "vitest";
import { Redactor } from "../text/redact";
import { cancelled, type NetworkCause, NetworkError, networkError, rateLimited, timedOut } from "./errors";

const failed = { host: "https://h" };

/** An error as Node and undici throw them. */
const withCode = (code: string, message = "secret details") => Object.assign(new Error(message), { code });

describe("networkError", () => {
  it.each<[string, NetworkCause, string]>([
    [
      "ENOTFOUND",
      "dns",
      "The host of https://h cannot be found (ENOTFOUND). Check the host name, the network",
    ],
    ["EAI_AGAIN", "dns", "The host of https://h cannot be found (EAI_AGAIN). Check the host name"],
    [
      "ECONNREFUSED",
      "refused",
      "https://h cannot be reached (ECONNREFUSED). Check that the address is right",
    ],
    ["EHOSTUNREACH", "refused", "https://h cannot be reached (EHOSTUNREACH)."],
    ["ENETUNREACH", "refused", "https://h cannot be reached (ENETUNREACH)."],
    [
      "ETIMEDOUT",
      "timeout",
      "https://h did not answer in time (ETIMEDOUT). The service or a proxy on the way",
    ],
    [
      "UND_ERR_ABORTED",
      "proxy",
      "The proxy on the way to https://h cannot be used (UND_ERR_ABORTED). Check HTTPS",
    ],
    [
      "UND_ERR_INVALID_ARG",
      "unsendable",
      "The request to https://h cannot be sent (UND_ERR_INVALID_ARG). A header",
    ],
    [
      "CERT_HAS_EXPIRED",
      "tls",
      "https://h has a certificate that has expired (CERT_HAS_EXPIRED). Whoever runs it has to renew it",
    ],
    ["CERT_NOT_YET_VALID", "tls", "https://h has a certificate that is not valid yet (CERT_NOT_YET_VALID)."],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "https://h shows the certificate of another host"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "https://h does not speak TLS"],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "tls", "https://h cannot be agreed with on TLS"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "https://h has a certificate that it has signed itself"],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "tls",
      "https://h has a certificate of an authority that is not known",
    ],
    ["CERT_REVOKED", "tls", "https://h has a certificate that is not trusted"],
    ["HPE_INVALID_CONSTANT", "not-http", "https://h answered with something that is not HTTP"],
    [
      "ECONNRESET",
      "dropped",
      "The connection to https://h was lost (ECONNRESET). The connection broke before",
    ],
  ])("puts %s into words, with advice", (code, reason, message) => {
    const error = networkError(withCode(code), failed);
    expect(error).toMatchObject({ name: "NetworkError", reason });
    expect(error.message.slice(0, message.length)).toBe(message);
    expect(error.message).not.toContain("secret");
  });

  it("says for which hosts a certificate is, bounded, behind a proxy too", () => {
    const error = Object.assign(withCode("ERR_TLS_CERT_ALTNAME_INVALID"), {
      cert: { subjectaltname: `DNS:other.example, DNS:${"x".repeat(1_000)}` },
    });
    for (const each of [error, Object.assign(withCode("UND_ERR_PRX_TLS"), { cause: error })]) {
      const { message } = networkError(each, failed);
      expect(message).toMatch(/of another host \(it is for DNS:other\.example, DNS:x+…\)\. Check the host/);
      expect(message.length).toBeLessThan(400);
    }
  });

  it("has advice that our own redactor leaves as it is", () => {
    const codes = ["UND_ERR_ABORTED", "CERT_HAS_EXPIRED", "ENOTFOUND", "ECONNRESET", "UND_ERR_INVALID_ARG"];
    for (const code of codes) {
      const { message } = networkError(withCode(code), failed);
      expect(new Redactor().redact(message)).toBe(message);
    }
  });

  it("finds the code on a cause, or on the first of several addresses tried", () => {
    const deep = new Error("fetch failed", { cause: new Error("x", { cause: withCode("ENOTFOUND") }) });
    expect(networkError(deep, failed).reason).toBe("dns");
    const several = new AggregateError([withCode("ECONNREFUSED"), withCode("ENOTFOUND")]);
    expect(networkError(several, failed).reason).toBe("refused");
    const caused = new AggregateError([], "none tried", { cause: withCode("ENOTFOUND") });
    expect(networkError(caused, failed).reason).toBe("dns");
  });

  it.each([
    ["an error without a code", new Error("x")],
    ["a code that is none", Object.assign(new Error("x"), { code: 7 })],
    ["no error", { code: "ENOTFOUND" }],
  ])("says that the connection was lost, and no more, for %s", (_, error) => {
    expect(networkError(error, failed).message).toMatch(
      /^The connection to https:\/\/h was lost \(unknown\)\. /,
    );
  });

  it("thinks of the wrong scheme where a port hangs up on http before it answers", () => {
    const hint = "an https port may have been asked by http: check the scheme and the port";
    const dropped = withCode("UND_ERR_SOCKET");
    expect(networkError(dropped, { host: "http://h" }).message).toContain(hint);
    expect(networkError(dropped, { host: "https://h" }).message).not.toContain(hint);
    expect(networkError(dropped, { host: "http://h", requestId: "req-7" }).message).not.toContain(hint);
  });

  it("tells with which status a proxy refused, by undici's words", () => {
    const refused = withCode("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling");
    expect(networkError(refused, failed).message).toContain("(it answered 407)");
    const quoted = withCode("UND_ERR_ABORTED", "said Proxy response (407)");
    expect(networkError(quoted, failed).message).toContain("(UND_ERR_ABORTED)");
  });

  it("keeps an error that is in words already", () => {
    const error = rateLimited("https://h", 1);
    expect(networkError(error, failed)).toBe(error);
  });

  it("tells the request id when an answer had begun", () => {
    expect(networkError(withCode("ECONNRESET"), { ...failed, requestId: "r1" }).message).toContain(
      "(ECONNRESET, request id r1).",
    );
  });
});

describe("a NetworkError", () => {
  it.each<[NetworkCause, boolean]>([
    ["dns", false],
    ["refused", false],
    ["proxy", false],
    ["tls", false],
    ["unsendable", false],
    ["rate-limit", false],
    ["timeout", true],
    ["dropped", true],
    ["corrupt", true],
    ["not-http", true],
    ["too-large", true],
  ])("%s: may have been carried out all the same: %s", (reason, inDoubt) => {
    const error = new NetworkError(reason, "m");
    expect(error.inDoubt).toBe(inDoubt);
    expect(error.afterDoubt()).toMatchObject({ reason, message: "m", inDoubt: true });
  });

  it("is in no doubt when the user has cancelled", () => {
    expect(cancelled("https://h", "nothing was sent")).toMatchObject({
      reason: "cancelled",
      inDoubt: false,
      message: "Cancelled: https://h is not waited for (nothing was sent). Run the same command again.",
    });
  });

  it("names the deadline that has passed, in seconds", () => {
    const said = (deadline: Parameters<typeof timedOut>[0]) => timedOut(deadline, failed, 1500).message;
    expect(said("connect")).toContain("(no connection within 1.5 s)");
    expect(said("headers")).toContain("(no answer begun within 1.5 s)");
    expect(said("call")).toContain("(not done within 1.5 s, attempts and waits included)");
  });

  it("says how long the service wants to be left alone, in whole seconds", () => {
    expect(rateLimited("https://h", 1001).message).toBe(
      "https://h takes no further requests for now (it asks to wait another 2 s). Nothing was sent; try again later, or lower `--parallel`.",
    );
  });
});
