import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Declarations, DeclarationsError, loadDeclarations } from "..";

/** A Pulumi project in a folder of its own, for each test anew. */
export class Project {
  folder = "";

  /** Writes files, by their paths in the folder. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), content);
    }
  }

  /** Removes files. */
  remove(...files: readonly string[]): void {
    for (const file of files) rmSync(join(this.folder, file));
  }

  load(): Declarations {
    return loadDeclarations(this.folder);
  }

  /** What loading it ends with. */
  error(): DeclarationsError {
    try {
      this.load();
    } catch (error) {
      if (error instanceof DeclarationsError) return error;
      throw error;
    }
    throw new Error("The files were accepted.");
  }

  /** The problems of `connections.yaml` with a text, a line each. */
  problemsOf(text: string): string[] {
    this.write({ "connections.yaml": text });
    return this.error().problems.map(({ line, column, path, message }) =>
      `${line}:${column} ${path}: ${message}`.replace(" : ", " "),
    );
  }
}

/** A {@link Project} for the tests of a file. */
export function useProject(): Project {
  const project = new Project();
  beforeEach(() => {
    project.folder = mkdtempSync(join(tmpdir(), "connections-"));
    project.write({ "Pulumi.yaml": "name: x\nruntime: nodejs\n" });
  });
  afterEach(() => rmSync(project.folder, { recursive: true, force: true }));
  return project;
}
