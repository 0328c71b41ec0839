import { identityOf, ORGANISATION } from "../../core/identity";

/**
 * What tells a resource from every other. It is what the dynamic host has for it: so a creation that was cut short is
 * found after a stack has moved from one to the other.
 *
 * @param type of the resource under the dynamic host.
 */
export function identityIn(urn: string, type: string): string {
  const [stack = "", project = "", types = "", ...name] = urn.split("::");
  const own = [...types.split("$").slice(0, -1), type].join("$");
  return identityOf(ORGANISATION, [stack, project, own, ...name].join("::"));
}
