import type { Lifecycle, Properties } from "../../contract";
import type { ProviderKind } from "../../kinds/kind";
import { problemsWithCall } from "./arguments";

/** What a function answers, by the end of its name. */
type Answer = (kind: Lifecycle, args: Properties) => Promise<Properties>;

/**
 * Calls a function: `sigsentry:index:getRepoConnections`.
 *
 * @throws Error when there is none of that name, no such argument, or no such connection.
 */
export function call(token: string, kind: ProviderKind, opened: Lifecycle, args: Properties) {
  const one = kind.pluginType.replace(/^(.*):/, "$1:get");
  const readable = (id: string, state: Properties) => ({ id, ...shownOf(state, kind) });
  const functions: Readonly<Record<string, Answer>> = {
    async [one](lifecycle, { id }) {
      const found = typeof id === "string" ? await lifecycle.read(id, undefined) : undefined;
      if (found === undefined) throw new Error(`There is no connection ${String(id)}.`);
      return readable(found.id, found.state);
    },
    async [`${one}s`](lifecycle, query) {
      const { listed } = await lifecycle.list(query);
      return { connections: listed.map(({ id, state }) => readable(id, state)) };
    },
  };
  const answer = functions[token];
  if (answer === undefined)
    throw new Error(`There is no function ${token}; there are ${Object.keys(functions).join(" and ")}.`);
  const problems = problemsWithCall(kind.name, token, args);
  if (problems.length > 0)
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("; "));
  return answer(opened, args);
}

/** What the service shows of a connection: the rest of a state is this package's own, and credentials are for nobody to read. */
function shownOf(state: Properties, { shown }: ProviderKind): Properties {
  return Object.fromEntries(Object.entries(state).filter(([name]) => shown.includes(name)));
}
