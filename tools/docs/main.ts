import { writeFileSync } from "node:fs";
import { RELIABILITY, reliabilityDocument } from "./reliability";

writeFileSync(RELIABILITY, reliabilityDocument().generated);
