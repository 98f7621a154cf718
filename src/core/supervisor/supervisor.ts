/**
 * Keeps services in the state they are wanted in. Dependencies start first and stop last; a service waits only for its own
 * dependencies, so one that stalls does not hold the others.
 * Rule: guides/supervision of the Wippy documentation.
 */
import { type Clock, systemClock } from '../../infrastructure/clock.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type Logger, silentLogger } from '../../infrastructure/logger/index.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { defaultLifecycle, type Lifecycle } from './lifecycle.ts';
import { type Service, type ServiceState, serviceUpdateEvent, supervisorEventSystem } from './service.ts';
import { ServiceController } from './service-controller.ts';
import {
  planStart,
  type ServiceDependencies,
  serviceDependencies,
  stopInOrder,
  withDependents,
  withNeeds,
} from './service-dependencies.ts';
import type { StartReport, StopOptions, SupervisorOptions } from './supervisor-options.ts';
import { Waiters } from './waiters.ts';

interface Registration {
  readonly service: Service;
  readonly lifecycle: Lifecycle;
}

/** Services by id. Changes inside `begin` ... `commit` take effect together. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #controllers = new Map<string, ServiceController>();
  readonly #wanted = new Set<string>();
  /** Those of them that somebody has started, whatever their lifecycle says. */
  readonly #asked = new Set<string>();
  /** Services that start again with the open transaction. */
  readonly #again = new Set<string>();
  /** Wanted services that cannot start because of a dependency. */
  readonly #blocked = new Set<string>();
  /** Wanted services whose controller was started; when it has ended for good, only an explicit start begins it again. */
  readonly #begun = new Set<string>();
  readonly #waiters = new Waiters();
  readonly #mutex = new Mutex();
  readonly #dependencyCache = new Map<string, ServiceDependencies>();
  #staged = new Map<string, Registration | null>();
  #open = 0;
  #pumping = false;
  #shutDown = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
  }

  /** Opens a transaction. Those of the registry do not nest, but a new one may open before the last has taken effect. */
  begin(): void {
    this.#open++;
  }

  /** Ends a transaction; its changes take effect. Resolves when they have; starts go on in the background. */
  commit(): Promise<void> {
    return this.#end();
  }

  /**
   * Ends a transaction that was undone. The handlers have registered the old services again by then; those that are the
   * same objects keep running.
   */
  discard(): Promise<void> {
    return this.#end();
  }

  /** Adds a service, or replaces the one of this id; `auto_start` services are started. */
  register(id: string, service: Service, lifecycle: Lifecycle = defaultLifecycle()): Promise<void> {
    return this.#stage(id, { service, lifecycle });
  }

  /** Another service object or lifecycle for an id. A running service is stopped, with its dependents, and all start again. */
  replace(id: string, service: Service, lifecycle: Lifecycle = defaultLifecycle()): Promise<void> {
    return this.#stage(id, { service, lifecycle });
  }

  /** Stops a service, its dependents first, and forgets it. */
  remove(id: string): Promise<void> {
    return this.#stage(id, null);
  }

  /** Inside a transaction: lets services that it does not replace stop and start again with it, as their code is another. */
  startAgain(ids: Iterable<string>): void {
    for (const id of ids) this.#again.add(id);
  }

  /** The state of a service, or undefined. */
  state(id: string): ServiceState | undefined {
    return this.#controllers.get(id)?.state;
  }

  /** All states, by id. */
  states(): ServiceState[] {
    return [...this.#controllers.keys()].sort().map((id) => this.#controller(id).state);
  }

  /** Services that must run before this one. */
  dependencies(id: string): readonly string[] {
    return this.#dependenciesOf(id).services;
  }

  /** Services that need this one, directly or not, by id. */
  dependents(id: string): string[] {
    return [...this.#withDependents([id])].filter((other) => other !== id).sort();
  }

  /**
   * Starts services with everything they need. Resolves when each of them runs or has failed for good; failures are in the
   * report, those of optional services left out, and a retrying optional service is not waited for.
   * @throws NotFound for an unknown id, InvalidState after the shutdown.
   */
  async start(ids: string | Iterable<string>): Promise<StartReport> {
    const roots = typeof ids === 'string' ? [ids] : [...ids];
    if (this.#shutDown) {
      throw new WippyError('the supervisor has shut down', { kind: ErrorKind.InvalidState, retryable: false });
    }
    for (const id of roots) this.#controller(id);
    for (const id of roots) if (!this.#wanted.has(id)) this.#asked.add(id);
    return this.#startAll(roots);
  }

  async #startAll(roots: readonly string[]): Promise<StartReport> {
    const { order } = planStart(roots, (id) => this.#dependenciesOf(id));
    for (const id of order) {
      const controller = this.#controller(id);
      // An explicit start gives one that had failed for good another chance.
      if (roots.includes(id) || !this.#wanted.has(id)) this.#revive(controller);
      this.#wanted.add(id);
    }
    this.#pump();
    const required = roots.filter((id) => this.#controllers.get(id)?.lifecycle.startup !== 'optional');
    await this.#waiters.until(() => required.every((id) => this.#isSettled(id)));
    return this.#report(roots);
  }

  /** Stops services, their dependents first. @throws NotFound */
  async stop(ids: string | Iterable<string>, options: StopOptions = {}): Promise<void> {
    const roots = typeof ids === 'string' ? [ids] : [...ids];
    for (const id of roots) this.#controller(id);
    for (const id of roots) this.#asked.delete(id);
    await this.#stopAll(options.dependents === false ? new Set(roots) : this.#withDependents(roots));
  }

  /** Stops services and starts them again, with those of their dependents that were wanted. @throws NotFound */
  async restart(ids: string | Iterable<string>, options: StopOptions = {}): Promise<StartReport> {
    return this.#startAll(await this.#stopForRestart(ids, options));
  }

  /**
   * As `restart`, but does not wait for the starts.
   * @returns the services that start again.
   */
  async beginRestart(ids: string | Iterable<string>, options: StopOptions = {}): Promise<readonly string[]> {
    const again = await this.#stopForRestart(ids, options);
    void this.#startAll(again).then((report) => this.#logFailures(report));
    return again;
  }

  /** Whether the service is to run. */
  wants(id: string): boolean {
    return this.#wanted.has(id);
  }

  /** Whether the service is to run although its lifecycle does not say so and nothing may need it. */
  isAskedFor(id: string): boolean {
    return this.#asked.has(id);
  }

  /** Resolves when no transaction is open and what they changed has taken effect, which may still be starting. */
  async changed(): Promise<void> {
    await this.#waiters.until(() => this.#open === 0);
    await this.#mutex.idle();
  }

  /** Resolves when no change is taking effect and each wanted service runs or has failed for good. */
  async settled(): Promise<StartReport> {
    await this.#mutex.idle();
    await this.#waiters.until(() => [...this.#wanted].every((id) => this.#isSettled(id)));
    return this.#report(this.#wanted);
  }

  /** Resolves when each wanted service runs, has done its work, or has failed at least once. */
  async firstAttempts(): Promise<void> {
    await this.changed();
    await this.#waiters.until(() =>
      [...this.#wanted].every((id) => this.#isSettled(id) || this.state(id)?.status === 'failed'),
    );
  }

  /** Stops all services in reverse dependency order, resources last; nothing starts afterwards. */
  async shutdown(): Promise<void> {
    this.#shutDown = true;
    const ids = [...this.#controllers.keys()];
    const isResource = (id: string): boolean => this.#controllers.get(id)?.service.resource === true;
    await this.#stopAll(new Set(ids.filter((id) => !isResource(id))));
    await this.#stopAll(new Set(ids.filter(isResource)));
    this.#waiters.wake();
  }

  async #stopForRestart(ids: string | Iterable<string>, options: StopOptions): Promise<string[]> {
    const roots = new Set(typeof ids === 'string' ? [ids] : ids);
    for (const id of roots) this.#controller(id);
    for (const id of roots) if (!this.#wanted.has(id)) this.#asked.add(id);
    const affected = options.dependents === false ? roots : this.#withDependents(roots);
    const again = [...affected].filter((id) => roots.has(id) || this.#wanted.has(id));
    await this.#stopAll(new Set(again));
    return again;
  }

  async #stage(id: string, registration: Registration | null): Promise<void> {
    this.#staged.set(id, registration);
    if (this.#open === 0) await this.#takeEffect();
  }

  async #end(): Promise<void> {
    this.#open = Math.max(0, this.#open - 1);
    if (this.#open > 0) return;
    const effect = this.#takeEffect();
    this.#waiters.wake();
    await effect;
  }

  #takeEffect(): Promise<void> {
    return this.#mutex.run(async () => {
      const staged = this.#staged;
      this.#staged = new Map();
      this.#dependencyCache.clear();
      const going: string[] = [];
      const coming: [string, Registration][] = [];
      for (const [id, registration] of staged) {
        const current = this.#controllers.get(id);
        if (registration !== null && current?.service === registration.service) {
          current.lifecycle = registration.lifecycle;
          continue;
        }
        if (current !== undefined) going.push(id);
        if (registration !== null) coming.push([id, registration]);
      }
      const again = [...this.#again].filter((id) => this.#wanted.has(id));
      this.#again.clear();
      const stopping = this.#withDependents([...going, ...again]);
      const wanted = [...stopping].filter((id) => this.#wanted.has(id));
      await this.#stopAll(new Set([...stopping].filter((id) => this.#wanted.has(id) || going.includes(id))));
      for (const id of going) this.#forget(id, staged.get(id) === null);
      for (const [id, registration] of coming) this.#adopt(id, registration);
      this.#dependencyCache.clear();
      const auto = [...staged.keys()].filter((id) => this.#controllers.get(id)?.lifecycle.autoStart === true);
      const needed = this.#needed([...wanted, ...auto, ...this.#wanted]);
      await this.#stopAll(new Set([...this.#wanted].filter((id) => !needed.has(id))));
      const roots = new Set([...wanted, ...auto].filter((id) => needed.has(id)));
      if (roots.size === 0) this.#pump();
      else if (!this.#shutDown) void this.#startAll([...roots]).then((report) => this.#logFailures(report));
    });
  }

  /** Of these services those that start by themselves or were asked for, with what they need: what a fresh start would run. */
  #needed(ids: Iterable<string>): Set<string> {
    const roots = [...ids].filter((id) => this.#asked.has(id) || this.#controllers.get(id)?.lifecycle.autoStart);
    return withNeeds(
      roots.filter((id) => this.#controllers.has(id)),
      (id) => this.#dependenciesOf(id).services,
    );
  }

  #adopt(id: string, { service, lifecycle }: Registration): void {
    const controller = new ServiceController({
      id,
      service,
      lifecycle,
      clock: this.#clock,
      random: this.#options.random ?? Math.random,
      onChange: (state, error) => {
        const { bus } = this.#options;
        bus.publish({ system: supervisorEventSystem, kind: serviceUpdateEvent, path: id, data: state });
        if (state.status === 'failed')
          this.#logger.warn('service failed', { service: id, details: state.details, error });
        this.#pumpSoon();
      },
      onIdle: () => this.#pumpSoon(),
    });
    this.#controllers.set(id, controller);
  }

  #forget(id: string, forGood: boolean): void {
    if (forGood) this.#asked.delete(id);
    this.#controllers.delete(id);
    this.#wanted.delete(id);
    this.#blocked.delete(id);
    this.#begun.delete(id);
  }

  #controller(id: string): ServiceController {
    const controller = this.#controllers.get(id);
    if (controller !== undefined) return controller;
    throw new WippyError(`service not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { service: id },
      hint: didYouMean(id, this.#controllers.keys()),
    });
  }

  #dependenciesOf(id: string): ServiceDependencies {
    let found = this.#dependencyCache.get(id);
    if (found === undefined) {
      found = serviceDependencies(id, {
        isService: (other) => this.#controllers.has(other),
        requires: (other) => this.#controllers.get(other)?.lifecycle.requires ?? [],
        references: this.#options.references ?? (() => []),
        exists: this.#options.exists ?? (() => false),
      });
      this.#dependencyCache.set(id, found);
    }
    return found;
  }

  #withDependents(ids: Iterable<string>): Set<string> {
    return withDependents(ids, this.#controllers.keys(), (id) => this.#dependenciesOf(id).services);
  }

  #revive(controller: ServiceController): void {
    this.#blocked.delete(controller.id);
    if (!controller.active) this.#begun.delete(controller.id);
  }

  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  /** Starts every wanted service whose dependencies run; blocks those that wait for one that has failed for good. */
  #pump(): void {
    const { blocked } = planStart(this.#wanted, (id) => this.#dependenciesOf(id));
    for (const id of this.#wanted) {
      const controller = this.#controllers.get(id);
      if (controller === undefined || controller.active || this.#begun.has(id) || this.#shutDown) continue;
      const reason = blocked.get(id) ?? this.#failedDependency(id);
      if (reason !== undefined) {
        this.#blocked.add(id);
        controller.block(reason);
      } else if (this.#dependenciesOf(id).services.every((other) => this.state(other)?.status === 'running')) {
        this.#blocked.delete(id);
        this.#begun.add(id);
        controller.start();
      }
    }
    this.#waiters.wake();
  }

  #failedDependency(id: string): WippyError | undefined {
    for (const other of this.#dependenciesOf(id).services) {
      if (!this.#isSettled(other) || this.state(other)?.status === 'running') continue;
      const cause = this.#controllers.get(other)?.error;
      const why = cause === undefined ? (this.state(other)?.status ?? 'unknown') : cause.message;
      return new WippyError(`failed to start service: ${id}: dependency ${other} does not run: ${why}`, {
        kind: ErrorKind.Unavailable,
        retryable: null,
        details: { service: id, dependency: other },
        cause,
      });
    }
    return undefined;
  }

  /** True if the service runs, or will not without somebody's doing. */
  #isSettled(id: string): boolean {
    const controller = this.#controllers.get(id);
    if (controller === undefined || this.#shutDown || !this.#wanted.has(id)) return true;
    if (controller.status === 'running') return true;
    return this.#blocked.has(id) || (controller.ended && this.#begun.has(id));
  }

  #report(ids: Iterable<string>): StartReport {
    const running: string[] = [];
    const failed = new Map<string, WippyError>();
    for (const id of [...ids].sort()) {
      const controller = this.#controllers.get(id);
      if (controller === undefined) continue;
      if (controller.status === 'running') running.push(id);
      else if (controller.lifecycle.startup !== 'optional' && this.#isSettled(id)) {
        failed.set(
          id,
          controller.error ?? new WippyError(`service ${id} is ${controller.status}`, { kind: ErrorKind.Unavailable }),
        );
      }
    }
    return { running, failed };
  }

  async #stopAll(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      this.#wanted.delete(id);
      this.#blocked.delete(id);
      this.#begun.delete(id);
    }
    await stopInOrder(
      ids,
      (id) => this.#dependenciesOf(id).services,
      async (id) => this.#controllers.get(id)?.stop(),
    );
    this.#waiters.wake();
  }

  #logFailures(report: StartReport): void {
    for (const [id, error] of report.failed) this.#logger.error('failed to start service', { service: id, error });
  }
}
