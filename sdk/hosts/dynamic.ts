import * as pulumi from "@pulumi/pulumi";
import { identityOf } from "../../provider/core/identity";
import type { Host } from "./resource";

/**
 * Has a module of this package as the provider, run by Pulumi's dynamic provider for Node.
 *
 * `pulumi.dynamic.Resource` would find the provider by serialising a closure, which works for packages under
 * `node_modules` only and loads a compiler to do so. The text it would arrive at is written here instead, shorter,
 * and right wherever the package is installed: it resolves the package from the program's folder, by name.
 */
export const onDynamicHost: Host = (type, name, properties, options) => {
  refuseImport(type, options);
  const token = `pulumi-nodejs:dynamic/${type}`;
  const { deleteBeforeReplace, replaceOnChanges } = options;
  const internal = {
    __provider: handlerOf(`dynamic/${type.split(":", 1).join()}`),
    // An identity makes a creation find what an earlier attempt made.
    __identity: identityWithin(name, token, options.parent),
    // While the old resource is still there, that would be the old one: so a program that wants the new one first gets
    // creations that are each like no other.
    __createdFirst: deleteBeforeReplace ? undefined : true,
    // Pulumi takes this option's decision itself, but for a dynamic provider it does not know what has changed.
    __replaceOnChanges: replaceOnChanges?.length ? replaceOnChanges : undefined,
  };
  const [kind = "", resource = ""] = type.split(":");
  const own = { aliases: [{ type: `${kind}:index:${resource}` }] };
  return {
    type: token,
    properties: { ...properties, ...internal },
    options: pulumi.mergeOptions(own, options),
  };
};

/** Pulumi cannot read what it has not recorded through a dynamic provider, and would fail with a riddle. */
function refuseImport(type: string, options: pulumi.CustomResourceOptions): void {
  const option = (["import", "id"] as const).find((name) => options[name] !== undefined);
  if (option === undefined) return;
  throw new pulumi.RunError(
    `The option "${option}" is not available for ${type}: Pulumi cannot import through a dynamic provider. Give the id as "adopt" among the arguments instead, or use the plugin: import from "pulumi-repo-connections/plugin".`,
  );
}

/** Resolving from a file in the working directory, not from nowhere, makes a program inside this package work too. */
function handlerOf(provider: string): string {
  return `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-repo-connections/${provider}")`;
}

/** What tells a resource from every other. */
function identityWithin(
  name: string,
  type: string,
  parent: pulumi.Resource | undefined,
): pulumi.Output<string> {
  const organisation = organisationIfAny();
  return pulumi.createUrn(name, type, parent).apply((urn) => identityOf(organisation, urn));
}

/** A program's unit tests, with mocks instead of an engine, usually run in no organisation; Pulumi throws then. */
function organisationIfAny(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "";
  }
}
