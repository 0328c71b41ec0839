import { expect, it } from "vitest";
import { renderHtml } from "./html";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import { FORMATS, render } from "./render";
import { richReport } from "./testing/samples";
import { renderText } from "./text";

it("renders each format", () => {
  const report = richReport();
  expect(FORMATS.map((format) => render(report, format, { colour: true }))).toEqual([
    renderText(report, { colour: true }),
    renderJson(report),
    renderMarkdown(report),
    renderHtml(report),
  ]);
});
