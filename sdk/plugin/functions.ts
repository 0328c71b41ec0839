import * as pulumi from "@pulumi/pulumi";
import { VERSION } from "../../provider/version";

/** Arguments each of which may be another resource's output. */
export type Outputs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

/**
 * Calls a function of a plugin: `sigsentry:index:getRepoConnection`.
 *
 * @throws RunError when it fails: Pulumi shows the message without the stack of its own code, which tells nothing.
 */
export async function callPlugin<Result>(
  token: string,
  args: pulumi.Inputs,
  options: pulumi.InvokeOptions = {},
): Promise<Result> {
  try {
    return await pulumi.runtime.invoke(token, args, { version: VERSION, ...options });
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The same where arguments may be another resource's outputs. */
export function callPluginOutput<Result>(
  token: string,
  args: pulumi.Inputs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  return pulumi.runtime.invokeOutput(token, args, { version: VERSION, ...options });
}
