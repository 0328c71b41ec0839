/** The name of a provider that a program declares; `undefined`: the engine has made it, of the stack's configuration. */
export function declaredName(urn: string): string | undefined {
  const name = urn.split("::").slice(3).join("::");
  return name === "" || /^default(?:_[^:]*)?$/.test(name) ? undefined : name;
}

/**
 * Has messages call settings what they are to the user: of a provider that a program declares, they are its arguments,
 * and no keys of the stack's configuration.
 *
 * @param kind the namespace of the settings.
 * @param urn the provider's.
 */
export function settingWords(kind: string, urn: string): (message: string) => string {
  const name = declaredName(urn);
  if (name === undefined) return (message) => message;
  const provider = `the provider ${JSON.stringify(name)}`;
  const setting = `${kind}:(\\w+)\\b(?!:)`;
  const words = [
    [`\`pulumi config set (?:--secret )?${setting}[^\`]*\``, ""],
    [`\`pulumi config rm ${setting}\``, "remove "],
    [`the stack's configuration's \\(${setting}\\)`, ""],
    [`\\b${setting}`, ""],
  ] as const;
  const inArguments = (message: string) =>
    words.reduce(
      (text, [form, before]) =>
        text.replace(new RegExp(form, "g"), (_, property) => `${before}${property} of ${provider}`),
      message,
    );
  return (message) =>
    inArguments(message).replace("by the stack's configuration", () => `by the arguments of ${provider}`);
}
