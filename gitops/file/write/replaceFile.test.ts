import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaceFile } from "..";
import { useProject } from "../testing/project";

const project = useProject();

describe("replacing a file", () => {
  it("makes it where there is none, and leaves nothing beside it", async () => {
    await replaceFile(join(project.folder, "connections.yaml"), "coregit: {}");
    expect(readdirSync(project.folder).sort()).toEqual(["Pulumi.yaml", "connections.yaml"]);
    expect(readFileSync(join(project.folder, "connections.yaml"), "utf8")).toBe("coregit: {}");
  });

  it("keeps its permissions, and a link to it", async () => {
    const path = join(project.folder, "real.yaml");
    const link = join(project.folder, "connections.yaml");
    writeFileSync(path, "before");
    chmodSync(path, 0o640);
    symlinkSync("real.yaml", link);
    await replaceFile(link, "after");
    expect(readFileSync(path, "utf8")).toBe("after");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it("leaves everything as it was where it cannot", async () => {
    project.write({ "folder/file": "x" });
    await expect(replaceFile(join(project.folder, "folder"), "text")).rejects.toThrow();
    expect(readdirSync(project.folder).sort()).toEqual(["Pulumi.yaml", "folder"]);
  });
});
