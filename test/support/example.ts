import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { npmInstall, PACKAGE_ROOT } from "./install";

/** Copies an example as a user would have it, and installs it with the package under test from its tarball. */
export async function copyExample(name: string, folder: string): Promise<void> {
  await cp(join(PACKAGE_ROOT, "examples", name), folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  const manifest = join(folder, "package.json");
  const published = '"pulumi-repo-connections": "^0.4.0"';
  const text = await readFile(manifest, "utf8");
  expect(text).toContain(published);
  await writeFile(
    manifest,
    text.replace(published, `"pulumi-repo-connections": "file:${inject("prepared").tarball}"`),
  );
  await npmInstall(folder);
}
