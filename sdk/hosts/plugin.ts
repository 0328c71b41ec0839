import * as pulumi from "@pulumi/pulumi";
import { VERSION } from "../../provider/version";
import type { Host } from "./resource";

/** Has the plugin `pulumi-resource-…` as the provider. What the dynamic host has managed so far, it takes over as it is. */
export const onPlugin: Host = (type, _name, properties, options) => {
  const [kind = "", resource = ""] = type.split(":");
  const own = { version: VERSION, aliases: [{ type: `pulumi-nodejs:dynamic/${type}` }] };
  return { type: `${kind}:index:${resource}`, properties, options: pulumi.mergeOptions(own, options) };
};
