import * as pulumi from "@pulumi/pulumi";
import { doubtsAbout } from "../../provider/sigsentry/doubts";
import { type Host, HostedResource } from "../hosts/resource";
import type { ImportedConnectionArgs, RepoConnectionArgs } from "./args";

/** A service mapping as recorded, its defaults filled in. */
export interface ServiceMapping {
  /** The service as its logs name it. */
  serviceName: string;
  /** One of the connection's repositories. */
  repo: string;
  /** The folder inside the repository; `""` is its root. */
  pathPrefix: string;
  /** The branch that analyses reason about. */
  defaultBranch: string;
}

/** A SigSentry repo connection, whoever hosts it. */
export abstract class RepoConnectionResource extends HostedResource {
  /** Where the repositories are. */
  declare readonly platform: pulumi.Output<RepoConnectionArgs["platform"]>;
  /** The project that the connection belongs to; absent when only the API key tells. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** What was last sent, as a secret, when it was declared in `credentials`; the service never shows what it holds. */
  declare readonly credentials: pulumi.Output<pulumi.Unwrap<RepoConnectionArgs["credentials"]>>;
  /** Where what was last sent was read. */
  declare readonly credentialsFrom: pulumi.Output<pulumi.Unwrap<RepoConnectionArgs["credentialsFrom"]>>;
  /** Counts the changes of the credentials, from 1, unless declared; the part of a rotation that a preview can show. */
  declare readonly credentialsVersion: pulumi.Output<number>;
  /** The repositories, sorted. */
  declare readonly repositories: pulumi.Output<string[]>;
  /** The service mappings, sorted by service and repository. */
  declare readonly serviceMappings: pulumi.Output<ServiceMapping[]>;
  /** How far back the history of pull and merge requests is searched, in days. */
  declare readonly lookbackDays: pulumi.Output<number>;
  /** Whether analyses use the connection. */
  declare readonly isActive: pulumi.Output<boolean>;
  /** When the service made the connection, ISO 8601; absent until the next refresh if the service could not tell. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** When the connection last changed at the service, ISO 8601; absent like `createdAt`. */
  declare readonly updatedAt: pulumi.Output<string | undefined>;
  /**
   * When the credentials were last sent to the service and it took them, by its clock, ISO 8601: their age, as far as
   * this package knows it. An update that was never answered does not count before the next one is. Absent for an
   * adopted connection that keeps what it has; and for what an earlier version has sent, until they are sent again.
   */
  declare readonly credentialsChangedAt: pulumi.Output<string | undefined>;

  /** @param args `undefined`: it is only read, by the id among the options. */
  constructor(
    host: Host,
    name: string,
    args: RepoConnectionArgs | ImportedConnectionArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      host,
      "sigsentry:RepoConnection",
      name,
      {
        platform: undefined,
        projectId: undefined,
        repositories: undefined,
        serviceMappings: undefined,
        lookbackDays: undefined,
        isActive: undefined,
        credentialsVersion: undefined,
        credentialsFrom: undefined,
        createdAt: undefined,
        updatedAt: undefined,
        credentialsChangedAt: undefined,
        ...args,
        credentials: args?.credentials === undefined ? undefined : pulumi.secret(args.credentials),
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["credentials", "credentialsFingerprint"] }, options),
    );
    if (args !== undefined) warnOfDoubts(name, args);
  }
}

/** The provider's check can accept or refuse; what lies between is said here, as far as it is known. */
function warnOfDoubts(
  name: string,
  { platform, ...args }: RepoConnectionArgs | ImportedConnectionArgs,
): void {
  for (const field of ["serviceMappings", "credentials", "credentialsFrom"] as const) {
    pulumi.output(args[field]).apply((value) => {
      for (const { path, message } of doubtsAbout({ platform, [field]: value }))
        pulumi.log.warn(`${name}: ${path}: ${message}. SigSentry stores it as it is.`);
    });
  }
}
