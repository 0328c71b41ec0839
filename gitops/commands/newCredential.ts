import { tokenOf } from "../../provider/secrets/token";
import { sentence } from "../../provider/text/quote";
import type { Operation } from "../engine/operation";
import { announcing, type NewSecret, TARGETS, targetsToText } from "../file";
import type { RotatableConnection, Rotation } from "./rotation";

/** How a new credential reaches the provider, and that those of all other connections are not needed. */
export interface HandOver {
  /** What to tell the engine when it plans, before anything is stored. */
  readonly planning: Pick<Operation, "environment">;
  /** What is to be set in the stack's configuration then. */
  readonly secret?: NewSecret;
  /** What to tell the engine when it does what was planned. */
  readonly doing: Pick<Operation, "environment">;
}

/**
 * Takes a credential that was given by hand to where the connection's reference points: into the stack's
 * configuration, or into the variable, for this run. Without one, the reference gives it by itself.
 *
 * @throws Error where a reference cannot be given a value from here, or nobody can have issued that.
 */
export function handOver({ connections }: Rotation, value: string | undefined): HandOver {
  const alone = { [TARGETS]: targetsToText(connections) };
  if (value === undefined) return { planning: { environment: alone }, doing: { environment: alone } };
  const [connection, ...others] = connections;
  if (connection === undefined || others.length > 0)
    throw new Error("A credential from stdin is for one connection.");
  const { reference, name } = connection;
  if ("file" in reference) {
    throw new Error(
      `${name} reads its credential from the file ${reference.file}: write it there, and leave --stdin out.`,
    );
  }
  refuseImpossible(connection, value);
  if ("env" in reference) {
    const given = { environment: { ...alone, [reference.env]: value } };
    return { planning: given, doing: given };
  }
  const secret = { key: reference.config, value };
  return {
    planning: { environment: { ...alone, ...announcing(secret) } },
    secret,
    doing: { environment: alone },
  };
}

/** Once it is in the configuration, every later command would trip over it. */
function refuseImpossible({ host, name }: RotatableConnection, value: string): void {
  const [issue] = tokenOf(host).safeParse(value).error?.issues ?? [];
  if (issue === undefined) return;
  throw new Error(
    `${sentence(`The credential from stdin for ${name} ${issue.message}`)} It was neither stored nor sent; ${name} keeps the one it has.`,
  );
}

/**
 * What whoever gave a credential by hand has to know afterwards: where the reference gives another one than the
 * service has now.
 *
 * @param isDone whether the service has taken it.
 */
export function afterHandOver({ shard, connections }: Rotation, value: string, isDone: boolean): string[] {
  return connections.flatMap(({ reference }) => {
    if ("env" in reference && isDone && process.env[reference.env] !== value) {
      return [
        `${reference.env} has another value where this was run: give it the new one, or the next apply sends that again.`,
      ];
    }
    if ("config" in reference) {
      return [
        isDone
          ? `Pulumi.${shard.name}.yaml has the new ${reference.config}, encrypted: commit that file, or the next apply from elsewhere sends the old one again.`
          : `The stack's configuration has the new ${reference.config} all the same: the next apply sends it again.`,
      ];
    }
    return [];
  });
}
