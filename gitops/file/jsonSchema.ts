import { z } from "zod";
import { PLATFORMS } from "../../provider/sigsentry/platforms";
import { documentWritten } from "./documentForm";

/** What each platform's repositories look like at least; the provider's own rule is stricter and needs no pattern. */
const REPOSITORY = {
  github: "^[^\\s/:]+/[^\\s/:]+$",
  gitlab: "^[^\\s/:]+(/[^\\s/:]+)+$",
  bitbucket: "^[^\\s/:]+/[^\\s/:]+$",
};

/** A JSON Schema of the files that declare connections, for editors: JSON Schema draft 7, which all of them know. */
export function connectionsJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(documentWritten, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === documentWritten) {
        jsonSchema.patternProperties = { "^x-": { description: "Not looked at: a place for anchors." } };
      }
      if (isSigsentryConnection(jsonSchema.properties)) jsonSchema.allOf = PLATFORMS.map(ofPlatform);
    },
  });
  return {
    $schema,
    title: "Repo connections",
    description: "Connections through which SigSentry and Coregit read code; one file is one Pulumi stack.",
    ...schema,
  };
}

function isSigsentryConnection(properties: object | undefined): boolean {
  return properties !== undefined && "platform" in properties && "repositories" in properties;
}

/** What holds of a connection besides, where it names its platform. */
function ofPlatform(platform: (typeof PLATFORMS)[number]) {
  const credentials = { anyOf: [{ $ref: `#/definitions/${platform}Credentials` }, { const: "keep" }] };
  const repositories = { items: { pattern: REPOSITORY[platform] } };
  return {
    if: { properties: { platform: { const: platform } }, required: ["platform"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: { properties: { credentials, repositories } },
  };
}
