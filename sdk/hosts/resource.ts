import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainKey } from "../plainConfig";

/** A resource as it is registered with the engine. */
export interface Registration {
  readonly type: string;
  readonly properties: pulumi.Inputs;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * Who manages a resource: Pulumi's dynamic provider for Node, or the plugin. It says what is registered with the engine.
 *
 * @param type module and name of the type: `sigsentry:RepoConnection`.
 */
export type Host = (
  type: string,
  name: string,
  properties: pulumi.Inputs,
  options: pulumi.CustomResourceOptions,
) => Registration;

/** A resource of this package, whoever hosts it. */
export abstract class HostedResource extends pulumi.CustomResource {
  constructor(
    host: Host,
    type: string,
    name: string,
    given: pulumi.Inputs,
    { deleteBeforeReplace = true, ...others }: pulumi.CustomResourceOptions = {},
  ) {
    warnOfPlainKey(`${type.split(":", 1).join()}:apiKey`);
    // The old connection goes first: a plan's quota counts both, and a service takes no two that look the same.
    const registered = host(type, name, given, { ...others, deleteBeforeReplace });
    super(registered.type, name, registered.properties, registered.options);
  }
}
