import * as pulumi from "@pulumi/pulumi";
import { VERSION } from "../../provider/version";

/** Arguments each of which may be another resource's output. */
export type Outputs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** Calls a function of a plugin: `sigsentry:index:getRepoConnection`. */
export function callPlugin<Result>(
  token: string,
  args: pulumi.Inputs,
  options: pulumi.InvokeOptions = {},
): Promise<Result> {
  return pulumi.runtime.invoke(token, args, { version: VERSION, ...options });
}

/** The same where arguments may be another resource's outputs. */
export function callPluginOutput<Result>(
  token: string,
  args: pulumi.Inputs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  return pulumi.runtime.invokeOutput(token, args, { version: VERSION, ...options });
}
