import { SERVICE_NAMES } from "../../../provider/kinds/names";
import { visible } from "../../../provider/text/visible";
import { isDefault } from "../addresses";
import { credentialAge, isOld } from "../credentialAge";
import type { ConnectionReport, StackReport } from "../schema";
import { count, isNoteworthy, saysNothing } from "../words";
import { Card } from "./card";
import { Message } from "./message";

interface StackProps {
  readonly stack: StackReport;
  /** Its place on the page, from 1. */
  readonly number: number;
  /** When the report was made. */
  readonly at: string;
}

/** One stack: what went wrong, the connections to look at, and the rest folded. */
export function Stack({ stack, number, at }: StackProps) {
  const noteworthy = stack.connections.filter(isNoteworthy);
  const unchanged = stack.connections.filter((connection) => !isNoteworthy(connection));
  const id = `stack-${number}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{visible(stack.name)}</h2>
      <Origin stack={stack} />
      {stack.errors.map((error) => (
        <Message kind="error" text={error} />
      ))}
      {stack.notes.map((note) => (
        <Message kind="note" text={note} />
      ))}
      {saysNothing(stack) && <p class="empty">No connections.</p>}
      <Cards connections={noteworthy} at={at} />
      {unchanged.length > 0 && (
        <details>
          <summary>{describeFold(unchanged, at)}</summary>
          <Cards connections={unchanged} at={at} />
        </details>
      )}
    </section>
  );
}

function Origin({ stack: { file, project, addresses = [] } }: Pick<StackProps, "stack">) {
  return (
    <p class="origin">
      {file === undefined ? "No file declares it any more." : <code>{visible(file)}</code>}
      {project !== undefined && (
        <>
          {" · project "}
          <code>{visible(project)}</code>
        </>
      )}
      {addresses.map((address) => (
        <>
          {` · ${SERVICE_NAMES[address.kind]} at `}
          {isDefault(address) ? (
            <code>{visible(address.url)}</code>
          ) : (
            <strong class="warn">{visible(address.url)}</strong>
          )}
        </>
      ))}
    </p>
  );
}

function Cards({
  connections,
  at,
}: {
  readonly connections: readonly ConnectionReport[];
  readonly at: string;
}) {
  if (connections.length === 0) return null;
  return (
    <ul class="cards">
      {connections.map((connection) => (
        <li>
          <Card connection={connection} at={at} />
        </li>
      ))}
    </ul>
  );
}

/** What is folded, and whether something in it wants attention although nothing differs. */
function describeFold(connections: readonly ConnectionReport[], at: string): string {
  const old = connections.filter(({ credentials }) => isOld(credentialAge(credentials.changedAt, at))).length;
  const refused = connections.filter(({ status }) => status?.valid === false).length;
  return [
    `${connections.length} unchanged`,
    ...(refused > 0 ? [`${count(refused, "token")} refused`] : []),
    ...(old > 0 ? [`${old} with old credentials`] : []),
  ].join(" · ");
}
