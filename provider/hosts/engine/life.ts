import { connect } from "node:net";
import { ADDRESS } from "./address";

/** How long after the engine seems to be gone it is asked once more, in milliseconds. */
const SECOND_LOOK_MS = 500;

/** What is under way for an engine. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();

  /** Does something that is not to be cut short. */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const working = (async () => work())();
    const settled = working.catch(() => undefined);
    this.#work.add(settled);
    try {
      return await working;
    } finally {
      this.#work.delete(settled);
    }
  }

  /** Returns once nothing is under way. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}

/** What is under way in a process that serves one engine: where that is watched, the process does not end before it is done. */
export const FOR_ENGINE = new UnderWay();

const farewells = new Set<() => void>();
let isWatched = false;

/** Has something done once the engine is gone; what is under way comes to its end after that. */
export function onceEngineIsGone(farewell: () => void): void {
  farewells.add(farewell);
}

/**
 * Watches the engine that this process serves, and no other: one that is killed leaves its providers behind, and
 * whatever they were waiting for, they would write over what the next run has written. So once it is gone, nothing new
 * is begun, and this process ends as soon as nothing is under way any more.
 *
 * @param address where it listens, as it tells its plugins: `127.0.0.1:45678`. Anything else: nothing is watched.
 */
export function watchEngine(address: string): void {
  if (isWatched) return;
  isWatched = true;
  const [, host, port] = ADDRESS.exec(address) ?? [];
  if (host && port) lookAt({ host, port: Number(port) }, () => void leave());
}

async function leave(): Promise<void> {
  for (const farewell of farewells) farewell();
  await FOR_ENGINE.settled();
  process.exit();
}

interface Address {
  readonly host: string;
  readonly port: number;
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
