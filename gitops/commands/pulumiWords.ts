import { Redactor } from "../../provider/text/redact";
import { INTERRUPTED } from "../report/interruption";

const REDACTOR = new Redactor();

/** How the Automation API begins what it makes of a command that failed: the command's own words are one part of three. */
const COMMAND_ERROR = /^code: -?\d+\n stdout: /;
const STDERR = "\n stderr: ";
const AFTER_STDERR = "\n err?: ";

/** How Pulumi begins a message, and nothing is lost without it. */
const BEGINNINGS =
  /^(Command failed with exit code \d+: .*\n|error: |(Preview|Update|Refresh|Destroy|Diff) failed: |(pulumi-nodejs:dynamic\/\S+|\w+:index:\w+) resource '[^']*' has a problem: )+/i;

/** What Pulumi says where the reader can do something about it, and how that is said here. */
const SAYINGS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /incorrect passphrase/,
    () =>
      "The stack's secrets are encrypted with another passphrase: set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to that one. If it is that one, the encryptionsalt in Pulumi.STACK.yaml may be left of a run with another: bring that file back as git has it, or delete it if it holds nothing else.",
  ],
  [
    /passphrase must be set/,
    () =>
      "The stack's secrets are encrypted with a passphrase, and none is given: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE.",
  ],
  [
    /PULUMI_ACCESS_TOKEN must be set/,
    () =>
      "Pulumi does not know where the state is: set PULUMI_BACKEND_URL (`s3://…`, `file://…`), or PULUMI_ACCESS_TOKEN for Pulumi Cloud, or use `pulumi login`.",
  ],
  [
    /unable to open bucket (.*)/s,
    (_, reason = "") =>
      `The state cannot be reached; check PULUMI_BACKEND_URL, or where \`pulumi login\` says that it is: ${reason}`,
  ],
  [
    /project '[^'\n]*' could not be read: stat ([^\n]{1,4096}?): no such file or directory/,
    (_, file = "") =>
      `The program that Pulumi.yaml names is not there: ${file}. \`repo-connections init\` writes an index.js.`,
  ],
  [
    /Cannot find module '(pulumi-repo-connections|@pulumi\/pulumi)\b/,
    (_, name = "") => `The package ${name} is not installed where Pulumi.yaml is: run \`npm install\` there.`,
  ],
  [
    /^error reading from server: EOF$/,
    () =>
      "Node.js ended before the program began. Most often the packages are not installed where Pulumi.yaml is: run `npm install` there.",
  ],
  [
    /this is due to a change of providers mixed with --target/,
    () =>
      "Who manages this connection has changed, since Pulumi.yaml names the plugins now or does so no more. That is recorded first: run `repo-connections apply`, which sends nothing for it.",
  ],
  [
    /require is not defined in ES module scope/,
    () =>
      'The package.json beside Pulumi.yaml has "type": "module", so that index.js has to begin otherwise: import "pulumi-repo-connections/gitops";',
  ],
  [/^(update|preview|refresh|destroy) cancel+ed$/i, () => INTERRUPTED],
];

/** Pulumi goes on to tell of a creation that was cut off when that was settled long ago. */
const CUT_OFF = /^Attempting to deploy or update resources with \d+ pending operations/;

/**
 * What Pulumi, or an error on the way to it, says: without what is said around it, and with advice where it has none.
 * An address loses its password.
 */
export function plainWords(text: string): string {
  const own = stderrIn(text).trim().replace(BEGINNINGS, "").trim();
  for (const [pattern, words] of SAYINGS) {
    const found = pattern.exec(own);
    if (found) return REDACTOR.redact(words(...found));
  }
  return REDACTOR.redact(own);
}

/** Looked for in one pass, whatever a command has printed. */
function stderrIn(text: string): string {
  if (!COMMAND_ERROR.test(text)) return text;
  const start = text.indexOf(STDERR);
  const end = text.indexOf(AFTER_STDERR, start + STDERR.length);
  return start < 0 || end < 0 ? text : text.slice(start + STDERR.length, end);
}

/** The URNs that a note says an earlier run was cut off at, and what it was doing there. */
function cutOffIn(note: string): { urn: string; doing: string }[] {
  const parts = note.split(", interrupted while ");
  return parts.slice(1).map((part, index) => ({
    urn: parts[index]?.split(/\s/).at(-1) ?? "",
    doing: part.split(/\W/, 1).join(),
  }));
}

/**
 * Notes in {@link plainWords}.
 *
 * @param isSettled whether a creation that was cut off is over: the state has the connection, or nothing is made any more.
 */
export function plainNotes(notes: readonly string[], isSettled: (urn: string) => boolean): string[] {
  return notes.flatMap((note) => {
    if (!CUT_OFF.test(note)) return [plainWords(note)];
    const cutOff = cutOffIn(note).flatMap(({ urn, doing }) =>
      doing === "creating" && isSettled(urn) ? [] : [urn.split("::").at(-1) ?? urn],
    );
    if (cutOff.length === 0) return [];
    return [
      `An earlier run was cut off while it was at work on ${listed([...new Set(cutOff)])}. What became of that is found out, and brought to its end, by apply.`,
    ];
  });
}

/** What the engine says of a plan's step that it has not come to. */
const NOT_COME_TO = /^expected resource operations for \S+ but none were seen/;

/** How many names are told. */
const MAX_NAMES = 5;

/** Errors of a stack in {@link plainWords}, each once: one that several connections have tells their names. */
export function plainErrors(errors: readonly string[]): string[] {
  const names = new Map<string, string[]>();
  for (const error of errors) {
    const { name, rest = error } = /^(?<name>[A-Za-z0-9][\w.-]*): (?<rest>.*)$/s.exec(error)?.groups ?? {};
    const words = plainWords(rest);
    names.set(words, [...(names.get(words) ?? []), ...(name === undefined ? [] : [name])]);
  }
  // The engine misses what it was interrupted before.
  const isInterrupted = names.has(INTERRUPTED);
  const told = [...names].filter(([words]) => !(isInterrupted && NOT_COME_TO.test(words)));
  return told.map(([words, found]) => (found.length === 0 ? words : `${listed(found)}: ${words}`));
}

/** Names in order, the first few of many. */
export function listed(names: readonly string[]): string {
  const sorted = [...names].sort();
  const more = sorted.length - MAX_NAMES;
  return more <= 0 ? sorted.join(", ") : `${sorted.slice(0, MAX_NAMES).join(", ")} and ${more} more`;
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return plainWords(error instanceof Error ? error.message : String(error));
}
