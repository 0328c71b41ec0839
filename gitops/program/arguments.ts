import { isAbsolute, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../provider/contract";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import {
  isFreeSetting,
  NOT_FREE,
  problemWithReserved,
  reservedSecrets,
} from "../../provider/secrets/reserved";
import { readSecret, type SecretSource, SourceError } from "../../provider/secrets/source";
import { tokenOf } from "../../provider/secrets/token";
import { isInTheClear } from "../../sdk/plainConfig";
import { inFileWords, type Reference, type Surroundings } from "../file";
import { announced } from "../file/handover";
import type { OfStack } from "../kinds/resource";

/** What declared connections need of the running stack: secrets above all. */
export class Arguments implements Surroundings, OfStack {
  readonly project: OfStack["project"];

  /**
   * @param folder the project's: where relative paths of secrets start in its files.
   * @param project the project, where the file names it.
   * @param place of the program.
   */
  constructor(
    readonly folder: string,
    project: string | undefined,
    private readonly place: Place,
  ) {
    this.project = project === undefined ? {} : { projectId: project };
  }

  /** What is wrong with a secret, and what to do; `undefined`: it is there, and its code host may have issued it. */
  problemWith(reference: Reference, host: string): string | undefined {
    try {
      if ("config" in reference && !isFreeSetting(keyOf(reference)))
        return `${inWords(reference)} ${NOT_FREE}`;
      const value = this.#valueOf(reference);
      const [issue] = tokenOf(host).safeParse(value).error?.issues ?? [];
      const problem =
        problemWithReserved(value, reservedSecrets(setting, this.place.environment)) ?? issue?.message;
      return problem && `${inWords(reference)} ${problem}`;
    } catch (error) {
      if (error instanceof SourceError) return error.message;
      throw error;
    }
  }

  /** @throws SourceError where there is none. */
  #valueOf(reference: Reference): string {
    if (!("config" in reference)) return readSecret(this.source(reference), this.place);
    const { config, name } = settingOf(reference);
    const command = `pulumi config set --secret ${reference.config} --stack ${pulumi.getStack()}`;
    const given = announced(reference.config, this.place.environment);
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
    const { problems } = providerKind(kind).reach(setting, this.place.environment);
    return problems.map(({ path, message }) => inFileWords(`${path}: ${message}`, pulumi.getStack()));
  }

  /** A secret of the stack's configuration. It is there, since that is looked at first. */
  readonly configured = (reference: { config: string }): pulumi.Output<string> => {
    const value = announced(reference.config, this.place.environment);
    if (value !== undefined) return pulumi.secret(value);
    const { config, name } = settingOf(reference);
    return config.requireSecret(name);
  };

  /**
   * The provider takes relative paths from where the program runs, which for `main: some/program.js` is that file's
   * folder. The result names no folder above the project, which another machine has elsewhere.
   */
  readonly source = (source: SecretSource): SecretSource =>
    !("file" in source) || isAbsolute(source.file)
      ? source
      : { file: relative(this.place.folder, resolve(this.folder, source.file)) };
}

function inWords(reference: Reference): string {
  if ("env" in reference) return `the environment variable ${reference.env}`;
  return "file" in reference ? `the file ${reference.file}` : `the secret ${reference.config}`;
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
