import { describe, expect, it } from 'vitest';
import type { CommandCompletion } from '../../../src/core/dispatcher/command.ts';
import { timeModule } from '../../../src/modules/time/index.ts';
import { ClockCommand, type SleepCommand } from '../../../src/services/clock/commands.ts';
import { runLua } from '../run-lua.ts';

/** A clock on which all sleeps end in the order of their times, as soon as the process waits. */
function manualClock() {
  let now = 0;
  const sleeping = new Set<{ at: number; completion: CommandCompletion }>();
  let turning = false;
  const turn = (): void => {
    turning = false;
    const [first] = [...sleeping].sort((a, b) => a.at - b.at);
    if (first === undefined) return;
    sleeping.delete(first);
    now = first.at;
    first.completion.complete(null);
    schedule();
  };
  const schedule = (): void => {
    if (turning || sleeping.size === 0) return;
    turning = true;
    setImmediate(turn);
  };
  const run = (body: string): Promise<unknown> =>
    runLua(body, {
      modules: [timeModule],
      handlers: (dispatcher) => {
        dispatcher.registerImmediate(ClockCommand.Now, () => ({ seconds: now / 1000, nanoseconds: 0 }));
        dispatcher.register<SleepCommand>(ClockCommand.Sleep, ({ milliseconds }, completion) => {
          const sleeper = { at: now + milliseconds, completion };
          sleeping.add(sleeper);
          schedule();
          return () => sleeping.delete(sleeper);
        });
      },
    });
  return { run, sleeping };
}

describe('scheduling', () => {
  it('sleeps for numbers, texts and durations; not at all for what is not positive', async () => {
    const { run } = manualClock();
    expect(
      await run(`
        local results = select('#', time.sleep("5s"))
        time.sleep(500 * time.MILLISECOND)
        time.sleep((time.parse_duration("1s")))
        time.sleep(0)
        time.sleep("-1h")
        return {time.now():unix(), results}`),
    ).toEqual([6.5, 0]);
  });

  it('sends the time once and closes the channel', async () => {
    const { run } = manualClock();
    expect(
      await run(`
        local channel = time.after("30s")
        local t, ok = channel:receive()
        local again, more = channel:receive()
        return {t:unix(), ok, tostring(again), more}`),
    ).toEqual([30, true, 'nil', false]);
  });

  it('stops a timer, which says whether it was still to fire', async () => {
    const { run, sleeping } = manualClock();
    expect(
      await run(`
        local timer = time.timer("1h")
        local first, second = timer:stop(), timer:stop()
        local value, ok = timer:response():receive()
        return {first, second, tostring(value), ok, timer:response() == timer:channel()}`),
    ).toEqual([true, false, 'nil', false, true]);
    expect(sleeping.size).toBe(0);
  });

  it('resets a timer that has not fired', async () => {
    const { run } = manualClock();
    expect(
      await run(`
        local timer = time.timer("10s")
        time.sleep("5s")
        local active = timer:reset("20s")
        local t = timer:response():receive()
        return {active, t:unix(), timer:reset("1s")}`),
    ).toEqual([true, 25, false]);
  });

  it.each([
    ['timer:reset(0)', /timer:reset: duration must be > 0/],
    ['timer:reset("x")', /timer:reset: invalid duration "x"/],
    ['timer.reset(1)', /bad argument #1 to 'reset' \(time.Timer expected, got number\)/],
  ])('%s raises', async (call, message) => {
    const { run } = manualClock();
    await expect(run(`local timer = time.timer("10s"); ${call}`)).rejects.toThrow(message);
  });

  it('ticks until it is stopped', async () => {
    const { run, sleeping } = manualClock();
    expect(
      await run(`
        local ticker = time.ticker("30s")
        local count = 0
        for _ = 1, 3 do
          ticker:response():receive()
          count = count + 1
        end
        return {count, ticker:stop(), select(2, ticker:channel():receive())}`),
    ).toEqual([3, true, false]);
    expect(sleeping.size).toBe(0);
  });

  it('drops ticks that nobody takes', async () => {
    const { run } = manualClock();
    expect(
      await run(`
        local ticker = time.ticker("1s")
        time.sleep("100s")
        ticker:stop()
        local count = 0
        while select(2, ticker:channel():receive()) do count = count + 1 end
        return count`),
    ).toBe(16);
  });

  it('gives its timers up when the process ends', async () => {
    const { run, sleeping } = manualClock();
    await run('time.ticker("1s"); time.timer("1h"); time.after("1h"); return 1');
    expect(sleeping.size).toBe(0);
  });
});
