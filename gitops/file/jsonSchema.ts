import { z } from "zod";
import { KINDS, SERVICE_NAMES } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import { documentWritten } from "./documentForm";

/** A JSON Schema of the files that declare connections, for editors: JSON Schema draft 7, which all of them know. */
export function connectionsJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(documentWritten, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === documentWritten) {
        jsonSchema.patternProperties = { "^x-": { description: "Not looked at: a place for anchors." } };
      }
      for (const { written, jsonSchema: more } of KINDS.map(gitopsKind))
        if (zodSchema === written) Object.assign(jsonSchema, more);
    },
  });
  return {
    $schema,
    title: "Repo connections",
    description: `Connections through which ${Object.values(SERVICE_NAMES).join(" and ")} read code; one file is one Pulumi stack.`,
    ...schema,
  };
}
