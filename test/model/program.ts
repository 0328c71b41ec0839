import type { FaultRuleInput } from "../../emulator";
import type { Resource } from "./drivers/driver";
import type { Kind } from "./kinds/kind";
import type { Slot } from "./slot";
import { tokenText } from "./token";

/** What is declared now, as a driver runs it. */
export function programOf<Fields extends object>(
  { argumentsOf }: Pick<Kind<Fields>, "argumentsOf">,
  slots: readonly Slot<Fields>[],
): Resource[] {
  return slots.map(({ name, variable, declared }) => ({
    ...{ name, variable },
    token: declared === undefined || declared.style === "kept" ? undefined : tokenText(declared.token),
    argumentsOf: declared && ((literal) => argumentsOf(declared, variable, literal)),
  }));
}

/**
 * Faults whose answers quote secrets, as a careless service would: those of the request, as far as they are certain.
 * Its key is, and the token of the only connection.
 */
export function quoting(
  faults: readonly FaultRuleInput[],
  { requests }: Pick<Kind, "requests">,
  [only, ...more]: readonly Resource[],
  apiKey: string,
): FaultRuleInput[] {
  const carriers = requests.filter(({ carriesToken }) => carriesToken);
  return faults.map(({ match, effect }) => {
    const isSent =
      more.length === 0 &&
      carriers.some(({ method, path }) => match?.method === method && match.path === path);
    const quoted = [apiKey, (isSent && only?.token) || ""].join(" ");
    const message = `A fault was asked for: ${quoted}`;
    if (effect.kind === "status") return { match, effect: { ...effect, message } };
    return { match, effect: effect.kind === "html" ? { ...effect, html: message } : effect };
  });
}
