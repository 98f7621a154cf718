import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { eventBusKey } from '../../../../src/system/context-keys.ts';
import { endpoint, gateway, RunningApplication, router } from '../../../support/application.ts';
import { RawClient } from './raw-client.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

/** A function that says that it has begun, and answers once the test publishes `go.on`. */
const WAITING = `
  local http, events = require("http"), require("events")
  local res = http.response()
  local subscription = events.subscribe("go", "on")
  res:write("begun,")
  res:flush()
  subscription:channel():receive()
  res:write("done")`;

const PATIENT = { addr: '127.0.0.1:0', lifecycle: { auto_start: true, stop_timeout: '60s' } };

async function start(service: object = PATIENT): Promise<RunningApplication> {
  application = await RunningApplication.start([
    gateway(service),
    router(),
    ...endpoint('GET /wait', WAITING, ['http', 'events']),
    ...endpoint('GET /fast', 'return 1'),
  ]);
  return application;
}

describe('the end of a server', () => {
  it('lets running requests end, and takes no new ones', async () => {
    const running = await start();
    const url = running.url('/fast');
    const client = await RawClient.open(url);
    client.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.until('begun,');
    const closed = running.close();
    application = undefined;
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    running.application.context.require(eventBusKey).publish({ system: 'go', kind: 'on', path: 'x' });
    await closed;
    expect(await client.all()).toContain('done');
    expect((await client.all()).endsWith('0\r\n\r\n')).toBe(true);
  });

  it('ends connections that carry no request at once', async () => {
    const running = await start();
    const unused = await RawClient.open(running.url());
    const idle = await RawClient.open(running.url());
    idle.write('GET /fast HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await idle.until('\r\n\r\n1')).toContain('HTTP/1.1 200 OK');
    await running.close();
    application = undefined;
    expect(await unused.all()).toBe('');
    expect((await idle.all()).endsWith('\r\n\r\n1')).toBe(true);
  });

  it('breaks off what has not ended when its time is over', async () => {
    const running = await start({ addr: '127.0.0.1:0', lifecycle: { auto_start: true, stop_timeout: '20ms' } });
    const client = await RawClient.open(running.url());
    client.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.until('begun,');
    await running.close();
    application = undefined;
    const text = await client.all();
    expect(text).toContain('begun,');
    expect(text).not.toContain('done');
    expect(text.endsWith('0\r\n\r\n')).toBe(false);
  });

  it('tells clients of requests that are still answered that the connection ends', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    client.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.until('begun,');
    // The second request has arrived before the end began, and is answered after the first.
    client.write('GET /fast HTTP/1.1\r\nHost: x\r\n\r\n');
    const closed = running.close();
    application = undefined;
    running.application.context.require(eventBusKey).publish({ system: 'go', kind: 'on', path: 'x' });
    await closed;
    expect(await client.all()).toContain('done');
  });
});

describe('a client that goes', () => {
  it('ends the function that answers it', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    client.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.until('begun,');
    client.socket.destroy();
    await expect.poll(() => running.log.join('')).toContain('request was given up');
    expect(running.log.filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
    expect((await fetch(running.url('/fast'))).status).toBe(200);
  });
});

describe('a client that reads slowly', () => {
  it('makes the function wait, which gets on when the client does', async () => {
    const body = `
      local http, events = require("http"), require("events")
      local res = http.response()
      local part = ("x"):rep(65536)
      for i = 1, 400 do
        res:write(part)
        local err = res:flush()
        if err then error(err) end
        events.send("sent", "part", tostring(i))
      end
      res:write("the end")`;
    application = await RunningApplication.start([
      gateway(),
      router(),
      ...endpoint('GET /big', body, ['http', 'events']),
    ]);
    let sent = 0;
    application.application.context.require(eventBusKey).subscribe({ system: 'sent' }, () => void sent++);
    const client = await RawClient.open(application.url());
    client.socket.removeAllListeners('data').pause();
    client.write('GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    // Until the buffers of both sides are full, and nothing more is sent.
    let before = -1;
    const stalled = (): boolean => {
      const still = sent > 0 && sent === before;
      before = sent;
      return still;
    };
    await expect.poll(stalled, { interval: 300, timeout: 20_000 }).toBe(true);
    expect(sent).toBeLessThan(400);
    let received = 0;
    client.socket.on('data', (chunk: string) => {
      received += chunk.length;
    });
    client.socket.resume();
    await once(client.socket, 'close');
    expect(received).toBeGreaterThan(400 * 65_536);
    expect(sent).toBe(400);
  }, 60_000);
});
