import { expect } from "vitest";
import type { Report } from "../../gitops/report/schema";
import { fileOf } from "../support/declared";
import { test } from "../support/gitops";
import type { TestService } from "../support/service";

const COUNT = 10;
const PREFIXES = ["checkout", "payments", "search"] as const;

/** Connections are told apart by their names; what each run chooses anew is no part of the transcript. */
function steady(text: string): string {
  return text
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:…")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "rc_…")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-…");
}

async function makeProjects(service: TestService): Promise<void> {
  const { sigsentry } = service.control;
  const first = (await sigsentry.projects()).find(({ id }) => id === service.projectId);
  if (first === undefined) throw new Error("the first project is gone");
  for (const prefix of PREFIXES)
    await sigsentry.seedProject({ id: `prj_${prefix}`, tenantId: first.tenantId });
}

/** Where a report says that something differs. */
const differing = ({ stacks }: Report) =>
  stacks.flatMap(({ connections }) => connections.filter(({ change }) => change !== "none"));

test("from init to drift, with three projects and thirty connections", async ({ service, project }) => {
  const lines: string[] = [];
  const type = async (exitCode: number, ...args: string[]) => {
    const { stdout } = await project.expect(exitCode, ...args);
    lines.push(`$ repo-connections ${args.join(" ")}`, steady(stdout).trimEnd(), `exit code ${exitCode}`, "");
    return stdout;
  };
  await makeProjects(service);
  await type(0, "init", "--folder-for", "checkout");
  for (const prefix of PREFIXES)
    await project.write(`connections/${prefix}.yaml`, fileOf(`prj_${prefix}`, prefix, COUNT));
  await type(0, "validate");
  await type(2, "plan");
  await type(0, "apply", "--yes");
  for (const prefix of PREFIXES) expect(await service.connections(`prj_${prefix}`)).toHaveLength(COUNT);
  await type(0, "plan", "--refresh");
  await type(0, "drift");

  // Somebody looks further back, in the dashboard.
  const edited = (await service.connections("prj_payments")).find(({ repositories }) =>
    repositories.includes("acme/payments-3"),
  );
  if (edited === undefined) throw new Error("payments-3 is missing");
  await service.control.sigsentry.editConnection(edited.id, { lookbackDays: 90 });
  lines.push("# somebody sets lookbackDays of payments-3 to 90 in the dashboard", "");
  const text = await type(2, "drift");

  const found = [
    { name: "payments-3", change: "drifted", fields: [{ path: "lookbackDays", from: 32, to: 90 }] },
  ];
  const report = await project.report(2, "drift");
  expect(differing(report)).toMatchObject(found);
  expect(report.summary).toMatchObject({ connections: 30, changes: { drifted: 1, none: 29 } });
  const other = async (format: string) => (await project.expect(2, "drift", "--format", format)).stdout;
  const matches = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, ...groups]) => groups);
  // Every field that a form of the report says differs, and of which connection.
  expect(matches(text, /^ +≠ (\S+) .*\n +(\S+) +(.*)$/gm)).toEqual([
    ["payments-3", "lookbackDays", "32 → 90"],
  ]);
  expect(text.match(/→/g)).toHaveLength(1);
  const markdown = await other("markdown");
  expect(matches(markdown, /^\| ≠ \| <code>(.*?)<\/code> .*\| <code>(.*?)<\/code> (.*) \|$/gm)).toEqual([
    ["payments-3", "lookbackDays", "<code>32</code> → <code>90</code>"],
  ]);
  expect(markdown.match(/→/g)).toHaveLength(1);
  const html = await other("html");
  const row =
    /<h3>([^<]*)<\/h3>(?:(?!<h3>).)*?<tbody><tr><th scope="row">([^<]*)<\/th><td>(.*?)<\/td><\/tr><\/tbody>/gs;
  expect(matches(html, row)).toEqual([
    ["payments-3", "lookbackDays", '<del class="wanted">32</del> → <ins class="unwanted">90</ins>'],
  ]);
  expect(html.match(/class="differences"/g)).toHaveLength(1);
  expect(html.match(/<del /g)).toHaveLength(1);

  // `plan --refresh` shows the way back, `apply --refresh` goes it.
  await type(2, "plan", "--refresh");
  await type(0, "apply", "--refresh", "--yes");
  await type(0, "drift");
  const document = `# From \`init\` to \`drift\`\n\nThree SigSentry projects with ten connections each, on the local emulator. Written by \`test/gitops/transcript.test.ts\`.\n\n\`\`\`console\n${lines.join("\n").trimEnd()}\n\`\`\`\n`;
  await expect(document).toMatchFileSnapshot("../../docs/gitops-transcript.md");
});
