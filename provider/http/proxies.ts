import type { Dispatcher } from "undici";
import { isLoopback } from "./address";
import { badProxy, type NetworkError, unreachableProxy } from "./errors";

/** Hosts that cannot exist, by which undici is told of proxies that cannot be used. */
const STAND_INS = { http_proxy: "http-proxy.invalid", https_proxy: "https-proxy.invalid" } as const;

/**
 * What sends requests: directly, or through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which undici reads. A
 * proxy that cannot be used is no matter to a host that NO_PROXY names.
 *
 * This machine itself is always asked directly, and so is whatever is asked without TLS: a proxy only ever gets to see
 * what is encrypted between here and the service.
 *
 * @param undici is the caller's to load.
 * @param host the address as the user knows it.
 */
export function dispatcherFor(
  { Agent, EnvHttpProxyAgent, Pool }: typeof import("undici"),
  host: string,
  { connectMs, connections }: { connectMs: number; connections: number },
): Dispatcher {
  const timeout = { timeout: connectMs };
  if (isAskedDirectly(new URL(host))) return new Agent({ connect: timeout, connections });
  const unusable = new Map<string, NetworkError>();
  const variables = new Map<string, string>();
  const proxyOf = (name: keyof typeof STAND_INS): string | undefined => {
    const address = process.env[name] ?? process.env[name.toUpperCase()];
    const problem = address ? problemWith(address) : undefined;
    if (address && problem === undefined) variables.set(new URL(address).origin, name.toUpperCase());
    if (problem === undefined) return address;
    unusable.set(STAND_INS[name], badProxy(host, `${name.toUpperCase()} ${problem}`));
    return `http://${STAND_INS[name]}`;
  };
  const [httpProxy, httpsProxy] = [proxyOf("http_proxy"), proxyOf("https_proxy")];
  return new EnvHttpProxyAgent({
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    // Of a proxy only. What keeps it from opening a tunnel would be told of the service, and undici would try again,
    // at once and for ever, where its own code stands for a lost connection.
    clientFactory: (origin, options) => {
      const reason = unusable.get(origin.hostname);
      const proxy = { variable: variables.get(origin.origin) ?? "HTTPS_PROXY", proxy: origin.origin };
      const pool = new Pool(origin, options);
      const open = pool.connect.bind(pool);
      const connect = async (to: Dispatcher.ConnectOptions) => {
        if (reason !== undefined) throw reason;
        return open(to).catch((error: unknown) => {
          throw unreachableProxy(error, { ...proxy, host, connectMs });
        });
      };
      return Object.assign(pool, { connect });
    },
    // The time to connect directly, to a proxy, and through one.
    ...{ connect: timeout, proxyTls: timeout, requestTls: timeout },
    connections,
  });
}

function isAskedDirectly({ protocol, hostname }: URL): boolean {
  return protocol !== "https:" || isLoopback(hostname);
}

/** What keeps a proxy's address from being used; it may hold a password, and nothing else of it is told. */
function problemWith(address: string): string | undefined {
  const protocol = URL.canParse(address) ? new URL(address).protocol : "";
  if (protocol === "http:" || protocol === "https:") return undefined;
  return /^socks/.test(protocol)
    ? "is a SOCKS proxy, and only http and https proxies can be used"
    : "is not an http or https address";
}
