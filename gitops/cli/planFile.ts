import { existsSync } from "node:fs";
import { z } from "zod";
import { type FileContent, readRegularFile } from "../../provider/files/regularFile";
import { tryToReplace } from "../file";
import { renderJson } from "../report/json";
import { type Report, reportSchema } from "../report/schema";
import { fileFailure, writeFile } from "./fileFailure";

/** What a plan of any version of this tool has. */
const planOfAnyVersion = z.looseObject({
  version: z.number(),
  command: z.literal("plan"),
  stacks: z.array(z.unknown()),
});

/** A plan of tens of thousands of connections is smaller, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** @throws Error where the file holds no plan. */
export function readPlan(file: string): Report {
  const result = reportSchema.safeParse(parsed(textOf(file, "is read from")));
  if (result.success && result.data.command === "plan") return result.data;
  throw new Error(
    `${file} holds no plan of this version of repo-connections: make one with \`repo-connections plan --out FILE\`, and give that file.`,
  );
}

/**
 * Says, before anything is planned, that a plan cannot be written to a file.
 *
 * @throws Error where that is not possible, or would overwrite something else.
 */
export async function refuseUnwritable(file: string): Promise<void> {
  if (file === "") throw new Error("--out is empty: give the name of a file, or leave --out out.");
  refuseToOverwrite(file);
  try {
    await tryToReplace(file);
  } catch (error) {
    throw fileFailure(file, "written", error);
  }
}

function refuseToOverwrite(file: string): void {
  if (!existsSync(file)) return;
  const text = textOf(file, "is written to");
  // `mktemp` makes an empty one.
  if (text === "" || planOfAnyVersion.safeParse(parsed(text)).success) return;
  throw new Error(`${file} is there and holds no plan: it stays as it is. Give --out another file.`);
}

/**
 * Writes a plan as a whole or, whatever interrupts it, not at all. One that failed is nothing to review: it is not written,
 * and that is said.
 */
export async function writePlan(file: string, plan: Report, say: (message: string) => void): Promise<void> {
  if (plan.outcome === "failed") {
    const rest = existsSync(file) ? `; ${file} stays as it was` : "";
    say(`Not written: the plan failed, so it is not one to review and apply${rest}.`);
    return;
  }
  refuseToOverwrite(file);
  await writeFile(file, renderJson(plan));
}

/** The text of a regular file; nothing else can hold a plan, and a pipe or a terminal would be waited for. */
function textOf(file: string, use: "is read from" | "is written to"): string | undefined {
  const content = contentOf(file);
  if ("bytes" in content) return content.bytes.toString("utf8");
  if (content.is === "too large") return undefined;
  throw new Error(`${file} is ${content.is}, and a plan ${use} a regular file only. ${ADVICE[use]}`);
}

const ADVICE = {
  "is read from": "Give --plan the file that `repo-connections plan --out FILE` wrote.",
  "is written to": "Give --out another file; `repo-connections plan --json` prints the plan instead.",
} as const;

function contentOf(file: string): FileContent {
  try {
    return readRegularFile(file, LARGEST);
  } catch (error) {
    throw fileFailure(file, "read", error);
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text && JSON.parse(text);
  } catch {
    return undefined;
  }
}
