import { describe, expect, it } from "vitest";
import { callUrl } from "./address";

describe("callUrl", () => {
  it.each([
    ["https://x", "/v1/a?page=2", "https://x/v1/a?page=2"],
    ["https://x/prefix", "/v1/a", "https://x/prefix/v1/a"],
    ["HTTPS://X:443/a/../b", "/v1", "https://x/b/v1"],
  ])("puts a path behind %s", (baseUrl, path, url) => {
    expect(callUrl(baseUrl, path).href).toBe(url);
  });

  it.each([
    ...["/v1/connections/../keys", "/v1/./x", "/v1/%2e%2e/x", "/v1/.%2E/x", "/a\\b", "/a#b", "/a b", "/a\nb"],
    ...["@evil.example/", ".evil.example/", ":8443/"],
  ])("sends nothing to %j", (path) => {
    expect(() => callUrl("https://x", path)).toThrow("A path leads out of the address");
  });
});
