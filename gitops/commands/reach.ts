import { Services } from "../services";
import type { Context } from "./context";
import type { Shard } from "./shards";

/** The services as a stack reaches them: with its configuration, where there is one, else the environment's. */
export async function servicesOf(
  { engine, cancelled }: Context,
  { name, declared, exists }: Shard,
): Promise<Services> {
  const config = exists ? await engine.config(name) : () => undefined;
  return new Services(config, declared?.project, cancelled);
}
