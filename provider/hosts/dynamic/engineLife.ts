import { connect } from "node:net";

/** How long after the engine seems to be gone it is asked once more, in milliseconds. */
const SECOND_LOOK_MS = 500;

const underWay = new Set<Promise<unknown>>();
const farewells = new Set<() => void>();
let isWatched = false;

/** Has something done once the engine is gone; what is under way comes to its end after that. */
export function onceEngineIsGone(farewell: () => void): void {
  farewells.add(farewell);
}

/**
 * Does something for the engine. From the first time on, the engine is watched: one that is killed leaves its providers
 * behind, and whatever they were waiting for, they would write over what the next run has written. So once it is gone,
 * nothing new is begun, and this process ends as soon as nothing is under way any more.
 */
export async function forEngine<T>(work: () => T | Promise<T>): Promise<T> {
  watch();
  const working = (async () => work())();
  const settled = working.catch(() => undefined);
  underWay.add(settled);
  try {
    return await working;
  } finally {
    underWay.delete(settled);
  }
}

function watch(): void {
  if (isWatched) return;
  isWatched = true;
  const address = addressOfEngine(process.argv);
  if (address) lookAt(address, () => void leave());
}

async function leave(): Promise<void> {
  for (const farewell of farewells) farewell();
  while (underWay.size > 0) await Promise.all(underWay);
  process.exit();
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Pulumi's launcher of dynamic providers is given the engine's address; `undefined`: this process is another one. */
function addressOfEngine([, script = "", address = ""]: readonly string[]): Address | undefined {
  if (!/[\\/]cmd[\\/]dynamic-provider\b/.test(script)) return undefined;
  const [, host, port] = /^(?:\w+:\/\/)?\[?([^/[\]]+)\]?:(\d+)$/.exec(address) ?? [];
  return host && port ? { host, port: Number(port) } : undefined;
}

/**
 * Keeps a connection to the engine that says nothing. It ends with the engine, or when the engine has waited long enough
 * for a word: then another one can be made. Where the first one cannot be made, nothing is known of the engine's end.
 */
function lookAt(address: Address, gone: () => void, hasFailed = false, wasThere = false): void {
  let isThere = false;
  const socket = connect(address, () => {
    isThere = true;
  });
  socket.unref();
  // Nobody else is told of an error, and the end comes after it.
  socket.on("error", () => undefined).resume();
  socket.once("close", () => {
    if (isThere) lookAt(address, gone, false, true);
    else if (wasThere && hasFailed) gone();
    else if (wasThere) setTimeout(() => lookAt(address, gone, true, true), SECOND_LOOK_MS);
  });
}
