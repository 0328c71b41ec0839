import { SERVICE_NAMES } from "../../../provider/kinds/names";
import { visible } from "../../../provider/text/visible";
import type { ConnectionReport } from "../schema";
import { stateOf, symbolOf } from "../words";
import { Differences } from "./differences";
import { Facts } from "./facts";
import { Message } from "./message";
import { toneOf } from "./tone";

const HOSTS: ReadonlyMap<string, string> = new Map([
  ["github", "GitHub"],
  ["gitlab", "GitLab"],
  ["bitbucket", "Bitbucket"],
]);

/** One connection: what differs, what went wrong, and all that is known of it. */
export function Card({ connection, at }: { readonly connection: ConnectionReport; readonly at: string }) {
  const { name, kind, host, id, error } = connection;
  return (
    <article>
      <header>
        <h3>{visible(name)}</h3>
        <p class={`badge ${toneOf(connection)}`}>
          <span aria-hidden="true">{symbolOf(connection)}</span> {stateOf(connection)}
        </p>
        <p class="of">
          {SERVICE_NAMES[kind]} · {HOSTS.get(host) ?? visible(host)}
          {id !== undefined && (
            <>
              {" · "}
              <code>{visible(id)}</code>
            </>
          )}
        </p>
      </header>
      {error !== undefined && <Message kind="error" text={error} />}
      <Differences fields={connection.fields} isDrift={connection.change === "drifted"} />
      <Facts connection={connection} at={at} />
    </article>
  );
}
