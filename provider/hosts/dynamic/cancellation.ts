import { createRequire } from "node:module";
import { onceEngineIsGone } from "../engine/life";

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * A signal that fires when the user cancels the engine's operation (Ctrl-C), and when the engine is gone.
 *
 * No operating system's signal reaches a provider in time: the engine starts it in a process group of its own, and asks
 * it to cancel by a remote call, which Pulumi's launcher for dynamic providers answers and ignores. So this listens
 * in on the launcher's gRPC server as it looks the handler of each call up. That is no public interface: where it is
 * not as expected, the signal never fires, and the user waits for the deadlines of the calls under way.
 */
export function engineCancellation(): AbortSignal {
  const controller = new AbortController();
  onceEngineIsGone(() => controller.abort());
  const prototype = serverPrototype();
  const lookUp: unknown = prototype && Reflect.get(prototype, "_retrieveHandler");
  if (prototype && typeof lookUp === "function") {
    Reflect.set(prototype, "_retrieveHandler", function (this: unknown, ...args: unknown[]): unknown {
      if (args[0] === CANCEL) controller.abort();
      return Reflect.apply(lookUp, this, args);
    });
  }
  return controller.signal;
}

/** Of the server class that the launcher uses, which comes with `@pulumi/pulumi`. */
function serverPrototype(): object | undefined {
  try {
    const grpc: unknown = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
    const server: unknown = Reflect.get(Object(grpc), "Server");
    return typeof server === "function" ? Object(server.prototype) : undefined;
  } catch {
    return undefined;
  }
}
