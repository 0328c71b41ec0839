import type { ProviderKind } from "../../kinds/kind";
import { keepingTime } from "../../kinds/timeLimits";
import { OF_PROCESS } from "../../secrets/source";
import { engineAddress } from "../engine/address";
import { FOR_ENGINE, onceEngineIsGone, watchEngine } from "../engine/life";
import { PluginProvider } from "./provider";
import { schemaOf } from "./schema";
import { serve } from "./server";

/** A process as the engine starts it: its address is the last argument, and the port is the only line it prints. */
export async function runPlugin(kind: ProviderKind): Promise<void> {
  const engine = engineAddress(process.argv.slice(2));
  const scope = engine === "" ? {} : { run: engine };
  const provider = new PluginProvider(keepingTime(kind), OF_PROCESS, scope);
  provider.engine.attach(engine);
  watchEngine(engine);
  onceEngineIsGone(() => provider.cancel());
  const { port } = await serve({
    open: () => provider,
    schema: () => schemaOf(kind.name),
    underWay: FOR_ENGINE,
  });
  console.log(port);
}
