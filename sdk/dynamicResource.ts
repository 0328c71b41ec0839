import * as pulumi from "@pulumi/pulumi";
import { identityOf } from "../provider/core/identity";
import { warnOfPlainKey } from "./plainConfig";

/**
 * A resource whose provider is a module of this package, run by Pulumi's dynamic provider for Node.
 *
 * `pulumi.dynamic.Resource` would find the provider by serialising a closure, which works for packages under
 * `node_modules` only and loads a compiler to do so. The text it would arrive at is written here instead, shorter,
 * and right wherever the package is installed: it resolves the package from the program's folder, by name.
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /**
   * @param provider the provider's module, as a path of this package's `exports`: `dynamic/sigsentry`.
   * @param type module and name of the type: `sigsentry:RepoConnection`.
   */
  constructor(
    provider: string,
    type: string,
    name: string,
    properties: pulumi.Inputs,
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    refuseImport(type, options);
    warnOfPlainKey(`${type.split(":", 1).join()}:apiKey`);
    const token = `pulumi-nodejs:dynamic/${type}`;
    // An identity makes a creation find what an earlier attempt made. While the old resource is still there, as
    // in a replacement that creates first, that would be the old one: so the old one goes first, and a program
    // that wants it otherwise gets creations that are each like no other.
    const { deleteBeforeReplace = true, replaceOnChanges } = options ?? {};
    const internal = {
      __provider: handlerOf(provider),
      __identity: identityWithin(name, token, options?.parent),
      __createdFirst: deleteBeforeReplace ? undefined : true,
      // Pulumi takes this option's decision itself, but for a dynamic provider it does not know what has changed.
      __replaceOnChanges: replaceOnChanges?.length ? replaceOnChanges : undefined,
    };
    super(token, name, { ...properties, ...internal }, { ...options, deleteBeforeReplace });
  }
}

/** Pulumi cannot read what it has not recorded through a dynamic provider, and would fail with a riddle. */
function refuseImport(type: string, options: pulumi.CustomResourceOptions = {}): void {
  const option = (["import", "id"] as const).find((name) => options[name] !== undefined);
  if (option === undefined) return;
  throw new pulumi.RunError(
    `The option "${option}" is not available for ${type}: Pulumi cannot import through a dynamic provider. Give the id as "adopt" among the arguments instead.`,
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
