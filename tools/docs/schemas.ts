import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectionsJsonSchema } from "../../gitops/file";
import { reportJsonSchema } from "../../gitops/report/jsonSchema";
import { coregit } from "./pulumi/coregit";
import { packageOf } from "./pulumi/package";
import { sigsentry } from "./pulumi/sigsentry";

const FOLDER = join(__dirname, "../../gitops/schema");

const PLUGIN = join(__dirname, "../../provider/hosts/plugin/schema");

/** The schemas that the package brings along: for editors, for whoever reads reports, and for Pulumi in every language. */
export const SCHEMAS = [
  { file: join(FOLDER, "connections.json"), generated: () => textOf(connectionsJsonSchema()) },
  { file: join(FOLDER, "report.json"), generated: () => textOf(reportJsonSchema()) },
  { file: join(PLUGIN, "sigsentry.json"), generated: () => textOf(packageOf(sigsentry)) },
  { file: join(PLUGIN, "coregit.json"), generated: () => textOf(packageOf(coregit)) },
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
