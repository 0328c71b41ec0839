import { isAbsolute, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readSettings as readCoregitSettings } from "../../provider/coregit/settings";
import {
  isFreeSetting,
  NOT_FREE,
  problemWithReserved,
  reservedSecrets,
} from "../../provider/secrets/reserved";
import { readSecret, type SecretSource, SourceError } from "../../provider/secrets/source";
import { tokenOf } from "../../provider/secrets/token";
import { readSettings as readSigsentrySettings } from "../../provider/sigsentry/settings";
import type { coregit, sigsentry } from "../../sdk";
import { isInTheClear } from "../../sdk/plainConfig";
import type { Kind } from "../kinds";
import type { CoregitDeclaration } from "./coregitForm";
import type { Surroundings } from "./needs";
import { announced } from "./newSecret";
import type { Reference } from "./references";
import type { SigsentryDeclaration } from "./sigsentryForm";
import { inFileWords } from "./words";

/** A personal access token as a file declares it. */
type TokenCredentials = Exclude<
  Exclude<SigsentryDeclaration, { platform: "bitbucket" }>["credentials"],
  "keep" | undefined
>;

/** Declared connections as the arguments of their resources; secrets come from the running stack. */
export class Arguments implements Surroundings {
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
  ofSigsentry({ renamedFrom: _, ...declared }: SigsentryDeclaration): sigsentry.RepoConnectionArgs {
    if (declared.platform === "bitbucket") {
      const { credentials, ...rest } = declared;
      if (credentials === undefined || credentials === "keep")
        return { ...rest, ...this.#project, adopt: rest.adopt };
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
    if (credentials === undefined || credentials === "keep")
      return { ...rest, ...this.#project, adopt: rest.adopt };
    return { ...rest, ...this.#project, ...this.#token(credentials) };
  }

  /** A Coregit connection's. */
  ofCoregit({ renamedFrom: _, accessToken, ...rest }: CoregitDeclaration): coregit.ConnectionArgs {
    if (accessToken === undefined || accessToken === "keep") return { ...rest, adopt: rest.adopt };
    return "config" in accessToken
      ? { ...rest, accessToken: configured(accessToken) }
      : { ...rest, accessTokenFrom: this.#source(accessToken) };
  }

  /** What is wrong with a secret, and what to do; `undefined`: it is there, and its code host may have issued it. */
  problemWith(reference: Reference, host: string): string | undefined {
    try {
      if ("config" in reference && !isFreeSetting(keyOf(reference)))
        return `${inWords(reference)} ${NOT_FREE}`;
      const value = this.#valueOf(reference);
      const [issue] = tokenOf(host).safeParse(value).error?.issues ?? [];
      const problem = problemWithReserved(value, reservedSecrets(setting, process.env)) ?? issue?.message;
      return problem && `${inWords(reference)} ${problem}`;
    } catch (error) {
      if (error instanceof SourceError) return error.message;
      throw error;
    }
  }

  /** @throws SourceError where there is none. */
  #valueOf(reference: Reference): string {
    if (!("config" in reference)) return readSecret(this.#source(reference));
    const { config, name } = settingOf(reference);
    const command = `pulumi config set --secret ${reference.config} --stack ${pulumi.getStack()}`;
    const given = announced(reference.config);
    if (given !== undefined) return given;
    if (isInTheClear(keyOf(reference)))
      throw new SourceError(
        `${reference.config} stands in the clear in the stack's configuration, where it is no secret: revoke it, and set a new one with \`${command}\``,
      );
    const value = config.get(name);
    if (value !== undefined) return value;
    throw new SourceError(
      `the secret ${reference.config} is not set in the stack's configuration; set it with \`${command}\``,
    );
  }

  /** What is wrong with the settings of a service, each problem with what to do. */
  problemsWithSettings(kind: Kind): string[] {
    const { problems } = READ_SETTINGS[kind](setting, process.env);
    return problems.map(({ path, message }) => inFileWords(`${path}: ${message}`, pulumi.getStack()));
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

function inWords(reference: Reference): string {
  if ("env" in reference) return `the environment variable ${reference.env}`;
  return "file" in reference ? `the file ${reference.file}` : `the secret ${reference.config}`;
}

const READ_SETTINGS = { sigsentry: readSigsentrySettings, coregit: readCoregitSettings } as const;

/**
 * A secret of the stack's configuration. One that is needed is there, since that is looked at first; in the place of one
 * that is not, an empty text stands, which every check refuses.
 */
function configured(reference: { config: string }): pulumi.Output<string> {
  const value = announced(reference.config);
  if (value !== undefined) return pulumi.secret(value);
  const { config, name } = settingOf(reference);
  return config.getSecret(name) ?? pulumi.secret("");
}

/** A setting of the running stack. */
function setting(key: string): string | undefined {
  const { config, name } = settingOf({ config: key });
  return config.get(name);
}

/** The whole key, as Pulumi has it: a project may be called like a service. */
function keyOf({ config }: { config: string }): string {
  return config.includes(":") ? config : `${pulumi.getProject()}:${config}`;
}

/** Without a namespace, of the project. */
function settingOf({ config }: { config: string }) {
  const [name = "", namespace] = config.split(":").reverse();
  return { config: new pulumi.Config(namespace), name };
}
