/** Runs Lua sources with modules in a process of their own, for the tests of modules. */

import { FrameContext } from '../../src/core/context/frame-context.ts';
import { Completion } from '../../src/core/dispatcher/completion.ts';
import { Dispatcher } from '../../src/core/dispatcher/dispatcher.ts';
import type { ProcessEvent } from '../../src/core/scheduler/process.ts';
import { StepOutput } from '../../src/core/scheduler/step-output.ts';
import { AppContext } from '../../src/infrastructure/app-context.ts';
import type { Logger } from '../../src/infrastructure/logger/index.ts';
import { createTranscoder } from '../../src/infrastructure/transcoder/index.ts';
import { compile, load } from '../../src/lua/engine.ts';
import type { LuaValue } from '../../src/lua/runtime/values.ts';
import { createErrors } from '../../src/lua/stdlib/errors.ts';
import { standardGlobals } from '../../src/lua/stdlib/index.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { createTypeGlobals } from '../../src/lua/types/index.ts';
import { Program } from '../../src/services/lua/code/program.ts';
import { registerLuaConversions } from '../../src/services/lua/convert/payloads.ts';
import type { LuaModule } from '../../src/services/lua/module.ts';
import { LuaProcess } from '../../src/services/lua/process/lua-process.ts';

export interface RunOptions {
  modules: readonly LuaModule[];
  /** Registers the commands that the modules need. */
  handlers?: (dispatcher: Dispatcher) => void;
  values?: Readonly<Record<string, unknown>>;
}

/**
 * Runs the body of a function and returns what it returns, as a host value (only the first value: return a table for
 * more). Rejects with the error that it raises or returns as its second value.
 */
export function runLua(body: string, options: RunOptions): Promise<unknown> {
  const dispatcher = new Dispatcher();
  options.handlers?.(dispatcher);
  dispatcher.freeze();
  const transcoder = createTranscoder();
  registerLuaConversions(transcoder);
  const globals: Record<string, LuaValue> = { ...standardGlobals(), ...createTypeGlobals(), errors: createErrors() };
  for (const module of options.modules) globals[module.name] = module.build();
  const code = load(compile(`return function()\n${body}\nend`, 'test'));
  const program = new Program('test:main', code, [], globals);
  const process = new LuaProcess(
    { dispatcher, transcoder, logger: null as unknown as Logger, context: new AppContext() },
    program,
  );
  const frame = FrameContext.root({ id: 'test:main', values: options.values ?? null });
  process.init(frame, 'main', []);
  return new Promise((resolve, reject) => {
    const out = new StepOutput();
    const running = new Map<number, Completion>();
    let events: ProcessEvent[] = [];
    let scheduled = false;
    const receiver = {
      commandCompleted: (completion: Completion) => {
        running.delete(completion.tag);
        events.push(completion);
        schedule();
      },
    };
    const schedule = (): void => {
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        step();
      });
    };
    const step = (): void => {
      const taken = events;
      events = [];
      out.reset();
      process.step(taken, out);
      for (const tag of out.cancelledTags ?? []) running.get(tag)?.cancel();
      if (out.status === 'complete') {
        for (const completion of running.values()) completion.cancel();
        process.close();
        if (out.error !== null) reject(out.error);
        else resolve(out.result?.[0] === undefined ? null : transcoder.toHost(out.result[0]));
        return;
      }
      for (let index = 0; index < out.yieldCount; index++) {
        const tag = out.tags[index] as number;
        if (out.cancelledTags?.includes(tag)) continue;
        const completion = new Completion(tag, receiver);
        running.set(tag, completion);
        dispatcher.start(out.commands[index] as NonNullable<(typeof out.commands)[number]>, completion, frame);
      }
      if (out.status === 'ready') schedule();
    };
    schedule();
  });
}

/** The problems of a module's types; empty where they are well-formed. */
export function typeProblems(module: LuaModule): string[] {
  try {
    parse(module.types, { chunkName: module.name });
    return [];
  } catch (error) {
    return [String((error as Error).message)];
  }
}
