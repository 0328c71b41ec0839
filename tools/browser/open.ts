import { type Browser, chromium } from "playwright-core";
import { type EnsureBrowserOptions, ensureBrowser } from "./ensure";

/** What keeps the browser from doing anything but showing pages. */
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens a browser without a window and with nothing in its profile; for whoever asks to close. */
export async function openBrowser(options: EnsureBrowserOptions = {}): Promise<Browser> {
  const executablePath = await ensureBrowser(options);
  // Chromium refuses to run as root, as containers do, with its sandbox.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...quiet, ...sandbox] });
}
