import type { Inputs } from "./schema";

/** The fields that an update sends. */
export type Changes = { readonly label?: string; readonly accessToken?: string };

/** The fields that are to change, and no others. */
export function changesOf(
  inputs: Inputs,
  changed: readonly string[],
  accessToken: string | undefined,
): Changes {
  const sendsToken = changed.includes("accessToken") || changed.includes("accessTokenVersion");
  return {
    ...(changed.includes("label") ? { label: inputs.label } : {}),
    ...(sendsToken && accessToken !== undefined ? { accessToken } : {}),
  };
}
