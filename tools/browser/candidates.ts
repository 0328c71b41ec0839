import path from "node:path";
import { findIn, pathFolders } from "../engine/onPath";

/** Environment variable that names the browser to use. */
export const browserVariable = "CHROME_PATH";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

/** A browser that is installed already; `undefined` where none is found. */
export async function installedBrowser(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const suffix = platform === "win32" ? ".exe" : "";
  const folders = pathFolders(env.PATH);
  for (const name of names) {
    const found = await findIn(folders, `${name}${suffix}`);
    if (found !== undefined) return found;
  }
  for (const place of usualPlaces(env, platform)) {
    const found = await findIn([path.dirname(place)], path.basename(place));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where browsers lie on systems that do not put them on `PATH`. */
function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === "darwin") {
    const apps = ["/Applications", ...(env.HOME ? [path.join(env.HOME, "Applications")] : [])];
    const executables = ["Chromium", "Google Chrome", "Microsoft Edge"];
    return apps.flatMap((folder) =>
      executables.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (platform !== "win32") return [];
  const roots = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(Boolean);
  const programs = [
    ["Chromium", "Application", "chrome.exe"],
    ["Google", "Chrome", "Application", "chrome.exe"],
    ["Microsoft", "Edge", "Application", "msedge.exe"],
  ];
  return roots.flatMap((root) => programs.map((parts) => path.join(root ?? "", ...parts)));
}
