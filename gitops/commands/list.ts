import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import { connectionReport } from "../engine/connectionReport";
import type { Side } from "../engine/steps";
import { connectionsOf as allDeclared, type DeclaredStack } from "../file";
import type { ConnectionReport, Report, StackReport } from "../report/schema";
import { inFileOrder, recordedReports } from "./connections";
import { type Context, emptyStack } from "./context";
import { didYouMean } from "./didYouMean";
import { forEachShard } from "./forEachShard";
import { declaredCredentials } from "./references";
import type { Shard } from "./shards";
import { reportOf } from "./summary";

/** Which connections are told of. */
export interface ListOptions {
  /** A name, `*` and `?` in it standing for any characters and for one; absent: all. */
  readonly name?: string | undefined;
  readonly service?: Kind | undefined;
}

/**
 * What is managed and what is declared, by the state and the files alone: no service is asked, and nothing is compared
 * but names.
 */
export async function list(
  context: Context,
  command: "list" | "show",
  { name, service }: ListOptions,
): Promise<Report> {
  const names: string[] = [];
  const stacks = await forEachShard(context, "Reading", context.shards, async (shard) => {
    const connections = await connectionsOf(context, shard);
    names.push(...connections.map((one) => one.name));
    return { ...emptyStack(shard), connections: connections.filter(isMeant(shard, name, service)) };
  });
  const found = stacks.filter(hasSomething);
  if (command === "show" && name !== undefined && found.length === 0)
    throw new Error(`No connection ${name} is declared or managed.${didYouMean(name, names)}`);
  return reportOf(command, false, name === undefined && service === undefined ? stacks : found);
}

const hasSomething = ({ connections, errors }: StackReport) => connections.length + errors.length > 0;

function isMeant({ name: stack }: Shard, name: string | undefined, service: Kind | undefined) {
  const pattern = name === undefined ? undefined : patternOf(name);
  return (one: ConnectionReport) =>
    (service === undefined || one.kind === service) &&
    (pattern === undefined || pattern.test(one.name) || pattern.test(`${stack}/${one.name}`));
}

function patternOf(glob: string): RegExp {
  const escaped = glob.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
}

async function connectionsOf({ engine }: Context, shard: Shard): Promise<ConnectionReport[]> {
  const { declared, exists, name } = shard;
  const wanted = declared === undefined ? [] : declaredReports(declared);
  const recorded = exists ? recordedReports(await engine.recorded(name), shard) : [];
  const isIn = (all: readonly ConnectionReport[], one: ConnectionReport) =>
    all.some(({ kind, name }) => kind === one.kind && name === one.name);
  const known = recorded.map((one) =>
    isIn(wanted, one) || declared === undefined ? one : { ...one, change: "delete" as const },
  );
  return inFileOrder([...known, ...wanted.filter((one) => !isIn(recorded, one))], declared);
}

/** What a file declares, as if none of it were applied. */
function declaredReports(declared: DeclaredStack): ConnectionReport[] {
  return allDeclared(declared).map(({ kind, name, declared: declaration }) => {
    // Where they are read is told by itself; what a file writes there is no credential.
    const inputs = { ...declaration, [providerKind(kind).credentials.name]: undefined };
    const next: Side = { id: declaration.adopt, inputs, outputs: {} };
    return connectionReport(
      { urn: "", name, kind, op: "create", old: undefined, new: next, ended: "never", errors: [] },
      false,
      declaredCredentials(declared, kind, name),
    );
  });
}
