export { type EnsureBrowserOptions, ensureBrowser, findBrowser } from "./ensure";
export { openBrowser } from "./open";
