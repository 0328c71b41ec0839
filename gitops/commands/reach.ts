import { NO_CONFIG } from "../engine/operation";
import { Services } from "../services";
import type { Context } from "./context";
import { referredSecrets } from "./knownSecrets";
import type { Shard } from "./shards";

/**
 * The services as a stack reaches them: with its configuration, where there is one, else the environment's.
 *
 * @param given secrets besides those that the stack has, which are not to be shown either.
 * @param project the SigSentry project, where it is not the one that the stack's file names.
 */
export async function servicesOf(
  { engine, cancelled, declarations, progress }: Context,
  { name, declared, exists }: Shard,
  given: readonly string[] = [],
  project = declared?.project,
): Promise<Services> {
  const config = exists ? await engine.config(name) : NO_CONFIG;
  const secrets = [...config.secrets, ...referredSecrets(declared, declarations.folder), ...given];
  const recorded = async () => (exists ? engine.recordedInTheClear(name) : []);
  return new Services(config.lookup, project, secrets, cancelled, progress.say, recorded);
}
