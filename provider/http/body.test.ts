import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { get, post, serve } from "../../test/support/http/serve";
import { MAX_BODY_BYTES, readText } from "./body";
import { Transport } from "./transport";

const failed = { host: "http://h", requestId: "r1" };
const read = (bytes: Buffer, encoding = "") => readText(chunked(bytes), encoding, failed);

async function* chunked(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe("readText", () => {
  const text = '{"data":"żółw"}';

  it.each([
    ["", Buffer.from(text)],
    ["identity", Buffer.from(text)],
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate, gzip", gzipSync(deflateSync(text))],
  ])("reads what is encoded as %j", async (encoding, bytes) => {
    expect(await read(bytes, encoding)).toBe(text);
  });

  it("reads an empty body whatever compression is announced", async () => {
    expect(await read(Buffer.alloc(0), "gzip")).toBe("");
  });

  it("replaces what is no UTF-8, and leaves a byte order mark out", async () => {
    expect(await read(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xc3]))).toBe("a\ufffd\ufffd");
  });

  it.each([
    ["gzip", Buffer.from("no gzip at all")],
    ["gzip", gzipSync("cut off").subarray(0, 15)],
    ["br", Buffer.from("no brotli at all")],
    ["deflate", Buffer.from("nothing of the kind")],
    ["zstd", Buffer.from("not asked for")],
  ])("says of a broken %s body that it cannot be decompressed", async (encoding, bytes) => {
    await expect(read(bytes, encoding)).rejects.toMatchObject({
      reason: "corrupt",
      message: expect.stringMatching(/^http:\/\/h answered with content .* request id r1\)\. .*try again\.$/),
    });
  });

  it("takes off as many compressions as a service and a proxy apply, and no more", async () => {
    const thrice = gzipSync(gzipSync(gzipSync(text)));
    await expect(read(thrice, "gzip, gzip, gzip")).rejects.toMatchObject({
      reason: "corrupt",
      message: expect.stringContaining("content-encoding 3 times over"),
    });
    await expect(read(Buffer.from(text), "gzip,".repeat(1_500))).rejects.toMatchObject({ reason: "corrupt" });
    expect(await read(gzipSync(gzipSync(text)), "identity, gzip, , gzip, identity")).toBe(text);
  });

  it("stops between two compressions when it is cut off", async () => {
    const cut = new AbortController();
    const reading = readText(chunked(gzipSync(gzipSync(text))), "gzip, gzip", failed, cut.signal);
    cut.abort(new Error("too late"));
    await expect(reading).rejects.toThrow("too late");
  });

  it("keeps what comes byte by byte in one piece", async () => {
    async function* bytewise() {
      const byte = Buffer.from("a");
      for (let count = 0; count < 2_000_000; count++) yield byte;
    }
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    expect(await readText(bytewise(), "", failed)).toHaveLength(2_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });

  it("takes exactly the largest body, and not a byte more", async () => {
    const largest = Buffer.alloc(MAX_BODY_BYTES, "a");
    expect(await read(largest)).toHaveLength(MAX_BODY_BYTES);
    expect(await read(gzipSync(largest), "gzip")).toHaveLength(MAX_BODY_BYTES);
    const larger = Buffer.alloc(MAX_BODY_BYTES + 1, "a");
    await expect(read(larger)).rejects.toMatchObject({ reason: "too-large" });
    await expect(read(gzipSync(larger), "gzip")).rejects.toMatchObject({ reason: "too-large" });
  });

  it("stops at the bound when little becomes much", async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024)));
    const before = process.memoryUsage().arrayBuffers;
    await expect(read(bomb, "gzip, gzip")).rejects.toMatchObject({ reason: "too-large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MAX_BODY_BYTES);
  });
});

describe("Transport", () => {
  it("asks for compression and takes it off", async () => {
    const asked: unknown[] = [];
    const { baseUrl } = await serve((request, response) => {
      asked.push(request.headers["accept-encoding"]);
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}'));
    });
    expect(await new Transport(baseUrl).send(get)).toMatchObject({ status: 200, text: '{"a":1}' });
    expect(asked).toEqual(["gzip, br"]);
  });

  it("stops reading an answer that is too large, and asks once only", async () => {
    const { seen, baseUrl } = await serve((_, response) => response.end(Buffer.alloc(MAX_BODY_BYTES + 1)));
    await expect(new Transport(baseUrl).send(get)).rejects.toMatchObject({ reason: "too-large" });
    expect(seen).toHaveLength(1);
  });

  it("says so when the answer is garbled, and tries again where that is harmless", async () => {
    let garbled = true;
    const { seen, baseUrl } = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(garbled ? "garbled" : gzipSync("{}"));
      garbled = false;
    });
    await expect(new Transport(baseUrl).send(post)).rejects.toMatchObject({ reason: "corrupt" });
    garbled = true;
    expect(await new Transport(baseUrl).send(get)).toMatchObject({ text: "{}" });
    expect(seen).toHaveLength(3);
  });
});
