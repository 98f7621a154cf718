/** Module `logger` and the global `print`. Reference: lua/system/logger of the Wippy documentation. */

import { WippyError } from '../infrastructure/errors.ts';
import type { Logger } from '../infrastructure/logger/index.ts';
import { argumentError, checkString, checkTable } from '../lua/runtime/arguments.ts';
import { finishNow } from '../lua/runtime/coroutine.ts';
import { where } from '../lua/runtime/errors.ts';
import { Traversal } from '../lua/runtime/table.ts';
import { EMPTY, firstValue, type LuaFunction, type LuaTable, type LuaValue, Userdata } from '../lua/runtime/values.ts';
import { errorData } from '../lua/stdlib/errors/value.ts';
import { plainText, toStringValue } from '../lua/stdlib/tostring.ts';
import { fromLua } from '../services/lua/convert/host.ts';
import { fromLuaString } from '../services/lua/convert/text.ts';
import { currentProcess, defineClass, defineModule, type UserdataClass } from '../services/lua/module.ts';

/** A logger with what it adds to its records; the process and the place are added when it writes. */
class LoggerValue {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(name: string, fields: Readonly<Record<string, unknown>>) {
    this.name = name;
    this.fields = fields;
  }

  target(): Logger {
    const { logger } = currentProcess().runtime;
    return this.name === '' ? logger : logger.named(this.name);
  }
}

/** Process and place of the running code, as every record of Lua has them. */
function origin(): Record<string, unknown> {
  const { context } = currentProcess();
  const place = where(1).replace(/: $/, '');
  return {
    ...(context.pid === null ? {} : { pid: context.pid.text }),
    ...(place === '' ? {} : { location: place }),
  };
}

/** The fields of a record. What cannot be written down must not stop the program: its text stands for it. */
function fieldsOf(table: LuaTable | null): Record<string, unknown> {
  if (table === null) return {};
  const fields: Record<string, unknown> = {};
  const traversal = new Traversal(table);
  while (traversal.advance()) {
    const { key, value } = traversal;
    // As in the Go runtime: fields are named by strings.
    if (typeof key !== 'string') continue;
    const written = fieldValue(value);
    Object.defineProperty(fields, fromLuaString(key), { value: written, enumerable: true });
  }
  return fields;
}

function fieldValue(value: LuaValue): unknown {
  if (value instanceof Userdata && errorData(value) === undefined) return plainText(value);
  try {
    return fromLua(value);
  } catch (error) {
    if (error instanceof WippyError) return plainText(value);
    throw error;
  }
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

const loggerClass: UserdataClass<LoggerValue> = defineClass<LoggerValue>('logger.Logger', LoggerValue, () => {
  const methods: Record<string, LuaFunction> = {
    with: (...args) => {
      const logger = loggerClass.check(args, 1, 'with');
      return loggerClass.create(
        new LoggerValue(logger.name, { ...logger.fields, ...fieldsOf(checkTable(args, 2, 'with')) }),
      );
    },
    named: (...args) => {
      const logger = loggerClass.check(args, 1, 'named');
      const name = fromLuaString(checkString(args, 2, 'named'));
      if (name === '') throw argumentError(2, 'named', 'name cannot be empty');
      const full = logger.name === '' ? name : `${logger.name}.${name}`;
      return loggerClass.create(new LoggerValue(full, logger.fields));
    },
  };
  for (const level of levels) {
    methods[level] = (...args) => {
      const logger = loggerClass.check(args, 1, level);
      const message = fromLuaString(checkString(args, 2, level));
      const extra = args[2] === undefined ? null : checkTable(args, 3, level);
      const target = logger.target();
      if (target.enabled(level)) target.log(level, message, { ...origin(), ...logger.fields, ...fieldsOf(extra) });
      return EMPTY;
    };
  }
  return methods;
});

/** The module's value is itself a logger: `logger:info(...)`. */
export const loggerModule = {
  ...defineModule({
    name: 'logger',
    description: 'Structured log records.',
    classes: ['io'],
    types: `
      interface logger
        debug: (self: logger, message: string, fields?: {[string]: any}) -> ();
        info: (self: logger, message: string, fields?: {[string]: any}) -> ();
        warn: (self: logger, message: string, fields?: {[string]: any}) -> ();
        error: (self: logger, message: string, fields?: {[string]: any}) -> ();
        with: (self: logger, fields: {[string]: any}) -> logger;
        named: (self: logger, name: string) -> logger;
      end`,
    members: () => ({}),
  }),
  build: (): LuaValue => loggerClass.create(new LoggerValue('', {})),
};

/** `print(...)`: a log record at level info; the values are joined by spaces, as in the Go runtime. */
export const print: LuaFunction = (...args) => {
  const { logger } = currentProcess().runtime;
  if (!logger.enabled('info')) return EMPTY;
  const texts = args.map((value) => fromLuaString(String(firstValue(finishNow(() => toStringValue(value))))));
  logger.info(texts.join(' '), origin());
  return EMPTY;
};
