import { raw } from "hono/html";
import { head } from "./html/head";
import { Message } from "./html/message";
import { Overview } from "./html/overview";
import { Stack } from "./html/stack";
import { Summary } from "./html/summary";
import { mostUrgentFirst } from "./order";
import type { Report } from "./schema";
import { summarySentence } from "./sentence";

/**
 * A report as one page that needs nothing besides: no script, no request. What comes from outside stands in it as
 * text only, never in an attribute.
 */
export function renderHtml(report: Report): string {
  const stacks = mostUrgentFirst(report.stacks);
  const page = (
    <html lang="en">
      {raw(head(summarySentence(report)))}
      <body>
        <Summary report={report} />
        <main>
          {report.error !== undefined && <Message kind="error" text={report.error} />}
          {stacks.length > 1 && <Overview stacks={stacks} />}
          {stacks.map((stack, index) => (
            <Stack stack={stack} number={index + 1} at={report.at} />
          ))}
        </main>
        <footer>
          Written by <code>repo-connections {report.command}</code>. This page holds no secret and loads
          nothing.
        </footer>
      </body>
    </html>
  );
  return `<!DOCTYPE html>\n${String(page)}\n`;
}
