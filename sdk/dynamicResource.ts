import * as pulumi from "@pulumi/pulumi";

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
    super(`pulumi-nodejs:dynamic/${type}`, name, { ...properties, __provider: handlerOf(provider) }, options);
  }
}

/** Resolving from a file in the working directory, not from nowhere, makes a program inside this package work too. */
function handlerOf(provider: string): string {
  return `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-repo-connections/${provider}")`;
}
