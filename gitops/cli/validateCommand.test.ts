import { afterEach, expect, it, vi } from "vitest";
import { useProject } from "../file/testing/project";
import { validateCommand } from "./validateCommand";

const project = useProject();
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

it.each([
  "connections/README.md",
  "connections/_defaults.yaml",
])("says that nothing is declared where the folder has no more than %s", async (file) => {
  project.write({ [file]: "# nothing" });
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await validateCommand().parseAsync(["-C", project.folder], { from: "user" });
  expect(written.mock.calls.join("")).toBe(
    "Nothing is declared: connections/ has no file NAME.yaml. `repo-connections init --folder-for NAME` writes one.\n",
  );
  expect(process.exitCode).toBe(0);
});
