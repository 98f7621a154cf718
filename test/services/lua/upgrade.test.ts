import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/registry/index.ts';
import { luaEntry, processHost, RunningApplication } from '../../support/application.ts';

let app: RunningApplication;
afterEach(() => app.close());

const library = (answer: number): Entry =>
  luaEntry('app:lib', 'library.lua', `return { answer = function() return ${answer} end }`);
const wrapper = (): Entry =>
  luaEntry('app:wrapper', 'library.lua', 'return { ask = function() return lib.answer() end }', {
    imports: { lib: 'app:lib' },
  });

/** A worker that counts requests, answers with its code and its count, and upgrades itself when it is told. */
const worker = (version: string): Entry =>
  luaEntry(
    'app:worker',
    'process.lua',
    `
    local function main(count)
      process.set_options({upgradable = true})
      local inbox, events = process.inbox(), process.events()
      while true do
        local got = channel.select{inbox:case_receive(), events:case_receive()}
        if got.channel == events and got.value.kind == process.event.OUTDATED then
          process.send("client", "outdated", got.value.sources, got.value.from == nil, math.type(got.value.at))
          process.upgrade(nil, count)
        elseif got.channel == events then
          return
        elseif got.channel == inbox then
          count = count + 1
          process.send("client", "answer", "${version}", count, wrapper.ask(), process.pid())
        end
      end
    end
    return { main = main }`,
    { imports: { wrapper: 'app:wrapper' } },
  );

/** A process that drives the worker: what it is sent on "ask" and "wait" are its two moves. */
const client = (): Entry =>
  luaEntry(
    'app:client',
    'process.lua',
    `
    return { main = function()
      local pid = process.spawn_linked_monitored("app:worker", "app:processes", 0)
      process.registry.register("worker", pid)
      process.set_options({trap_links = true})
      local answers, outdated, moves = process.listen("answer"), process.listen("outdated"), process.listen("move")
      while true do
        local got = moves:receive()
        local move, to = got[1], got[2]
        if move == "ask" then
          process.send("worker", "question")
          process.send(to, "seen", (answers:receive()))
        elseif move == "outdated" then
          process.send(to, "seen", (outdated:receive()))
        elseif move == "terminate" then
          process.terminate("worker")
          local exit, down = process.events():receive(), (process.events():receive())
          process.send(to, "seen", {exit.kind, exit.from == pid, down.kind, down.from == pid})
          return
        end
      end
    end }`,
  );

/** Lets the client make moves, and gives what it saw. */
const moves = (): Entry =>
  luaEntry(
    'app:moves',
    'function.lua',
    `
    return { main = function(names)
      local seen, results = process.listen("seen"), {}
      if process.registry.lookup("client") == nil then
        process.with_context({}):with_name("client"):spawn("app:client", "app:processes")
      end
      for _, name in ipairs(names) do
        process.send("client", "move", name, process.pid())
        table.insert(results, (seen:receive()))
      end
      return results
    end }`,
  );

describe('a process that says it is upgradable', () => {
  it('is told when a library of a library changes, and goes on as the new code with PID, state, names and links', async () => {
    app = await RunningApplication.start([processHost(), library(1), wrapper(), worker('v1'), client(), moves()]);
    const [before] = (await app.call('app:moves', ['ask'])) as unknown[][];
    expect(before?.slice(0, 3)).toEqual(['v1', 1, 1]);
    const pid = before?.[3];
    await app.update(library(2));
    const [first, second] = (await app.call('app:moves', ['outdated', 'ask'])) as unknown[][];
    expect(first).toEqual([['app:lib', 'app:worker', 'app:wrapper'], true, 'integer']);
    expect(second).toEqual(['v1', 2, 2, pid]);
    await app.update(worker('v2'));
    const [third, fourth, fifth] = (await app.call('app:moves', ['outdated', 'ask', 'terminate'])) as unknown[][];
    expect(third).toEqual([['app:worker'], true, 'integer']);
    expect(fourth).toEqual(['v2', 3, 2, pid]);
    expect(fifth).toEqual(['pid.exit', true, 'pid.link.down', true]);
  });
});
