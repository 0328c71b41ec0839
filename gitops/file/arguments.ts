import { isAbsolute, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readSecret, type SecretSource, SourceError } from "../../provider/secrets/source";
import type { coregit, sigsentry } from "../../sdk";
import type { CoregitDeclaration } from "./coregitForm";
import type { Reference } from "./references";
import type { SigsentryDeclaration } from "./sigsentryForm";

/** A personal access token as a file declares it. */
type TokenCredentials = Exclude<
  Exclude<SigsentryDeclaration, { platform: "bitbucket" }>["credentials"],
  "keep" | undefined
>;

/** Declared connections as the arguments of their resources; secrets come from the running stack. */
export class Arguments {
  readonly #project: { projectId?: string };

  /**
   * @param folder where relative paths of secrets start.
   * @param project the SigSentry project, where the file names it.
   */
  constructor(
    readonly folder: string,
    project: string | undefined,
  ) {
    this.#project = project === undefined ? {} : { projectId: project };
  }

  /** A SigSentry connection's. */
  ofSigsentry(declared: SigsentryDeclaration): sigsentry.RepoConnectionArgs {
    if (declared.platform === "bitbucket") {
      const { credentials, ...rest } = declared;
      if (credentials === undefined || credentials === "keep") return { ...rest, ...this.#project };
      const { username, appPassword } = credentials;
      return "config" in appPassword
        ? { ...rest, ...this.#project, credentials: { username, appPassword: configured(appPassword) } }
        : {
            ...rest,
            ...this.#project,
            credentialsFrom: { username, appPassword: this.#source(appPassword) },
          };
    }
    const { credentials, ...rest } = declared;
    if (credentials === undefined || credentials === "keep") return { ...rest, ...this.#project };
    return { ...rest, ...this.#project, ...this.#token(credentials) };
  }

  /** A Coregit connection's. */
  ofCoregit({ accessToken, ...rest }: CoregitDeclaration): coregit.ConnectionArgs {
    if (accessToken === undefined || accessToken === "keep") return rest;
    return "config" in accessToken
      ? { ...rest, accessToken: configured(accessToken) }
      : { ...rest, accessTokenFrom: this.#source(accessToken) };
  }

  /** Why a secret is not there, and what to do; `undefined`: it is. */
  problemWith(reference: Reference): string | undefined {
    if ("config" in reference) {
      const { config, name } = settingOf(reference);
      if (config.getSecret(name) !== undefined) return undefined;
      const command = `pulumi config set --secret ${reference.config} --stack ${pulumi.getStack()}`;
      return `the secret ${reference.config} is not set in the stack's configuration; set it with \`${command}\``;
    }
    try {
      readSecret(this.#source(reference));
      return undefined;
    } catch (error) {
      if (error instanceof SourceError) return error.message;
      throw error;
    }
  }

  #token({ token, ...open }: TokenCredentials) {
    return "config" in token
      ? { credentials: { ...open, token: configured(token) } }
      : { credentialsFrom: { ...open, token: this.#source(token) } };
  }

  /**
   * The provider takes relative paths from where the program runs, which for `main: some/program.js` is that file's
   * folder. The result names no folder above the project, which another machine has elsewhere.
   */
  #source(source: SecretSource): SecretSource {
    if (!("file" in source) || isAbsolute(source.file)) return source;
    return { file: relative(process.cwd(), resolve(this.folder, source.file)) };
  }
}

/** A secret of the stack's configuration. */
function configured(reference: { config: string }): pulumi.Output<string> {
  const { config, name } = settingOf(reference);
  return config.requireSecret(name);
}

/** Without a namespace, of the project. */
function settingOf({ config }: { config: string }) {
  const [name = "", namespace] = config.split(":").reverse();
  return { config: new pulumi.Config(namespace), name };
}
