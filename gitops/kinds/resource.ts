import type * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../../provider/kinds/names";
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

/** Who manages a connection: Pulumi's dynamic provider for Node, or the plugin. */
export type HostName = "dynamic" | "plugin";

/** Says who is to manage a connection, by its name and what it was called before. */
export type HostOf = (kind: Kind, names: readonly string[]) => HostName;

/** How a connection is declared, besides what the file says of it. */
export interface Declaring {
  readonly host: HostName;
  readonly options: pulumi.CustomResourceOptions | undefined;
}

/** Declares a kind's connections to Pulumi. It stands apart from `GitopsKind`, since only the program loads Pulumi's SDK. */
export interface ResourceKind<Declaration extends Declared = Declared> {
  /** Declares a connection as the kind's {@link GitopsKind.read} has read it. */
  declare(name: string, declared: Declaration, stack: OfStack, declaring: Declaring): void;
}
