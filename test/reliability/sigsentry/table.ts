import type { Table } from "../document";
import { COLUMNS } from "./columns";
import { FAULTS } from "./faults";
import { OUTCOMES } from "./outcomes";

/** The table of what happens to a SigSentry repo connection. */
export const TABLE = { columns: COLUMNS, faults: FAULTS, outcomes: OUTCOMES } satisfies Table;
