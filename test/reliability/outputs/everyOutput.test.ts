import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { fitted } from "../../../gitops/cli/fitted";
import { lines } from "../../../gitops/cli/progress";
import type { Found } from "../../../gitops/commands/found";
import { fileOf, importable } from "../../../gitops/commands/importable";
import { messageOf, plainErrors } from "../../../gitops/commands/pulumiWords";
import { appendConnections, DeclarationsError } from "../../../gitops/file";
import { checkDocument, NO_DEFAULTS } from "../../../gitops/file/document";
import { Findings } from "../../../gitops/file/problems/findings";
import { Source } from "../../../gitops/file/yaml/source";
import { parse } from "../../../gitops/file/yaml/syntax";
import { harmlessJson } from "../../../gitops/report/json";
import { FORMATS, render } from "../../../gitops/report/render";
import type { ConnectionReport, Report } from "../../../gitops/report/schema";
import { connection, report, stack } from "../../../gitops/report/testing/samples";
import { declarations } from "../../../gitops/testing/declared";
import { obeyedIn } from "../../../gitops/testing/obeyed";
import { type Lifecycle, type Note, PartialFailure } from "../../../provider/contract";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { Foreign } from "../../../provider/text/foreign";
import { quoted } from "../../../provider/text/quote";
import { Redactor } from "../../../provider/text/redact";
import { unseenIn, visibleLines } from "../../../provider/text/visible";
import { differenceIn } from "../../support/difference";
import { runs } from "../../support/sample";
import { SEED } from "../../support/seed";
import { SECRET, secretsIn, serviceTexts } from "./texts";

const RUNS = runs(10_000);

const redactor = new Redactor();
redactor.add(SECRET);
const redact = (text: string) => redactor.redact(text);
/** What is recorded of a service's texts. */
const door = new Foreign(redactor);

/** Holds for an output: it is only shown, and no secret is in it. */
function expectHarmless(output: string, ours = { colours: false }): void {
  const found = [...obeyedIn(output, ours), ...secretsIn(output)];
  if (found.length > 0) expect({ output, found }).toEqual({ output, found: [] });
}

/** Two texts of a service's, and something to choose by. */
const texts = fc.tuple(serviceTexts, serviceTexts, fc.nat(2));

/** Where the widths of lines are chosen: none, narrow, and wide. */
const WIDTHS = [undefined, 23, 80];

const check = (test: (a: string, b: string, choice: number) => void | Promise<void>) =>
  fc.assert(
    fc.asyncProperty(texts, async (some) => test(...some)),
    { numRuns: RUNS, seed: SEED },
  );

describe(`in ${RUNS} runs nothing is obeyed and no secret is shown`, { timeout: 300_000 }, () => {
  it("of a report, in every form, coloured or not, at every width", () =>
    check((a, b, choice) => {
      const all = reportOf(door.name(a, []), door.told(b), choice);
      for (const format of FORMATS) expectHarmless(render(all, format, { colour: false }));
      const coloured = render(all, "text", { colour: true, width: WIDTHS[choice] });
      expectHarmless(coloured, { colours: true });
    }));

  it("of what the provider says: errors, refusals and notes", async () => {
    const said: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((text) => void said.push(String(text)));
    onTestFinished(() => spy.mockRestore());
    let [a, b] = ["", ""];
    const refused = () =>
      Promise.reject(new Error(`adopt: there is no ${a}. There are: ${b} (${quoted(a, 5000)})`));
    const provider = hostDynamically(() => ({
      ...NOTHING,
      create: refused,
      update: (id) => Promise.reject(new PartialFailure(id, {}, a, new Error(b))),
      check: () => ({
        inputs: {},
        problems: [
          { path: a, message: b },
          { path: "", message: a },
        ],
      }),
      diff: () => differenceIn([], [], [note(a), note(b)]),
    }));
    await check(async (...now) => {
      [a, b] = now;
      said.length = 0;
      const errors = [
        await provider.create({}).catch((error: unknown) => error),
        // As what this host has recorded itself.
        await provider.update?.(a, { __provider: "" }, {}).catch((error: unknown) => error),
      ].flatMap(partsOf);
      const { failures = [] } = (await provider.check?.({}, {})) ?? {};
      await provider.diff?.(b, { __provider: "" }, {});
      const shown = [...errors, ...failures.map(({ reason }) => reason), ...said];
      expect(shown).toHaveLength(5 + 2 + 2);
      for (const text of shown) {
        expectHarmless(text);
        expect(text).not.toContain("\n");
      }
    });
  });

  it("of what the command says while it works, and when it fails", () =>
    check((...[rawA, rawB, choice]) => {
      const [a, b] = [redact(rawA), redact(rawB)];
      const said: string[] = [];
      const progress = lines((line) => said.push(line));
      progress.connection(a, b, true);
      progress.stack(b, "failed");
      progress.say(`${a}: ${b}`);
      said.push(messageOf(new Error(a)), ...plainErrors([`${a}: ${b}`, b]));
      for (const line of said) expectHarmless(fitted(line, WIDTHS[choice]));
    }));

  it("of an import, which writes nothing invisible besides, and names what it leaves out", async () => {
    const [declared] = declarations({ "connections.yaml": "coregit: {}\n" }).stacks;
    if (declared === undefined) throw new Error("there is no stack");
    let written = 0;
    await check((a, b, choice) => {
      const { entries, leftOut } = importable(
        found(a, b).slice(choice, choice + 1),
        fileOf(declared),
        [],
        redact,
      );
      expect(entries.length + leftOut.length).toBe(1);
      written += entries.length;
      const text = appendConnections("coregit: {}\n", entries);
      expect([unseenIn(text.replaceAll("\n", "")), secretsIn(text)]).toEqual([[], []]);
      expectHarmless(visibleLines(text).join("\n"));
      for (const note of leftOut) expectHarmless(fitted(`Note: ${note}`, WIDTHS[choice]));
    });
    expect(written).toBeGreaterThan(RUNS / 10);
  });

  it("of what is wrong with a file, with its name and its lines", () =>
    check((a, b, choice) => {
      const [textA, textB] = [withoutSecret(a), withoutSecret(b)];
      const problems = problemsIn(`connections/${textA}.yaml`, fileWith(textA, textB, choice));
      const { message } = new DeclarationsError(problems);
      expectHarmless(fitted(message, WIDTHS[choice]));
      expectHarmless(harmlessJson({ problems }));
    }));
});

/** A file's own texts are shown, but for where a secret belongs: nobody can know one elsewhere. */
function withoutSecret(text: string): string {
  return secretsIn(text).length === 0 ? text : redact(text);
}

/** A report with these texts wherever a text of others stands. */
function reportOf(a: string, b: string, choice: number): Report {
  const credentials = { from: a, baseUrl: b, username: a, version: 2 };
  const texts = { name: a, host: b, id: a, error: `${b}\n${a}`, credentials, createdAt: a, updatedAt: b };
  const one =
    choice === 0 ? { ...texts, ...fieldsOfCoregit(a, b) } : { ...texts, ...fieldsOfSigsentry(a, b) };
  const addresses = [{ kind: "coregit", url: a }] as const;
  const all = stack([connection(one)], {
    addresses: [...addresses],
    name: b,
    file: a,
    project: b,
    errors: [a, b],
    notes: [`${a}${b}`],
  });
  return report("apply", [all], { error: `${a}\n${b}` });
}

function fieldsOfCoregit(a: string, b: string): Partial<ConnectionReport> {
  const status = { valid: false, username: a, error: b, checkedAt: a };
  return { kind: "coregit", change: "delete", label: b, externalUsername: a, status };
}

function fieldsOfSigsentry(a: string, b: string): Partial<ConnectionReport> {
  const services = [{ serviceName: a, repo: b, pathPrefix: a, defaultBranch: b }];
  const fields = [
    { path: a, from: b, to: a },
    { path: b, added: [a, ...services], removed: [b] },
  ];
  return { change: "update", fields, repositories: [a, b], services };
}

const note = (message: string): Note => ({ severity: "info", message });

/** A kind that is asked nothing but what a test gives it. */
const NOTHING: Lifecycle = {
  secrets: [],
  check: () => ({ inputs: {}, problems: [] }),
  diff: () => differenceIn([]),
  preview: (inputs) => inputs,
  create: () => Promise.reject(new Error()),
  read: () => Promise.resolve(undefined),
  update: () => Promise.resolve({}),
  delete: () => Promise.resolve(),
  list: () => Promise.resolve({ listed: [], unreadable: [] }),
  test: () => Promise.resolve(undefined),
  redact,
};

/** Everything of an error that Pulumi may print. */
function partsOf(error: unknown): string[] {
  if (!(error instanceof Error)) throw new Error("this is no error");
  const reasons = "reasons" in error && Array.isArray(error.reasons) ? error.reasons.map(String) : [];
  return [error.message, error.stack ?? "", ...reasons];
}

/** What the services list. */
function found(a: string, b: string): Found[] {
  const mapping = { serviceName: a, repo: "acme/x", pathPrefix: "", defaultBranch: b };
  const sigsentry = { platform: "gitlab", lookbackDays: 30, isActive: true };
  return [
    { kind: "coregit", id: "id_1", state: { provider: "github", label: a } },
    {
      kind: "sigsentry",
      id: "id_2",
      state: { ...sigsentry, repositories: ["acme/x"], serviceMappings: [mapping] },
    },
    {
      kind: "sigsentry",
      id: "id_3",
      state: { ...sigsentry, repositories: [`acme/${b}`], serviceMappings: [] },
    },
  ];
}

/** A file that is wrong, and quotes these texts; the secret stands where none belongs. */
function fileWith(a: string, b: string, choice: number): string {
  const [textA, textB, secret] = [a, b, SECRET].map((text) => JSON.stringify(text));
  switch (choice) {
    case 0:
      return `# ${b}\nsigsentry:\n  ${textA}: { platform: ${textB}, repositories: [${textA}], credentials: { token: ${secret} }, ${textB}: 1 }\n`;
    case 1:
      return `coregit: { x: { provider: ${textA}, label: ${textB}, accessToken: { env: ${textA} }, ${textB}: ${secret} } }\n`;
    default:
      return `coregit:\n  x: { label: ${a}, accessToken: ${secret}\n${b}\n`;
  }
}

function problemsIn(file: string, text: string): DeclarationsError["problems"] {
  const source = new Source(file, text);
  const findings = new Findings();
  const parsed = parse(source);
  findings.add(parsed);
  if (parsed.root !== undefined) checkDocument(parsed.root, NO_DEFAULTS, findings);
  findings.reportTokens(source);
  return findings.problems;
}
