import { visible, visibleLines } from "../../../provider/text/visible";

/** What means nothing in Markdown and HTML wherever it stands, and begins no link. */
const NOT_SAFE = /[^A-Za-z0-9 ,/-]/gu;

/**
 * A text from outside as it may stand anywhere in Markdown, in a table too. Numeric entities keep out markup and
 * links; the code element keeps out @mentions and #references, which GitHub looks for after entities are resolved.
 */
export function code(text: string): string {
  return `<code>${encode(visible(text))}</code>`;
}

/** A text from outside with its lines, as a block by itself. */
export function block(text: string): string {
  return `<pre>${visibleLines(text.trim()).map(encode).join("&#10;")}</pre>`;
}

function encode(text: string): string {
  return text.replace(NOT_SAFE, (char) => `&#${char.codePointAt(0)};`);
}
