import type { InputShape, Path } from "../core/problems";
import { CREDENTIALS, OPEN_FIELDS, type Platform } from "./platforms";
import { ANY_PLATFORM, SERVICE_MAPPING } from "./schema";

/** The fields of any platform's credentials. */
const CREDENTIAL_FIELDS = Object.values(CREDENTIALS).flatMap(({ shape }) => Object.keys(shape));

/** What messages about the inputs of a connection have to know; of one to no known platform, less is known. */
export function shapeOf(platform: Platform | undefined): InputShape {
  return {
    fieldsAt: (path) => fieldsAt(path, platform),
    isSecret: (path) => isInCredentials(path) && !OPEN_FIELDS.includes(String(path[1])),
    openNames: (parent) => (isInCredentials(parent) ? CREDENTIAL_FIELDS : undefined),
  };
}

/** Where a token may stand that was put into the wrong place. */
function isInCredentials(path: Path): boolean {
  return path[0] === "credentials" || path[0] === "credentialsFrom";
}

/** The fields that exist at a path: of the connection, of its credentials, of a reference or of a mapping. */
function fieldsAt(path: Path, platform: Platform | undefined): string[] {
  if (path.length === 0) return Object.keys(ANY_PLATFORM.shape);
  if (path[0] === "serviceMappings") return Object.keys(SERVICE_MAPPING.shape);
  if (path.length > 1) return ["env", "file"];
  return platform === undefined ? [] : Object.keys(CREDENTIALS[platform].shape);
}
