/** Module `logger` and the global `print`. Reference: lua/system/logger of the Wippy documentation. */

import type { Logger } from '../infrastructure/logger/index.ts';
import { checkString, checkTable } from '../lua/runtime/arguments.ts';
import { finishNow } from '../lua/runtime/coroutine.ts';
import { LuaError, where } from '../lua/runtime/errors.ts';
import { firstValue, type LuaFunction, LuaTable, type LuaValue } from '../lua/runtime/values.ts';
import { toStringValue } from '../lua/stdlib/tostring.ts';
import { recordOf } from '../services/lua/convert/record.ts';
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

const levels = ['debug', 'info', 'warn', 'error'] as const;

const loggerClass: UserdataClass<LoggerValue> = defineClass<LoggerValue>('logger.Logger', LoggerValue, () => {
  const methods: Record<string, LuaFunction> = {
    with: (...args) => {
      const logger = loggerClass.check(args, 1, 'with');
      return loggerClass.create(
        new LoggerValue(logger.name, { ...logger.fields, ...recordOf(checkTable(args, 2, 'with')) }),
      );
    },
    named: (...args) => {
      const logger = loggerClass.check(args, 1, 'named');
      const name = fromLuaString(checkString(args, 2, 'named'));
      if (name === '') throw LuaError.located("bad argument #1 to 'named' (name must not be empty)");
      const full = logger.name === '' ? name : `${logger.name}.${name}`;
      return loggerClass.create(new LoggerValue(full, logger.fields));
    },
  };
  for (const level of levels) {
    methods[level] = (...args) => {
      const logger = loggerClass.check(args, 1, level);
      const target = logger.target();
      if (!target.enabled(level)) return [];
      const message = fromLuaString(checkString(args, 2, level));
      const given = args[2];
      const extra = given instanceof LuaTable ? recordOf(given) : {};
      target[level](message, { ...origin(), ...logger.fields, ...extra });
      return [];
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
  if (!logger.enabled('info')) return [];
  const texts = args.map((value) => fromLuaString(String(firstValue(finishNow(() => toStringValue(value))))));
  logger.info(texts.join(' '), origin());
  return [];
};
