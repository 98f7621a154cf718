/** What `wippy run` starts: the whole application, or one process on a terminal host. */
import type { Entry } from '../core/registry/entry.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { didYouMean } from '../infrastructure/suggest.ts';
import { type ApplicationCommand, findCommands } from './commands.ts';

export interface LaunchRequest {
  /** Name of a command, the first word after `run`. */
  readonly command?: string;
  /** Id of a process entry, from `--exec`. */
  readonly exec?: string;
  /** Id of a terminal host, from `--host`. */
  readonly host?: string;
  /** Words for the process. */
  readonly args: readonly string[];
}

/** One process to run to its end. */
export interface Launch {
  readonly entry: string;
  readonly host: string;
  readonly args: readonly string[];
}

/**
 * The process that a request means; undefined means to run the application as a server. Throws NotFound for an unknown
 * command, entry or host and Invalid for an ambiguous one.
 */
export function resolveLaunch(entries: readonly Entry[], request: LaunchRequest): Launch | undefined {
  const { command, exec, args } = request;
  if (exec === undefined && command === undefined) return undefined;
  const entry = exec === undefined ? commandEntry(entries, command ?? '') : processEntry(entries, exec);
  return { entry, host: terminalHost(entries, request.host), args };
}

/**
 * As `resolveLaunch`, for a pack: without a command, the one with `meta.command.main`, or the only one; a pack without
 * commands is a server. Throws Invalid where it is not clear which is meant.
 */
export function resolvePackLaunch(entries: readonly Entry[], request: LaunchRequest): Launch | undefined {
  if (request.exec !== undefined || request.command !== undefined) return resolveLaunch(entries, request);
  const commands = findCommands(entries);
  const marked = commands.filter(({ main }) => main);
  const names = (list: readonly ApplicationCommand[]): string =>
    list
      .map(({ name }) => name)
      .sort()
      .join(', ');
  if (marked.length > 1) {
    throw invalid(`multiple commands marked as main in pack: ${names(marked)}`, 'Name one of them after the pack.');
  }
  if (commands.length === 0) return undefined;
  if (marked.length === 0 && commands.length > 1) {
    throw invalid(
      `no command is marked as main; specify one of: ${names(commands)}`,
      'Example: wippy run app.wapp <command>',
    );
  }
  const command = marked[0] ?? commands[0];
  return { entry: command.entry, host: terminalHost(entries, request.host), args: request.args };
}

function commandEntry(entries: readonly Entry[], name: string): string {
  const commands = findCommands(entries);
  const matching = commands.filter((command) => command.name === name);
  if (matching.length === 1) return matching[0].entry;
  if (matching.length > 1) {
    const ids = matching.map((command) => command.entry).join(', ');
    throw invalid(
      `command "${name}" is defined by several entries: ${ids}`,
      'Rename one of them, or run one with --exec ID.',
    );
  }
  const close = didYouMean(
    name,
    commands.map((command) => command.name),
  );
  throw notFound(`command "${name}" not found. Use 'wippy run list' to see available commands`, close);
}

function processEntry(entries: readonly Entry[], wanted: string): string {
  const id = wanted.includes(':') ? wanted : (onlyProcessNamed(entries, wanted) ?? wanted);
  const colon = id.indexOf(':');
  if (colon <= 0 || colon === id.length - 1) {
    throw invalid(`invalid exec spec: "${id}": expected namespace:entry`, 'Example: wippy run --exec app:cli');
  }
  const entry = entries.find((item) => item.id === id);
  const processes = entries.filter(
    (item) => item.kind.startsWith('process.lua') || item.kind.startsWith('process.wasm'),
  );
  if (entry === undefined) {
    const ids = processes.map((item) => item.id);
    throw notFound(`entry not found: ${id}`, didYouMean(id, ids) ?? `List the entries with 'wippy registry list'.`);
  }
  if (!processes.includes(entry)) {
    throw invalid(`invalid exec spec: ${id} is a ${entry.kind}, not a process`, 'Name an entry of kind process.lua.');
  }
  return id;
}

/** A name without a namespace stands for the one process that has it. */
function onlyProcessNamed(entries: readonly Entry[], name: string): string | undefined {
  const named = entries.filter((entry) => entry.kind.startsWith('process.lua') && entry.id.endsWith(`:${name}`));
  return named.length === 1 ? named[0].id : undefined;
}

function terminalHost(entries: readonly Entry[], wanted: string | undefined): string {
  const hosts = entries.filter((entry) => entry.kind === 'terminal.host').map((entry) => entry.id);
  if (wanted !== undefined) {
    if (hosts.includes(wanted)) return wanted;
    const entry = entries.find((item) => item.id === wanted);
    if (entry !== undefined) throw invalid(`host ${wanted} is a ${entry.kind}, not a terminal.host`, listOf(hosts));
    throw notFound(`host not found: ${wanted}`, didYouMean(wanted, hosts) ?? listOf(hosts));
  }
  if (hosts.length === 1) return hosts[0];
  if (hosts.length > 1) {
    throw invalid(
      `multiple terminal hosts found (${hosts.join(', ')}), use --host to specify`,
      `Example: --host ${hosts[0]}`,
    );
  }
  throw notFound(
    'no terminal.host found in registry',
    'Add an entry of kind terminal.host with lifecycle.auto_start: true.',
  );
}

function listOf(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'Add an entry of kind terminal.host.' : `Terminal hosts: ${hosts.join(', ')}.`;
}

function invalid(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}

function notFound(message: string, hint: string | undefined): WippyError {
  return new WippyError(message, { kind: ErrorKind.NotFound, retryable: false, hint });
}
