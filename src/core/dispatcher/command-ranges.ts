import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/** First and last command id of each module. One table, so that two modules cannot claim the same ids. */
export const COMMAND_RANGES = {
  process: [1, 9],
  clock: [10, 29],
  function: [30, 39],
  events: [40, 49],
  registry: [50, 59],
  env: [60, 69],
  store: [70, 79],
  filesystem: [80, 99],
  http: [100, 109],
  websocket: [110, 119],
  sql: [120, 139],
  security: [140, 149],
  exec: [150, 159],
  cloudstorage: [160, 169],
  eval: [170, 179],
  workflow: [180, 189],
  contract: [190, 199],
  group: [200, 211],
  names: [212, 219],
  stream: [220, 229],
  terminal: [230, 239],
  socket: [240, 249],
  options: [250, 255],
  queue: [256, 269],
  template: [270, 279],
  system: [280, 299],
  logger: [300, 309],
  metrics: [310, 319],
  crypto: [320, 329],
  extension: [512, 1023],
} as const;

export type CommandModule = keyof typeof COMMAND_RANGES;

/** Ids run from 1 to this number. */
export const MAXIMUM_COMMAND_ID = 1023;

/**
 * The id at this place of a module's range.
 * @throws WippyError Invalid when the range has no such place.
 */
export function commandId(module: CommandModule, offset: number): number {
  const [first, last] = COMMAND_RANGES[module];
  const id = first + offset;
  if (!Number.isInteger(offset) || offset < 0 || id > last) {
    throw new WippyError(`command offset ${offset} is outside the range ${first}-${last} of module ${module}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'Widen the range of the module in the table of command ranges.',
    });
  }
  return id;
}

/** The module whose range holds the id, or null. */
export function moduleOfCommand(id: number): CommandModule | null {
  for (const [module, [first, last]] of Object.entries(COMMAND_RANGES)) {
    if (id >= first && id <= last) return module as CommandModule;
  }
  return null;
}
