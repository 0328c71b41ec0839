import { QUOTED } from "./fault";
import { openGate } from "./gate";
import type { Case } from "./judge";
import { type RequestName, SECRETS, type World } from "./world";

/** How the emulator tells the requests apart. */
const MATCH: Readonly<Record<RequestName, { method: string; path: string }>> = {
  POST: { method: "POST", path: "**/repos" },
  PUT: { method: "PUT", path: "**/repos/*" },
  purge: { method: "DELETE", path: "**/repos/*/cache" },
  list: { method: "GET", path: "**/repos" },
  DELETE: { method: "DELETE", path: "**/repos/*" },
};

/** Has the fault wait for the request that it is to hit. */
export async function inject(world: World, { operation, index, fault, variant }: Case): Promise<void> {
  const request = operation.requests[index];
  if (request === undefined) throw new Error(`${operation.title} has no request ${index}`);
  const nth = operation.requests.slice(0, index + 1).filter((name) => name === request).length;
  for (const [position, effect] of variant.effects.entries()) {
    if (effect.kind === "refuse") {
      world.baseUrl = await openGate(world.emulator.url, index);
    } else {
      const goesOn = fault.lasts && position === variant.effects.length - 1;
      const match = { ...MATCH[request], nth, times: goesOn ? ("always" as const) : 1 };
      await world.emulator.control.addFault({ match, effect: quoting(effect, operation) });
    }
  }
}

function quoting<Effect>(effect: Effect, { secrets }: Case["operation"]): Effect {
  const all = secrets.map((name) => SECRETS[name]).join(" ");
  const quoted: Effect = JSON.parse(JSON.stringify(effect).replaceAll(QUOTED, all));
  return quoted;
}
