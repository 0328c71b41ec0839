import { type DeclaredStack, declaredAs } from "../file";
import { gitopsKind } from "../kinds";
import type { ConnectionReport } from "../report/schema";

/** A connection with what is reported of it in the order in which its file has it. */
export function asWritten(report: ConnectionReport, stack: DeclaredStack | undefined): ConnectionReport {
  const declared = declaredAs(stack, report.kind, report.name);
  return (declared && gitopsKind(report.kind).asWritten?.(report, declared)) ?? report;
}
