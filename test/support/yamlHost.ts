import { inject } from "vitest";
import { ensureYamlHost, progressDisplay } from "../../tools/engine";

/** As long as a build of the host may take, in milliseconds. */
export const BUILD_MS = 15 * 60_000;

/** The folder of what runs YAML programs; it is made for the first test that asks. */
export async function yamlHost(): Promise<string> {
  const display = progressDisplay();
  try {
    return await ensureYamlHost(inject("prepared").engine, { onProgress: display.onProgress });
  } finally {
    display.end();
  }
}
