import { renderHtml } from "./html";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import type { Report } from "./schema";
import { renderText } from "./text";

/** The forms in which a report can be had. */
export const FORMATS = ["text", "json", "markdown", "html"] as const;

/** One of {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];

/** A report in one of its forms; `colour` concerns text only. */
export function render(report: Report, format: Format, options: { readonly colour: boolean }): string {
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
