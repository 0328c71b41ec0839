import { readFile, stat, writeFile } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "../file";
import { type Report, reportSchema } from "../report/schema";
import { fileFailure } from "./fileFailure";

/** What a plan of any version of this tool has. */
const planOfAnyVersion = z.looseObject({
  version: z.number(),
  command: z.literal("plan"),
  stacks: z.array(z.unknown()),
});

/** @throws Error where the file holds no plan. */
export async function readPlan(file: string): Promise<Report> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw fileFailure(file, "read", error);
  });
  const result = reportSchema.safeParse(parsed(text));
  if (result.success && result.data.command === "plan") return result.data;
  throw new Error(
    `${file} holds no plan of this version of repo-connections: make one with \`repo-connections plan --out FILE\`, and give that file.`,
  );
}

/**
 * Says, before anything is planned, that a file is in the way.
 *
 * @throws Error where a plan written to the file would overwrite something else.
 */
export async function refuseToOverwrite(file: string): Promise<void> {
  if ((await whatIs(file)) !== "a file") return;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw fileFailure(file, "read", error);
  });
  // `mktemp` makes an empty one.
  if (text === "" || planOfAnyVersion.safeParse(parsed(text)).success) return;
  throw new Error(`${file} is there and holds no plan: it stays as it is. Give --out another file.`);
}

/** Writes a plan as a whole or, whatever interrupts it, not at all. */
export async function writePlan(file: string, text: string): Promise<void> {
  await refuseToOverwrite(file);
  // A device or a pipe, such as /dev/stdout, can only be written to.
  const write = (await whatIs(file)) === "something else" ? writeFile : replaceFile;
  try {
    await write(file, text);
  } catch (error) {
    throw fileFailure(file, "written", error);
  }
}

/** What a path leads to. */
async function whatIs(path: string): Promise<"nothing" | "a file" | "something else"> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return "nothing";
  return stats.isFile() ? "a file" : "something else";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
