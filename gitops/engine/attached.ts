import { once } from "node:events";
import type { Place } from "../../provider/contract";
import { UnderWay } from "../../provider/hosts/engine/life";
import { PluginProvider } from "../../provider/hosts/plugin/provider";
import { schemaOf } from "../../provider/hosts/plugin/schema";
import { serve } from "../../provider/hosts/plugin/server";
import { providerKind } from "../../provider/kinds";
import { KINDS } from "../../provider/kinds/names";
import { PACES } from "../paces";

/** The providers that this process serves for one operation of an engine. */
export interface Attached {
  /** By these variables the engine finds them, and looks for no others. */
  readonly variables: Readonly<Record<string, string>>;
  /** Returns once nothing is under way, or it is dropped; nothing new is begun. */
  settled(dropping: AbortSignal): Promise<void>;
  /** Ends them, once they are {@link settled}. */
  close(dropping: AbortSignal): Promise<void>;
}

/**
 * Serves every kind's provider in this process.
 *
 * @param place where settings and references are looked up.
 */
export async function attachProviders(place: Place): Promise<Attached> {
  const scope = { paces: PACES };
  const underWay = new UnderWay();
  const opened: PluginProvider[] = [];
  const servings = await Promise.all(
    KINDS.map(async (kind) => {
      const open = () => {
        const provider = new PluginProvider(providerKind(kind), place, scope);
        opened.push(provider);
        return provider;
      };
      const { port, close } = await serve({ open, schema: () => schemaOf(kind), underWay });
      return { address: `${kind}:${port}`, close };
    }),
  );
  const settled = async (dropping: AbortSignal) => {
    // An engine that was killed has asked for no end.
    for (const provider of opened) provider.cancel();
    await Promise.race([underWay.settled(), whenAborted(dropping)]);
  };
  return {
    settled,
    variables: {
      PULUMI_DEBUG_PROVIDERS: servings.map(({ address }) => address).join(),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    async close(dropping) {
      await settled(dropping);
      for (const provider of opened) provider.engine.attach("");
      for (const { close } of servings) close();
    },
  };
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
