import { basisOf } from "../basis";
import { credentialAge, isOld } from "../credentialAge";
import { wasInterrupted } from "../interruption";
import type { Report } from "../schema";
import { summarySentence } from "../sentence";
import { tally } from "../tally";
import { Time } from "./time";

/** What a reader wants to know first: the result in a sentence, the numbers, and what they rest on. */
export function Summary({ report }: { readonly report: Report }) {
  const basis = basisOf(report);
  return (
    <header class={`summary ${report.outcome}`}>
      <p class="command">Repo Connections · {report.command}</p>
      <h1>{summarySentence(report)}</h1>
      <p class="basis">
        <Time time={report.at} />
        {basis !== undefined && ` · ${basis}.`}
      </p>
      <dl class="numbers">
        {numbersOf(report).map(({ label, number, tone }) => (
          <div class={tone}>
            <dt>{label}</dt>
            <dd>{number}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

interface Figure {
  readonly label: string;
  readonly number: number;
  /** Whether it is good news, bad news or neither. */
  readonly tone: "good" | "warn" | "bad" | "plain";
}

function numbersOf({ stacks, at }: Report): Figure[] {
  const connections = stacks.flatMap((stack) => stack.connections);
  const { failed, differing, unchanged } = tally(connections);
  const interrupted = stacks.filter(wasInterrupted).length;
  const failedStacks = stacks.filter(({ errors }) => errors.length > 0).length - interrupted;
  const old = connections.filter((each) => isOld(credentialAge(each.credentials.changedAt, at))).length;
  const refused = connections.filter(({ status }) => status?.valid === false).length;
  const figures: Figure[] = [
    { label: "differing", number: differing, tone: differing > 0 ? "warn" : "plain" },
    { label: "unchanged", number: unchanged, tone: unchanged > 0 ? "good" : "plain" },
    { label: `${failedStacks === 1 ? "stack" : "stacks"} with an error`, number: failedStacks, tone: "bad" },
    { label: `${interrupted === 1 ? "stack" : "stacks"} interrupted`, number: interrupted, tone: "bad" },
    { label: `${failed === 1 ? "connection" : "connections"} failed`, number: failed, tone: "bad" },
    { label: refused === 1 ? "token refused" : "tokens refused", number: refused, tone: "bad" },
    { label: "with old credentials", number: old, tone: "warn" },
  ];
  return figures.filter(({ number }, index) => index < 2 || number > 0);
}
