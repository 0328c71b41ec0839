import { createHash } from "node:crypto";
import { STYLE } from "./style";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Nothing may be loaded, run or sent, whatever a page holds; only the one style sheet counts. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/**
 * The head of the page. It is no JSX, since hono moves some elements of a head to another place.
 *
 * @param title made of words of our own only.
 */
export function head(title: string): string {
  return [
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title} – Repo Connections</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
  ].join("\n");
}
