import { randomUUID } from "node:crypto";
import {
  ConcurrentUpdateError,
  type LocalWorkspace,
  type PulumiCommand,
  Stack,
  StackAlreadyExistsError,
} from "@pulumi/pulumi/automation";
import { userFolder } from "../../provider/files/ownFolder";
import type { Declarations } from "../file";
import { attempted, type Options, wordsOf } from "./attempt";
import { pulumiCommand, withLocksTold, withSecretsMasked, workspaceOf } from "./command";
import { type Home, homeOf } from "./home";
import { type InThisProcess, inThisProcess } from "./inThisProcess";
import { Interrupted } from "./interrupted";
import { type LockRecord, LockRecords, RUN } from "./lockRecords";
import { isLocked, isUnreadableLock } from "./locks";
import type { EngineOptions, Operation, StackConfig } from "./operation";
import { setSecret } from "./secret";
import { asRecorded, type Recorded, type Snapshot, snapshotOf, stackItself } from "./snapshot";
import { plainConfig } from "./stackFile";
import type { Told } from "./steps";
import { lockedWords, unreadableWords, whenUnlocked } from "./unlocked";
import { pulumiVariables } from "./user";
import { type WorkFolder, workFolderOf } from "./workFolder";

/** Pulumi's engine at work on the stacks of one project, through the Automation API. */
export class Engine {
  readonly #configs = new Map<string, Promise<StackConfig>>();

  private constructor(
    private readonly declarations: Declarations,
    private readonly workFolder: WorkFolder,
    private readonly command: PulumiCommand,
    private readonly workspace: LocalWorkspace,
    private readonly options: EngineOptions,
  ) {}

  /** @param declarations what the files of the project declare. */
  static async open(declarations: Declarations, options: EngineOptions): Promise<Engine> {
    // What runs in this process speaks to the engine as the engine's own processes do.
    Object.assign(process.env, { no_grpc_proxy: pulumiVariables().no_grpc_proxy });
    const command = await pulumiCommand(options);
    const workFolder = await workFolderOf(declarations.folder);
    const workspace = await workspaceOf(workFolder.path, command);
    return new Engine(declarations, workFolder, command, workspace, options);
  }

  /** Whether the project has a name of its own, in a `Pulumi.yaml`. */
  get isNamed(): boolean {
    return this.workFolder.path === this.declarations.folder;
  }

  /** Ends its use. */
  close(): Promise<void> {
    return this.workFolder.remove();
  }

  /**
   * The stacks of the project that exist, by name; left out are those of other organisations than the user's
   * own, and those whose names begin with a hyphen: they would be flags.
   */
  async stacks(): Promise<string[]> {
    return (await this.workspace.listStacks()).map(({ name }) => name).filter((name) => !/^-|\//.test(name));
  }

  /** Where Pulumi keeps the stacks of this project. */
  home(): Promise<Home> {
    return homeOf(this.workspace, this.command.command);
  }

  /** Makes an empty stack, unless somebody else has made it by now. */
  async makeStack(name: string): Promise<void> {
    await Stack.create(name, this.workspace).catch((error: unknown) => {
      // Whoever has it locked has made it, or is about to.
      if (error instanceof StackAlreadyExistsError || error instanceof ConcurrentUpdateError) return;
      throw error;
    });
  }

  /** What would be done. */
  preview(name: string, operation: Operation = {}): Promise<Told> {
    return this.#operate(name, operation, (stack, options) => stack.preview(options));
  }

  /** Does it. A connection that fails does not keep the others from being done, unless they go one by one. */
  update(name: string, operation: Operation = {}): Promise<Told> {
    const continueOnError = operation.oneByOne !== true;
    return this.#operate(name, operation, (stack, options) => stack.up({ ...options, continueOnError }));
  }

  /** What was changed at the service since the last update. Nothing is recorded, and no program is run. */
  drift(name: string, operation: Operation = {}): Promise<Told> {
    return this.#operate(name, operation, (stack, options) => stack.previewRefresh(options), true);
  }

  /** What {@link destroy} would delete. */
  previewDestroy(name: string, operation: Operation = {}): Promise<Told> {
    return this.#operate(name, operation, (stack, options) => stack.previewDestroy(options));
  }

  /** Deletes every connection of the stack. */
  destroy(name: string, operation: Operation = {}): Promise<Told> {
    return this.#operate(name, operation, (stack, options) =>
      stack.destroy({ ...options, continueOnError: true }),
    );
  }

  /** What the state has of the connections. */
  async recorded(name: string): Promise<readonly Recorded[]> {
    return (await this.snapshot(name)).recorded;
  }

  /** What the state has. */
  async snapshot(name: string): Promise<Snapshot> {
    const masked = snapshotOf(await this.#export(name, withSecretsMasked(this.command)));
    return masked.isConfigMasked ? snapshotOf(await this.#export(name, this.command)) : masked;
  }

  /** {@link recorded}, secrets decrypted. */
  async recordedInTheClear(name: string): Promise<readonly Recorded[]> {
    return snapshotOf(await this.#export(name, this.command)).recorded;
  }

  async #export(name: string, command: PulumiCommand): Promise<unknown> {
    const workspace = await workspaceOf(this.workFolder.path, command);
    return (await workspace.exportStack(name)).deployment;
  }

  /** Has Pulumi forget the creations that were cut off, once it is known what became of them. Reads no service. */
  async forgetCutOff(name: string): Promise<void> {
    const itself = stackItself(await this.#export(name, withSecretsMasked(this.command)));
    const stack = await Stack.select(name, this.workspace);
    await stack.refresh({ color: "never", clearPendingCreates: true, target: itself });
  }

  /** Sets a secret of the stack's configuration; it is encrypted there. */
  setSecret(name: string, key: string, value: string): Promise<void> {
    this.#configs.delete(name);
    return setSecret(this.command.command, this.workFolder.path, name, key, value);
  }

  /** The stack's configuration, secrets decrypted; read once. */
  config(name: string): Promise<StackConfig> {
    const known = this.#configs.get(name) ?? this.#readConfig(name);
    this.#configs.set(name, known);
    known.catch(() => this.#configs.delete(name));
    return known;
  }

  async #readConfig(name: string): Promise<StackConfig> {
    const plain = plainConfig(this.declarations.folder, name);
    if (plain) return { lookup: (key) => (Object.hasOwn(plain, key) ? plain[key] : undefined), secrets: [] };
    const all = await this.workspace.getAllConfig(name);
    const secrets = Object.values(all).flatMap(({ value, secret }) => (secret ? [value] : []));
    return { lookup: (key) => all[key]?.value, secrets };
  }

  async #operate(
    name: string,
    operation: Operation,
    run: (stack: Stack, options: Options) => Promise<unknown>,
    refreshes = false,
  ): Promise<Told> {
    if (this.options.stopping.aborted) throw new Interrupted();
    const here = await inThisProcess(this.declarations, name, operation, () => this.recorded(name));
    try {
      return await this.#within(here, name, operation, run, refreshes);
    } finally {
      await here?.attached.close(this.options.dropping);
    }
  }

  async #within(
    here: InThisProcess | undefined,
    name: string,
    { refresh = false, targets = [], except = [], plan, environment, oneByOne, onConnection }: Operation,
    run: (stack: Stack, options: Options) => Promise<unknown>,
    refreshes: boolean,
  ): Promise<Told> {
    const { stopping, dropping, waitMs, say } = this.options;
    const records = new LockRecords(this.declarations.folder, name, userFolder("locks"));
    const id = randomUUID();
    let record: LockRecord | undefined;
    let locks = false;
    const command = withLocksTold(this.command, (child) => {
      locks = true;
      const begun = child.pid === undefined ? undefined : records.begin(child.pid, id, here !== undefined);
      // Whoever is killed leaves its lock behind, and the record with it.
      child.once("exit", (code) => code !== null && begun?.end());
      record = begun;
    });
    const variables = { ...environment, ...here?.attached.variables, [RUN]: id };
    const workspace = await workspaceOf(this.workFolder.path, command, variables, here?.program);
    const stack = await Stack.select(name, workspace);
    const { recorded = [] } = here ?? {};
    const options: Options = {
      color: "never",
      refresh,
      target: targets.map((urn) => asRecorded(urn, recorded)),
      exclude: except.map((urn) => asRecorded(urn, recorded)),
      ...(plan === undefined ? {} : { plan }),
      ...(oneByOne ? { parallel: 1 } : {}),
    };
    const onWait = (message: string) => say(`${name}: ${message}`);
    const hear = { onConnection, onWait, onTime: (at: number) => record?.held(at) };
    const unlocking = { stack: name, records, waitMs, stopping, say, lift: () => stack.cancel() };
    const { told, succeeded, stderr } = await whenUnlocked(
      () => attempted((more) => run(stack, { ...options, ...more }), refreshes, hear),
      unlocking,
    );
    await here?.attached.settled(dropping);
    if (!dropping.aborted) record?.served();
    // Where no event says why a command failed, its own words do.
    const isTold = told.errors.length > 0 || told.steps.some(({ errors }) => errors.length > 0);
    if (succeeded || isTold) return told;
    if (isLocked(stderr)) return { ...told, errors: [lockedWords(stderr, unlocking)] };
    if (locks && isUnreadableLock(stderr)) return { ...told, errors: [unreadableWords(stderr, name)] };
    if (stopping.aborted && stderr.trim() === "") throw new Interrupted();
    return { ...told, errors: [wordsOf(stderr)] };
  }
}
