import type { Actor, Scope } from '../../core/context/identity.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';

/** A message that waits for the process to be spawned. */
export interface InitialMessage {
  readonly topic: string;
  readonly payloads: readonly Payload[];
}

/** What to spawn, where, and how. */
export interface SpawnRequest {
  /** Entry id of the code. */
  readonly source: string;
  /** Entry id of the host. */
  readonly host: string;
  readonly input: readonly Payload[];
  readonly monitored?: boolean;
  readonly linked?: boolean;
  /** Spawn-or-signal: when a process holds the name, it is returned and gets the messages. */
  readonly name?: string;
  readonly messages?: readonly InitialMessage[];
  /** Context values on top of those of the spawner. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Missing: that of the spawner. */
  readonly actor?: Actor | null;
  readonly scope?: Scope | null;
  /** On top of the options of the entry. */
  readonly options?: Readonly<Record<string, unknown>>;
}
