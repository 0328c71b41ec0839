import type { Case } from "./case";
import { type Effect, QUOTED } from "./fault";
import { openGate } from "./gate";
import type { Matrix } from "./matrix";
import type { World } from "./world";

/** Has the fault wait for the request that it is to hit. */
export async function inject<Place extends World, Held>(
  { requests, secrets }: Matrix<Place, Held>,
  world: Place,
  { operation, index, fault, variant }: Case<Place, Held>,
): Promise<void> {
  const name = operation.requests[index] ?? "";
  const pattern = requests[name];
  if (pattern === undefined) throw new Error(`${operation.title} has no request ${index}`);
  const nth = operation.requests.slice(0, index + 1).filter((each) => each === name).length;
  const quotes = operation.secrets.map((secret) => secrets[secret]).join(" ");
  for (const [position, effect] of variant.effects.entries()) {
    if (effect.kind === "refuse") {
      world.baseUrl = await openGate(world.emulator.url, index);
    } else {
      const goesOn = fault.lasts && position === variant.effects.length - 1;
      const times = goesOn ? ("always" as const) : 1;
      const match = { method: pattern.method, path: pattern.match, nth, times };
      await world.emulator.control.addFault({ match, effect: quoting(effect, quotes) });
    }
  }
  if (fault.isEndOfNetwork) {
    const match = { nth: index + 2, times: "always" as const };
    await world.emulator.control.addFault({ match, effect: { kind: "drop" } });
  }
}

function quoting<Played extends Effect>(effect: Played, quotes: string): Played {
  const quoted: Played = JSON.parse(JSON.stringify(effect).replaceAll(QUOTED, quotes));
  return quoted;
}
