import { z } from "zod";
import { reportSchema } from "./schema";

/** The JSON Schema of what `--json` prints, for whoever reads it in another language. */
export function reportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema);
  return {
    $schema,
    title: "Report of repo-connections",
    description: "What a command of repo-connections found or did, as --json prints it. It holds no secret.",
    ...schema,
  };
}
