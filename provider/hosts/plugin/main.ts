import type { ProviderKind } from "../../kinds/kind";
import { keepingTime } from "../../kinds/timeLimits";
import { OF_PROCESS } from "../../secrets/source";
import { onceEngineIsGone, watchEngine } from "../engine/life";
import { PluginProvider } from "./provider";
import { schemaOf } from "./schema";
import { serve } from "./server";

/** A process as the engine starts it: its address is the argument, and the port is the only line it prints. */
export async function runPlugin(kind: ProviderKind): Promise<void> {
  const provider = new PluginProvider(keepingTime(kind), OF_PROCESS);
  const [, , engine = ""] = process.argv;
  provider.engine.attach(engine);
  watchEngine(engine);
  onceEngineIsGone(() => provider.cancel());
  const { port } = await serve(provider, () => schemaOf(kind.name));
  console.log(port);
}
