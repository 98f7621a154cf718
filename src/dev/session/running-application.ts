/** A started application as the session changes it: from one set of entries to the next, or back. */
import type { Application } from '../../boot/application.ts';
import { type Entry, type Operation, replay } from '../../core/registry/index.ts';
import { isDown } from '../../core/supervisor/index.ts';
import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { Environment, ProgramEnvironment } from '../../infrastructure/program-environment.ts';
import { collectChangedSources } from '../../project/history/collect-sources.ts';
import { readGitState } from '../../project/history/git-state.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import {
  eventBusKey,
  kindsKey,
  loggerKey,
  registryKey,
  supervisorKey,
  upgradableKey,
} from '../../system/context-keys.ts';
import { type EnvironmentReaders, environmentReaders } from '../plan/environment-readers.ts';
import { planReload, type ReloadPlan } from '../plan/reload-plan.ts';
import { CommitNotes } from './commit-notes.ts';
import { servicesRun } from './service-watch.ts';

export interface RunningApplicationOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  /** What the application was started with. */
  readonly environment: ProgramEnvironment;
}

/** A started application under a developer session. */
export class RunningApplication {
  readonly application: Application;
  readonly #notes: CommitNotes;
  readonly #environment: ProgramEnvironment;

  constructor(application: Application, { directory, environment }: RunningApplicationOptions) {
    this.application = application;
    this.#environment = environment;
    this.#notes = new CommitNotes({
      registry: this.#registry,
      readGit: () => readGitState(directory),
      onFailure: (error) =>
        application.context.require(loggerKey).warn('the commit of a version could not be noted', { error }),
    });
  }

  async shutdown(): Promise<void> {
    await this.#notes.settled();
    await this.application.shutdown();
  }

  /** Completes the record of the newest version with its commit; to be called when its effect has been told. */
  async noteCommit(): Promise<void> {
    await this.#notes.noteNewest();
  }

  /** What the application sees as the environment of the program. */
  get environment(): Environment {
    return this.#environment.values;
  }

  /** Lets the application see another environment; nothing restarts. */
  takeEnvironment(values: Environment): void {
    this.#environment.replace(values);
  }

  get version(): number {
    return this.#registry.version.id;
  }

  /** An entry as it is in effect. */
  entry(id: string): Entry | undefined {
    return this.#registry.get(id);
  }

  get #registry() {
    return this.application.context.require(registryKey);
  }

  get #supervisor() {
    return this.application.context.require(supervisorKey);
  }

  /** The operations that taking these entries from the files leads to. @param again those that are to be read once more. */
  operations(entries: readonly Entry[], again: EnvironmentReaders): Operation[] {
    return this.#registry.planLoad(entries, { again: new Set(again.readers.keys()) });
  }

  /** The entries that read one of these variables of the environment. */
  readersOf(variables: readonly string[], entries: readonly Entry[]): EnvironmentReaders {
    return environmentReaders(variables, entries, this.application.context.require(kindsKey));
  }

  /** What these operations would do. */
  plan(operations: readonly Operation[], again?: EnvironmentReaders): ReloadPlan {
    const { context } = this.application;
    const registry = this.#registry;
    const after = replay(registry.state, operations);
    const changed = operations.map(({ entry }) => entry.id);
    const supervisor = this.#supervisor;
    const upgradable = context.require(upgradableKey);
    return planReload({
      operations,
      after,
      graph: registry.graph().with(after, changed),
      kinds: context.require(kindsKey),
      services: () => supervisor.states().map(({ id }) => id),
      asked: (id) => supervisor.isAskedFor(id),
      ...(again && { again }),
      service: (id) => {
        if (supervisor.state(id) === undefined) return undefined;
        return supervisor.wants(id) ? 'wanted' : 'idle';
      },
      failed: (id) => {
        const state = supervisor.state(id);
        return state !== undefined && isDown(state);
      },
      upgrades: (id) => {
        const data = this.#registry.get(id)?.data as { process?: string } | undefined;
        return data?.process !== undefined && upgradable.of(new Set([data.process])).length > 0;
      },
    });
  }

  /**
   * Makes the entries of the project the current version. Where a handler refuses, or a service that starts with it does
   * not run, the former version is taken back. `unchanged` where the registry is detached from what the files say.
   * @param files what was saved, relative to the project.
   * @param next the environment that belongs to it, and the entries that read what is new there.
   */
  async apply(
    project: LoadedProject,
    plan: ReloadPlan,
    files: readonly string[],
    next: { readonly environment: Environment; readonly again: EnvironmentReaders },
  ): Promise<WippyError | 'unchanged' | undefined> {
    const before = this.version;
    const environment = this.environment;
    this.takeEnvironment(next.environment);
    const goBack = (): void => this.takeEnvironment(environment);
    try {
      const again = new Set(next.again.readers.keys());
      const change = (): Promise<unknown> =>
        this.#registry.loadState(project.entries, {
          cause: { kind: 'watch', files },
          record: true,
          again,
          sources: () => collectChangedSources(project, files),
        });
      await this.#transact(plan, change, again.size > 0);
    } catch (error) {
      goBack();
      return toWippyError(error);
    }
    return this.version === before && next.again.readers.size === 0 ? 'unchanged' : this.#settle(plan, before, goBack);
  }

  /** The plan of going back to a version. @throws as Registry.planRollback */
  async planRollback(version: number): Promise<ReloadPlan> {
    const operations = await this.#registry.planRollback(version);
    return this.plan(operations);
  }

  /** Goes back to a version; as `apply` where that does not work. @throws as Registry.rollback */
  async rollback(version: number, plan: ReloadPlan): Promise<WippyError | undefined> {
    const before = this.version;
    await this.#transact(plan, () => this.#registry.rollback(version));
    return this.#settle(plan, before);
  }

  /** Whether the registry is at a version that was gone back to, whatever the files say. */
  get detached(): boolean {
    return this.#registry.detached !== null;
  }

  /** Changes the registry; services that run old code then start again together with those that the change replaces. */
  async #transact(plan: ReloadPlan, change: () => Promise<unknown>, always = false): Promise<void> {
    const supervisor = this.#supervisor;
    const before = this.version;
    supervisor.begin();
    try {
      await change();
      if (always || this.version !== before) supervisor.startAgain(plan.forCode);
    } finally {
      await supervisor.commit();
    }
  }

  /** Waits for the services of the newest version, or takes it back. @param goBack takes back what is no entry. */
  async #settle(
    plan: ReloadPlan,
    before: number,
    goBack: () => void = () => undefined,
  ): Promise<WippyError | undefined> {
    try {
      await this.#run(plan);
      return undefined;
    } catch (error) {
      const refused = toWippyError(error);
      goBack();
      if (this.version !== before) {
        await this.#transact(plan, () => this.#registry.revoke(this.version, refused.message));
      }
      await this.#run(plan).catch(() => undefined);
      return refused;
    }
  }

  async #run({ restarted, started, mayFail }: ReloadPlan): Promise<void> {
    const supervisor = this.#supervisor;
    await supervisor.changed();
    const ids = [...restarted.map(({ id }) => id), ...started];
    await servicesRun({ ids, mayFail, supervisor, bus: this.application.context.require(eventBusKey) });
  }
}
