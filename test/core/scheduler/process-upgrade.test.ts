import { describe, expect, it } from 'vitest';
import { commandId } from '../../../src/core/dispatcher/command-ranges.ts';
import { Message } from '../../../src/core/relay/message.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { FakeProcess, Harness, settle, text } from './support.ts';

const WAIT = commandId('clock', 0);

describe('upgrade', () => {
  it('goes on as new code under the same PID, without the answers meant for the old code', async () => {
    const seen: string[] = [];
    const fresh = new FakeProcess((events, out, self) => {
      for (const event of events) seen.push(event.kind);
      if (events.length > 0) out.done([text(`${self.context.id} ${self.context.pid!.text}`), ...self.input]);
    });
    const harness = new Harness({
      upgrades: {
        create: (source) => {
          seen.push(source);
          return { process: fresh, method: 'run' };
        },
      },
    });
    harness.dispatcher.register(WAIT, (_command, completion) => completion.complete('for the old code'));
    const old = new FakeProcess((_events, out, self) => {
      out.yield(1, { id: WAIT });
      harness.router.send(new Message(null, self.context.pid!, 'kept', []));
      out.upgrade({ source: 'app:v2', input: [text('state')] });
    });
    const { ended, pid } = harness.submit(old);
    const { value } = await ended;
    expect(value).toEqual([text(`app:v2 ${pid.text}`), text('state')]);
    expect(seen).toEqual(['app:v2', 'message']);
    expect([old.closes, fresh.closes, fresh.method]).toEqual([1, 1, 'run']);
  });

  it('uses the current code when no source is named', async () => {
    let source = '';
    const harness = new Harness({
      upgrades: {
        create: (id) => {
          source = id;
          return { process: new FakeProcess((_events, out) => out.done(null)), method: 'main' };
        },
      },
    });
    await harness.submit(new FakeProcess((_events, out) => out.upgrade({ source: null, input: [] }))).ended;
    expect(source).toBe('test:process');
  });

  it('ends the process when the new code cannot be made', async () => {
    const harness = new Harness({
      upgrades: {
        create: () => {
          throw new WippyError('factory not found', { kind: 'NotFound' });
        },
      },
    });
    const old = new FakeProcess((_events, out) => out.upgrade({ source: 'app:gone', input: [] }));
    const { error } = await harness.submit(old).ended;
    expect(error).toMatchObject({ message: 'upgrade: create failed: factory not found', kind: 'NotFound' });
    expect(old.closes).toBe(1);
    await settle(harness.loop);
  });
});
