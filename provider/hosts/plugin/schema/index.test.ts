import { expect, it } from "vitest";
import { KINDS } from "../../../kinds/names";
import { VERSION } from "../../../version";
import { schemaOf } from ".";

it.each(KINDS)("the schema of %s is that of its package, at this version", (kind) => {
  expect(JSON.parse(schemaOf(kind))).toMatchObject({ name: kind, version: VERSION });
});
