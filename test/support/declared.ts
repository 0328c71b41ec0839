import { randomUUID } from "node:crypto";
import type { GitopsProject } from "./gitops";
import type { TestService } from "./service";

/** Makes a further project of the first one's tenant, which the organisation key reaches; returns its id. */
export async function newProject(service: TestService): Promise<string> {
  const { sigsentry } = service.control;
  const first = (await sigsentry.projects()).find(({ id }) => id === service.projectId);
  if (first === undefined) throw new Error("the first project is gone");
  const { id } = await sigsentry.seedProject({ id: `prj_${randomUUID()}`, tenantId: first.tenantId });
  return id;
}

/** The text of a file: SigSentry connections `<prefix>-1` and so on to GitHub, with the token in `GITHUB_TOKEN`. */
export function fileOf(project: string, prefix: string, count: number): string {
  const connections = Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${index + 1}`;
    return `  ${name}:\n    repositories: [acme/${name}]\n    lookbackDays: ${30 + index}\n`;
  });
  return [
    `project: ${project}`,
    "defaults:",
    "  sigsentry: { platform: github, credentials: { github: { token: { env: GITHUB_TOKEN } } } }",
    "sigsentry:",
    connections.join(""),
  ].join("\n");
}

/** A project with a file for each prefix, each with a SigSentry project of its own; the projects' ids by prefix. */
export async function declareStacks(
  project: GitopsProject,
  service: TestService,
  stacks: Readonly<Record<string, number>>,
): Promise<Record<string, string>> {
  await project.expect(0, "init", "--folder-for", "first");
  await project.removeFile("connections/first.yaml");
  const ids: Record<string, string> = {};
  for (const [prefix, count] of Object.entries(stacks)) {
    const id = await newProject(service);
    ids[prefix] = id;
    await project.write(`connections/${prefix}.yaml`, fileOf(id, prefix, count));
  }
  return ids;
}
