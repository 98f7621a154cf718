/** What a running application answers over its control socket. */
import type { Application } from '../../boot/application.ts';
import { FrameContext } from '../../core/context/frame-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { LogRecord } from '../../infrastructure/logger/index.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';
import {
  functionsKey,
  logManagerKey,
  namesKey,
  nodeKey,
  processesKey,
  registryKey,
  supervisorKey,
  transcoderKey,
} from '../../system/context-keys.ts';
import type { ControlMethods } from './control-server.ts';
import { type LogRing, shownRecord } from './log-ring.ts';
import { listProcesses } from './process-list.ts';

export interface RuntimeMethodsOptions {
  readonly mode: 'dev' | 'run';
  /** Absolute path of the project. */
  readonly directory: string;
  /** Version of the program. */
  readonly version: string;
  /** Undefined while a project with errors waits to be corrected. */
  readonly application: () => Application | undefined;
  readonly logs: LogRing;
  /** Goes back to a version; missing where the running application does not take that. */
  readonly rollback?: (version: number) => Promise<unknown>;
  /** What else the status says. */
  readonly more?: () => Readonly<Record<string, unknown>>;
}

export function runtimeMethods(options: RuntimeMethodsOptions): ControlMethods {
  const { mode, directory, version, logs } = options;
  const started = Date.now();
  const running = (): Application['context'] => {
    const application = options.application();
    if (application !== undefined) return application.context;
    throw new WippyError('the application does not run: its project has errors', {
      kind: ErrorKind.Unavailable,
      retryable: true,
      hint: 'Correct them; "wippy validate" shows them.',
    });
  };
  return {
    hello: () => ({ pid: process.pid, mode, version }),

    status: () => {
      const context = options.application()?.context;
      return {
        pid: process.pid,
        mode,
        version,
        directory,
        running: context !== undefined,
        uptimeMs: Date.now() - started,
        memoryBytes: process.memoryUsage.rss(),
        registryVersion: context?.require(registryKey).version.id ?? 0,
        entries: context?.require(registryKey).state.size ?? 0,
        services: (context?.require(supervisorKey).states() ?? []).map((state) => ({
          id: state.id,
          state: state.status,
          desired: state.desired,
          details: state.details,
          restarts: state.retryCount,
          uptimeMs: state.startedAt === null ? null : Date.now() - state.startedAt,
          retryInMs: state.retryIn === null ? null : Math.round(state.retryIn),
        })),
        ...options.more?.(),
      };
    },

    ps: () => listProcesses(running().require(nodeKey), running().require(namesKey)),

    logs: async ({ follow, lines }, { send, signal }) => {
      for (const record of logs.last(typeof lines === 'number' ? lines : Number.POSITIVE_INFINITY)) send(record);
      if (follow !== true) return null;
      const off = logs.follow(send);
      if (!signal.aborted) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      }
      off();
      return null;
    },

    call: ({ target, args }, { signal }) => {
      const context = running();
      const transcoder = context.require(transcoderKey);
      const call = {
        target: text(target, 'target'),
        payloads: (Array.isArray(args) ? args : []).map((value: unknown) => hostPayload(value)),
        context: FrameContext.root(),
        options: null,
      };
      return new Promise((resolve, reject) => {
        const work = context.require(functionsKey).call(call, (values, error) => {
          if (error !== null) reject(error);
          else resolve((values ?? []).map((value) => transcoder.toHost(value)));
        });
        signal.addEventListener('abort', () => work.cancel(), { once: true });
      });
    },

    send: ({ to, topic, payload }) => {
      const payloads = payload === undefined ? [] : [hostPayload(payload)];
      running().require(processesKey).send(null, text(to, 'to'), text(topic, 'topic'), payloads);
      return null;
    },

    ...(options.rollback === undefined
      ? {}
      : { rollback: ({ version: id }) => options.rollback?.(number(id, 'version')) }),

    restart: async ({ service }) => {
      const supervisor = running().require(supervisorKey);
      const ids = await supervisor.beginRestart(text(service, 'service'));
      await supervisor.firstAttempts();
      return ids.map((id) => ({ id, state: supervisor.state(id)?.status, details: supervisor.state(id)?.details }));
    },
  };
}

/** Keeps the records of an application's log in the ring; gives what ends that. */
export function keepLogs(application: Application, ring: LogRing): () => void {
  return application.context.require(logManagerKey).observe((record: LogRecord) => ring.add(shownRecord(record)));
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new WippyError(`parameter "${name}" must be a text`, { kind: ErrorKind.Invalid, retryable: false });
}

function number(value: unknown, name: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new WippyError(`parameter "${name}" must be an integer`, { kind: ErrorKind.Invalid, retryable: false });
}
