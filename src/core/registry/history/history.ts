/** Where versions are kept. */
import type { RejectedChange, Version, VersionRecord } from '../version.ts';

/** A back end. The root version exists without being saved. */
export interface History {
  /** `memory`, `sqlite`, `none`. */
  readonly name: string;
  /** The id of the current version; 0 at first. */
  head(): Promise<number>;
  /** Makes a saved version (or the root) the current one. @throws NotFound */
  setHead(id: number): Promise<void>;
  /** Keeps a version and makes it the head, both or neither. @throws Conflict if the id exists. */
  save(record: VersionRecord): Promise<void>;
  /** A version with its operations, or undefined. */
  get(id: number): Promise<VersionRecord | undefined>;
  /** All versions, the root first, ascending. */
  list(): Promise<Version[]>;
  /** Remembers a refused change; back ends may forget old ones. */
  saveRejected(change: RejectedChange): Promise<void>;
  /** Refused changes, newest first. */
  rejected(limit: number): Promise<RejectedChange[]>;
  close(): Promise<void>;
}
