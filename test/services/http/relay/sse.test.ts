import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoint, gateway, luaEntry, processHost, RunningApplication, router } from '../../../support/application.ts';
import { EventStream } from './event-stream.ts';

let app: RunningApplication;

/** A target that does what the messages on "do" say, and tells "watcher" what the relay has sent. */
const target = luaEntry(
  'app:target',
  'process.lua',
  `
  return { main = function(name)
    local inbox, client = process.inbox(), nil
    if name then process.registry.register(name) end
    while true do
      local message = inbox:receive()
      local topic, data = message:topic(), message:payload() and message:payload():data()
      if topic == "send" then process.send(client, data.topic or "sse.message", data.value)
      elseif topic == "exit" then return "done"
      else
        if topic == "sse.join" then client = data.client_pid end
        process.send("watcher", "saw", {topic = topic, data = data, from = message:from()})
      end
    end
  end }`,
);

/** Keeps what targets have seen; "next" waits for the next record that is no heartbeat, or is one if asked for. */
const watcher = luaEntry(
  'app:watcher',
  'process.lua',
  `
  return { main = function()
    process.registry.register("watcher")
    local saw, asked = process.listen("saw"), process.listen("next")
    while true do
      local ask = asked:receive()
      local to, topic = ask[1], ask[2]
      local record
      repeat record = saw:receive() until topic == nil or record.topic == topic
      process.send(to, "record", record)
    end
  end }`,
);

const functions = [
  luaEntry(
    'app:start',
    'function.lua',
    'return { main = function() return process.spawn("app:watcher", "app:processes") end }',
  ),
  luaEntry(
    'app:send',
    'function.lua',
    'return { main = function(to, topic, data) local ok, err = process.send(to, topic, data); return {ok, err and err:message()} end }',
  ),
  luaEntry(
    'app:seen',
    'function.lua',
    `return { main = function(topic)
      local record = process.listen("record")
      process.send("watcher", "next", process.pid(), topic)
      return (record:receive())
    end }`,
  ),
  luaEntry(
    'app:target_of',
    'function.lua',
    'return { main = function(name) return process.spawn("app:target", "app:processes", name) end }',
  ),
  luaEntry(
    'app:monitor',
    'function.lua',
    `return { main = function(pid)
      process.monitor(pid)
      process.send("watcher", "saw", {topic = "monitoring"})
      local event = process.events():receive()
      return {event.kind, event.from == pid, event.result.value, event.result.error == nil}
    end }`,
  ),
];

/** Opens a stream whose relay is configured by the query of the request. */
const open = endpoint(
  'GET /open',
  `
  local res = http.response()
  res:set_header("X-SSE-Relay", http.request():query("relay"))`,
);

beforeEach(async () => {
  const routes = router({
    post_middleware: ['sse_relay'],
    post_options: { 'sserelay.allowed.origins': 'https://*.example.com' },
  });
  const writing = endpoint(
    'GET /written',
    'http.response():set_header("X-SSE-Relay", "{}"); http.response():write("own")',
  );
  app = await RunningApplication.start([
    processHost(),
    gateway(),
    routes,
    target,
    watcher,
    ...functions,
    ...open,
    ...writing,
  ]);
  await app.call('app:start');
});
afterEach(() => app.close());

const stream = (config: object, headers: Record<string, string> = {}): Promise<EventStream> =>
  EventStream.open(app.url(`/open?relay=${encodeURIComponent(JSON.stringify(config))}`), headers);
const send = (to: string, topic: string, data: unknown = null): Promise<unknown> =>
  app.call('app:send', to, topic, data);
const seen = (topic?: string): Promise<{ topic: string; data: Record<string, unknown>; from: string }> =>
  app.call('app:seen', ...(topic === undefined ? [] : [topic])) as never;

describe('sse_relay with a target', () => {
  it('introduces the client, forwards the messages of its topic, and ends with the target', async () => {
    const pid = (await app.call('app:target_of', 'target')) as string;
    const client = await stream({ target_pid: pid, metadata: { user: 'Jürgen' } });
    expect(client.response.headers.get('content-type')).toBe('text/event-stream');
    expect(client.response.headers.get('x-accel-buffering')).toBe('no');
    const { topic, data, from } = await seen();
    expect([topic, data, data['client_pid']]).toEqual([
      'sse.join',
      { client_pid: from, metadata: { user: 'Jürgen' } },
      from,
    ]);
    expect(from).toMatch(/^\{app:gateway\|0x/);
    await send('target', 'send', { value: { event: 'update', value: 42 } });
    await send('target', 'send', { topic: 'other', value: 'not forwarded' });
    await send('target', 'send', { value: 'line 1\nline 2' });
    await send('target', 'exit');
    const events = await client.rest();
    expect(events.map(({ event }) => event)).toEqual(['sse.message', 'sse.message', 'done']);
    expect(JSON.parse(events[0]?.data as string)).toEqual({ event: 'update', value: 42 });
    expect(events[1]?.data).toBe('"line 1\\nline 2"');
    expect(events[2]?.data).toBe('{"reason":"target process exited"}');
    expect(await send(from, 'sse.message', 'late')).toEqual([null, 'process not found']);
  });

  it('tells the target and monitors when the client goes', async () => {
    const pid = (await app.call('app:target_of')) as string;
    const client = await stream({ target_pid: pid, metadata: { n: 1 } });
    const { from } = await seen('sse.join');
    const monitored = app.call('app:monitor', from);
    await seen('monitoring');
    client.close();
    expect((await seen('sse.leave')).data).toEqual({ client_pid: from, metadata: { n: 1 } });
    expect(await monitored).toEqual(['pid.exit', true, 'client disconnected', true]);
  });

  it('beats for the target and keeps the connection alive', async () => {
    const pid = (await app.call('app:target_of', 'target')) as string;
    const client = await stream({ target_pid: pid, heartbeat_interval: '5ms', metadata: { n: 1 } });
    await seen('sse.join');
    await send('target', 'send', { value: 1 });
    await client.next();
    const beat = await seen('sse.heartbeat');
    expect(beat.data).toMatchObject({
      client_pid: beat.from,
      uptime: expect.stringMatching(/^[\d.]+(ms|µs|s)$/),
      metadata: { n: 1 },
    });
    await send('target', 'exit');
    await client.rest();
    expect(client.comments).toBeGreaterThan(0);
  });

  it.each([
    [{ target_pid: 'nobody' }, 400, 'invalid target PID "nobody": invalid pid format: missing braces\n'],
    [{ target_pid: '{app:processes|0xfffff}' }, 404, 'pid not registered\n'],
    [
      { idle_timeout: 'soon' },
      400,
      'invalid relay configuration: idle_timeout: "soon" is no duration such as 30s or 1m\n',
    ],
    [
      { hard_timeout: '-1s' },
      400,
      'invalid relay configuration: hard_timeout: "-1s" is no duration such as 30s or 1m\n',
    ],
    [[], 400, expect.stringMatching(/^invalid relay configuration: /)],
  ])('answers %j with %i', async (config, status, text) => {
    const answer = await fetch(app.url(`/open?relay=${encodeURIComponent(JSON.stringify(config))}`));
    expect([answer.status, await answer.text()]).toEqual([status, text]);
  });
});

describe('sse_relay without a target', () => {
  it('tells the client its PID, and takes a target, another topic and timeouts later', async () => {
    const client = await stream({ metadata: { n: 1 } });
    const ready = await client.next();
    const { stream_pid: pid, ...others } = JSON.parse(ready?.data as string) as Record<string, string>;
    expect([ready?.event, others]).toEqual(['ready', { message_topic: 'sse.message', metadata: { n: 1 } }]);
    await send(pid as string, 'sse.message', 'before');
    const first = (await app.call('app:target_of')) as string;
    await send(pid as string, 'sse.control', { target_pid: first, message_topic: 'news', metadata: { n: 2 } });
    expect((await seen()).data).toEqual({ client_pid: pid, metadata: { n: 2 } });
    await send(pid as string, 'sse.message', 'not any more');
    await send(pid as string, 'news', true);
    const second = (await app.call('app:target_of')) as string;
    await send(pid as string, 'sse.control', { target_pid: second });
    expect([(await seen()).topic, (await seen()).topic].sort()).toEqual(['sse.join', 'sse.leave']);
    await send(pid as string, 'sse.control', { target_pid: '' });
    expect((await seen()).topic).toBe('sse.leave');
    await send(pid as string, 'sse.control', { target_pid: '{app:processes|0xfffff}', message_topic: '*' });
    await send(pid as string, 'anything', 1);
    await send(pid as string, 'sse.close', 'session expired');
    expect((await client.rest()).map(({ event, data }) => `${event} ${data}`)).toEqual([
      'sse.message "before"',
      'news true',
      'anything 1',
      'done {"reason":"session expired"}',
    ]);
  });

  it.each([
    ['idle_timeout', 'idle timeout'],
    ['hard_timeout', 'hard timeout'],
  ])('ends after its %s', async (name, reason) => {
    const events = await (await stream({ [name]: '10ms' })).rest();
    expect(events.map(({ event, data }) => [event, data])).toEqual([
      ['ready', expect.any(String)],
      ['done', `{"reason":"${reason}"}`],
    ]);
  });

  it('ends when the server does', async () => {
    const client = await stream({});
    await client.next();
    const rest = client.rest();
    await app.application.shutdown();
    expect(await rest).toEqual([{ event: 'done', data: '{"reason":"server is shutting down"}' }]);
  });
});

describe('sse_relay and who may connect', () => {
  it.each([
    ['https://app.example.com', 200],
    ['https://example.com', 403],
    ['https://app.example.com.evil.org', 403],
    ['null', 403],
  ])('answers the origin %s with %i', async (origin, status) => {
    const client = await stream({}, { Origin: origin });
    client.close();
    expect(client.response.status).toBe(status);
  });
});

describe('a response that was written already', () => {
  it('is sent as it is', async () => {
    const answer = await fetch(app.url('/written'));
    expect([answer.status, await answer.text(), answer.headers.get('x-sse-relay')]).toEqual([200, 'own', null]);
  });

  it('has no relay for HEAD', async () => {
    const answer = await fetch(app.url('/open?relay={}'), { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });
});
