import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectionsJsonSchema } from "../../gitops/file";
import { reportJsonSchema } from "../../gitops/report/jsonSchema";

const FOLDER = join(__dirname, "../../gitops/schema");

/** The JSON Schemas that the package brings along, for editors and for whoever reads reports. */
export const SCHEMAS = [
  { file: join(FOLDER, "connections.json"), generated: () => textOf(connectionsJsonSchema()) },
  { file: join(FOLDER, "report.json"), generated: () => textOf(reportJsonSchema()) },
] as const;

/** A file as it is; empty where there is none. */
export function written(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function textOf(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
