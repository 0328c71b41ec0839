import { z } from "zod";
import type { Config, Environment, Problem } from "../contract";
import { withoutSlash } from "../http/address";
import { allowedHosts, whyNotAllowed } from "./allowedHosts";
import { problemWithBaseUrl } from "./settings";

/** A service, as far as its address goes. */
export interface Service {
  /** The namespace of its settings; its variables begin like it, in capitals. */
  readonly namespace: string;
  /** Where its API is, unless something else is set. */
  readonly defaultUrl: string;
}

/** Where a service is asked. */
export interface Address {
  /** Without a slash at its end. Nothing is sent there while there are problems. */
  readonly baseUrl: string;
  readonly problems: readonly Problem[];
}

/**
 * Tells the provider where a command has found that each service is asked. Pulumi can give its processes another
 * environment than the command's own (`environment:` in `Pulumi.STACK.yaml`): an address that no report and no reviewed plan tells.
 */
export const ADDRESSES = "REPO_CONNECTIONS_ADDRESSES";

/** Addresses, by the namespaces of their services, as the text of {@link ADDRESSES}. */
export function addressesToText(addresses: Readonly<Record<string, string>>): string {
  return JSON.stringify(addresses);
}

/** Where a setting is found: a pull request can change what the configuration has, and not what the environment has. */
type Source = "configuration" | "environment";

/**
 * Where a service is asked: the address of the stack's configuration, else the environment's, else the service's own.
 *
 * A key goes to the service's own address, or to one of its own source: a file does not decide where the environment's
 * key goes, nor the environment where the file's key goes. Where the environment lists hosts, that list decides instead,
 * whatever the sources are.
 */
export function addressOf(service: Service, lookup: Config, environment: Environment): Address {
  const { namespace, defaultUrl } = service;
  const setting = `${namespace}:baseUrl`;
  const variable = `${namespace.toUpperCase()}_BASE_URL`;
  const configured = lookup(setting) || undefined;
  const given = environment[variable] || undefined;
  const source = configured === undefined && given !== undefined ? variable : setting;
  const baseUrl = configured ?? given ?? defaultUrl;
  const { hosts, problems } = allowedHosts(environment);
  const messageAboutSource = () => {
    const key = sourceOfKey(namespace, lookup, environment);
    const address = configured === undefined ? "environment" : "configuration";
    const isOfBoth = key === "environment" && given !== undefined && isSame(baseUrl, given);
    if (key === undefined || key === address || isOfBoth) return undefined;
    return apart(namespace, new URL(baseUrl).host, key);
  };
  const problemWithHost = (): Problem | undefined => {
    if (isSame(baseUrl, defaultUrl)) return undefined;
    return hosts
      ? problemAt(source, whyNotAllowed(new URL(baseUrl), hosts))
      : problemAt(setting, messageAboutSource());
  };
  const own =
    problemWithBaseUrl(source, baseUrl, defaultUrl) ??
    problemWithHost() ??
    problemAt(setting, messageAboutCommand(namespace, baseUrl, environment));
  return {
    baseUrl: withoutSlash(baseUrl),
    problems: [...(own === undefined ? [] : [own]), ...problems],
  };
}

function problemAt(path: string, message: string | undefined): Problem | undefined {
  return message === undefined ? undefined : { path, message };
}

function sourceOfKey(namespace: string, lookup: Config, environment: Environment): Source | undefined {
  if (lookup(`${namespace}:apiKey`)) return "configuration";
  return environment[`${namespace.toUpperCase()}_API_KEY`] ? "environment" : undefined;
}

const addresses = z.record(z.string(), z.string());

/** What is said where the command that runs Pulumi has found another address. */
function messageAboutCommand(
  namespace: string,
  baseUrl: string,
  environment: Environment,
): string | undefined {
  const told = environment[ADDRESSES];
  const expected = told === undefined ? undefined : addresses.parse(JSON.parse(told))[namespace];
  if (expected === undefined || isSame(expected, baseUrl)) return undefined;
  return (
    `is at ${new URL(baseUrl).host} for what Pulumi runs, and at ${new URL(expected).host} for repo-connections, whose report tells that address. Nothing was sent. ` +
    "Either Pulumi sets another address (`environment:` in Pulumi.STACK.yaml), or it goes by the one that the stack has recorded: `pulumi up` records that of now."
  );
}

/** What is said where a key and an address are from different sources. */
function apart(namespace: string, host: string, key: Source): string {
  const variable = `${namespace.toUpperCase()}_BASE_URL`;
  const keyVariable = `${namespace.toUpperCase()}_API_KEY`;
  return key === "environment"
    ? `is at ${host} by the stack's configuration, and the API key is the environment's (${keyVariable}): a file does not decide where that goes. Nothing was sent. ` +
        `If ${host} may have the key, list it in REPO_CONNECTIONS_ALLOWED_HOSTS where pulumi runs, or set ${variable} there to the same address. If not, \`pulumi config rm ${namespace}:baseUrl\`.`
    : `is at ${host} by the environment (${variable}), and the API key is the stack's configuration's (${namespace}:apiKey): a key goes to an address of its own source. Nothing was sent. ` +
        `Set the address beside the key with \`pulumi config set ${namespace}:baseUrl ADDRESS\`, or unset ${variable}.`;
}

/** Whether two addresses are one: neither capitals in the host nor a slash at the end count. */
export function isSame(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && normal(one) === normal(other);
}

const normal = (url: string) => withoutSlash(new URL(url).href);
