import type { InputShape } from "../core/problems";
import { declarationSchema } from "./schema";

const FIELDS = Object.keys(declarationSchema(undefined).shape);

/** What messages about the inputs of a connection have to know. A token may stand where it does not belong. */
export const SHAPE: InputShape = {
  fieldsAt: (path) => (path.length === 0 ? FIELDS : ["env", "file"]),
  isSecret: ([field]) => field === "accessToken" || field === "accessTokenFrom",
  openNames: ([field]) => (field === "accessToken" || field === "accessTokenFrom" ? [] : undefined),
};
