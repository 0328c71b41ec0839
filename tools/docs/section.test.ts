import { expect, it } from "vitest";
import { withSection } from "./section";

const DOCUMENT = "above\n<!-- table: generated -->\nold $1\n<!-- end of table -->\nbelow\n";

it("writes a section anew and nothing else, whatever is in it", () => {
  const once = withSection(DOCUMENT, "table", "new $& one");
  expect(once).toBe("above\n<!-- table: generated -->\n\nnew $& one\n\n<!-- end of table -->\nbelow\n");
  expect(withSection(once, "table", "new $& one")).toBe(once);
});

it("misses a section that is not there", () => {
  expect(() => withSection(DOCUMENT, "other", "")).toThrow("no section other");
});
