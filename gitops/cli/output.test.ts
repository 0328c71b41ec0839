import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { print, tell, writeAsItIs } from "./output";

/** What is written to a stream while this runs. */
function written(stream: "stdout" | "stderr", work: () => void): string {
  const parts: string[] = [];
  const spy = vi.spyOn(process[stream], "write").mockImplementation((part) => parts.push(String(part)) > 0);
  onTestFinished(() => spy.mockRestore());
  work();
  return parts.join("");
}

it("shows messages and lines, and has nobody obey them", () => {
  const hostile = "\u001b[2J\n::error::x";
  const shown = "\\u{1b}[2J\n\\u{3a}:error::x\n";
  expect(written("stderr", () => tell(hostile))).toBe(shown);
  expect(written("stdout", () => print(`${hostile}\n`))).toBe(shown);
});

it("leaves alone what is harmless in its form", () => {
  expect(written("stdout", () => writeAsItIs("\u001b[31mred\u001b[39m"))).toBe("\u001b[31mred\u001b[39m");
});

it("is the only door: nothing else of the command or the provider writes to a terminal", () => {
  expect(sources.size).toBeGreaterThan(200);
  expect(filesWith(/console\.|std(out|err)\.write\b|process\[/)).toEqual([
    "gitops/cli/output.ts",
    "provider/hosts/dynamic/host.ts",
    "provider/hosts/plugin/main.ts",
  ]);
  expect(sources.get("provider/hosts/dynamic/host.ts")?.match(/console\..*/g)).toEqual([
    "console.error(shown(noteText(note), made));",
  ]);
  // The engine reads it.
  expect(sources.get("provider/hosts/plugin/main.ts")?.match(/console\..*/g)).toEqual(["console.log(port);"]);
  // Reports, JSON, and the scripts for shells.
  expect(filesWith(/writeAsItIs\(/)).toEqual([
    "gitops/cli/completionCommand.ts",
    "gitops/cli/output.ts",
    "gitops/cli/session.ts",
    "gitops/cli/validateCommand.ts",
  ]);
});

const ROOT = join(__dirname, "..", "..");

/** What is delivered, without tests, by the names of its files. */
const sources = new Map(
  ["gitops", "provider", "sdk"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => `${folder}/${file.replaceAll(sep, "/")}`)
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\/testing\//.test(file))
      .map((file) => [file, readFileSync(join(ROOT, file), "utf8")] as const),
  ),
);

function filesWith(pattern: RegExp): string[] {
  return Array.from(sources)
    .filter(([, text]) => pattern.test(text))
    .map(([file]) => file)
    .sort();
}
