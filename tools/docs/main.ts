import { writeFileSync } from "node:fs";
import { RELIABILITY, reliabilityDocument } from "./reliability";
import { SCHEMAS } from "./schemas";

writeFileSync(RELIABILITY, reliabilityDocument().generated);
for (const { file, generated } of SCHEMAS) writeFileSync(file, generated());
