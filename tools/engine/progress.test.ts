import { expect, it } from "vitest";
import { describe as describeEvent, lineDisplay } from "./progress";

it("writes a new message at once and a lasting one every 15 seconds", () => {
  const lines: string[] = [];
  const { onProgress } = lineDisplay((line) => lines.push(line));
  for (let seconds = 0; seconds <= 31; seconds++) {
    onProgress({ kind: "progress", message: "Building", elapsedMs: seconds * 1000 });
  }
  onProgress({ kind: "progress", message: "Building the plugin", elapsedMs: 0 });
  expect(lines).toEqual([
    "Building\n",
    "Building (15 s so far)\n",
    "Building (30 s so far)\n",
    "Building the plugin\n",
  ]);
});

it("writes what is to be said once, even if it was said before", () => {
  const lines: string[] = [];
  const { onProgress } = lineDisplay((line) => lines.push(line));
  onProgress({ kind: "info", message: "Waiting", elapsedMs: 0 });
  onProgress({ kind: "info", message: "Waiting", elapsedMs: 0 });
  expect(lines).toEqual(["Waiting\n", "Waiting\n"]);
});

it.each([
  [999, "Building"],
  [59_999, "Building (59 s so far)"],
  [60_000, "Building (1 min so far)"],
  [195_400, "Building (3 min 15 s so far)"],
])("describes %d ms", (elapsedMs, line) => {
  expect(describeEvent({ kind: "progress", message: "Building", elapsedMs })).toBe(line);
});
