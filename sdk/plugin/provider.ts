import * as pulumi from "@pulumi/pulumi";
import { VERSION } from "../../provider/version";

/** A configuration of a kind's plugin, beside the one that the stack's configuration makes. */
export abstract class PluginProvider extends pulumi.ProviderResource {
  /** @param kind names the plugin: `sigsentry`. */
  constructor(
    kind: string,
    name: string,
    { apiKey, ...others }: pulumi.Inputs,
    options: pulumi.ResourceOptions | undefined,
  ) {
    const secret = apiKey === undefined ? undefined : pulumi.secret(apiKey);
    super(kind, name, { ...others, apiKey: secret }, pulumi.mergeOptions({ version: VERSION }, options));
  }
}
