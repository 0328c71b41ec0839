import { FORMATS, type Format } from "./formats";
import { renderHtml } from "./html";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import type { Report } from "./schema";
import { renderText, type TextOptions } from "./text";

export { FORMATS, type Format };

/** A report in one of its forms; the options concern text only. */
export function render(report: Report, format: Format, options: TextOptions): string {
  switch (format) {
    case "text":
      return renderText(report, options);
    case "json":
      return renderJson(report);
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
  }
}
