import { type Change, type Config, type Place, type Problem, type Properties, UNKNOWN } from "../../contract";
import type { ProviderKind } from "../../kinds/kind";
import { problemsWithProvider } from "./arguments";

/** A configuration's keys have a namespace, a provider's properties have none. */
export function configOf(kind: ProviderKind, values: Properties): Config {
  return (key) => {
    const value = values[key.slice(kind.name.length + 1)];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
}

/**
 * What is wrong with a provider's properties.
 *
 * @param isDeclared whether a program declares the provider. The others have what the stack's configuration has under
 *   the namespace, which may be the program's.
 */
export function problemsWithConfiguration(
  kind: ProviderKind,
  values: Properties,
  place: Place,
  isDeclared: boolean,
): Problem[] {
  // What only the update shows is checked then: what else is wrong may depend on it.
  const isKnown = !Object.values(values).includes(UNKNOWN);
  const wrong = isKnown ? kind.checkConfig(configOf(kind, values), place).map(withoutNamespace) : [];
  return isDeclared ? [...problemsWithProvider(kind.name, values), ...wrong] : wrong;
}

/** What separates two configurations of a provider. */
export function configurationChanges(kind: ProviderKind, old: Properties, next: Properties): Change[] {
  return kind.diffConfig(configOf(kind, old), configOf(kind, next)).map((change) => ({
    ...change,
    path: change.path.map((step) => (typeof step === "string" ? propertyOf(step) : step)),
  }));
}

const propertyOf = (key: string) => key.slice(key.indexOf(":") + 1);

const withoutNamespace = ({ path, message }: Problem): Problem => ({ path: propertyOf(path), message });
