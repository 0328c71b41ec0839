import type * as pulumi from "@pulumi/pulumi";
import type { SecretSource } from "../../provider/secrets/source";
import type { Reference } from "../file/references";
import type { Declared } from "./kind";

/** What a declared connection gets of the stack that runs. */
export interface OfStack {
  /** The project, where the file names it. */
  readonly project: { readonly projectId?: string };
  /** A secret of the stack's configuration. */
  configured(reference: Extract<Reference, { config: string }>): pulumi.Output<string>;
  /** Where the provider finds what a file refers to. */
  source(reference: SecretSource): SecretSource;
}

/** Declares a kind's connections to Pulumi. It stands apart from `GitopsKind`, since only the program loads Pulumi's SDK. */
export interface ResourceKind<Declaration extends Declared = Declared> {
  /** Declares a connection as the kind's {@link GitopsKind.read} has read it. */
  declare(
    name: string,
    declared: Declaration,
    stack: OfStack,
    options: pulumi.CustomResourceOptions | undefined,
  ): void;
}
