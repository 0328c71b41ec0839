import type { Config, Environment, Problem } from "../contract";
import { isLoopback, problemWithAddress } from "../http/address";
import { problemWithSecret } from "../secrets/impossible";
import { sentence } from "../text/quote";

/**
 * Looks settings up: in the stack's configuration first, then in the environment. An empty value counts as not set.
 *
 * @param variables the configuration keys and the environment variables that stand in for them.
 */
export function settingsReader<Key extends string>(
  variables: Readonly<Record<Key, string>>,
  lookup: Config,
  environment: Environment,
): (key: Key) => string | undefined {
  return (key) => lookup(key) || environment[variables[key]] || undefined;
}

/** What makes a text no API key of any service; `undefined`: nothing. No part of the key is shown. */
export function messageAboutCharacters(apiKey: string): string | undefined {
  const problem = problemWithSecret(apiKey);
  return problem && sentence(problem);
}

/** What is wrong with the address of a service's API, which the setting or variable `key` has; `undefined`: nothing. */
export function problemWithBaseUrl(key: string, baseUrl: string, defaultUrl: string): Problem | undefined {
  const message = messageAboutBaseUrl(baseUrl, defaultUrl);
  return message === undefined ? undefined : { path: key, message };
}

function messageAboutBaseUrl(baseUrl: string, defaultUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return `is not a URL; the default is ${defaultUrl}.`;
  const problem = problemWithAddress(baseUrl);
  if (problem !== undefined) return sentence(problem);
  const url = new URL(baseUrl);
  if (/\/v1\/*$/.test(url.pathname)) return "must not end in /v1: the provider adds it.";
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return "must start with https:// (http:// is accepted for this machine itself only): credentials travel over it.";
}
