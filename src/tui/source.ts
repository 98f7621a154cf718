/** What the terminal UI shows and does; the session is behind it. */

import type { LogRing } from '../dev/control/log-ring.ts';
import type { ListedProcess } from '../dev/control/process-list.ts';
import type { DevEvent } from '../dev/session/events.ts';
import type { FilePlace } from './panels/panel-view.ts';

export interface ShownService {
  readonly id: string;
  readonly state: string;
  readonly details: string;
  /** How often it was started again since the application runs. */
  readonly restarts: number;
  /** Milliseconds; null while it does not run. */
  readonly uptimeMs: number | null;
  /** Milliseconds until it is tried again; null where it is not waited for. */
  readonly retryInMs: number | null;
}

export interface ShownVersion {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly head: boolean;
  readonly outcome: 'applied' | 'failed';
  /** One line: what made it. */
  readonly cause: string;
  /** Relative to the project. */
  readonly files: readonly string[];
  /** Ids of the entries that changed. */
  readonly entries: readonly string[];
  readonly durationMs: number;
  readonly commit?: string;
  /** Why it failed. */
  readonly error?: string;
}

export interface TuiSource {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly version: string;
  readonly logs: LogRing;
  services(): readonly ShownService[];
  processes(): readonly ListedProcess[];
  /** Newest first. */
  versions(limit: number): Promise<readonly ShownVersion[]>;
  /** Where an entry is defined, or where its code is; undefined for one that no file defines. */
  placeOf(entry: string): FilePlace | undefined;
  /** The text of a file for code frames; undefined where it cannot be read. */
  readText(file: string): string | undefined;
  /** Calls back with each event of the session; gives what ends that. */
  subscribe(listener: (event: DevEvent) => void): () => void;

  restartService(id: string): Promise<void>;
  /** Stops the application and starts it anew. */
  restartAll(): Promise<void>;
  rollback(version: number): Promise<void>;
  /** Stops or resumes taking over saves; gives whether they are held back. */
  togglePause(): boolean;
  /** How to open a file in the editor of the user. */
  edit(file: string, line: number): EditorJob;
  /** Ends the program; a second call ends it at once. */
  quit(exitCode: number): void;
}

export interface EditorJob {
  /** The program that is started. */
  readonly command: string;
  /** Whether it needs the terminal; it is open until it has ended. */
  readonly inTerminal: boolean;
  /** @throws Error where the editor cannot be started. */
  open(): Promise<void>;
}
