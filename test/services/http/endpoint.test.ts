import { request as send } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerStreamCommands } from '../../../src/services/fs/byte-stream.ts';
import { luaTraceback } from '../../../src/services/lua/traceback.ts';
import { Application, endpoint, entry, gateway, lua, router } from './application.ts';

let application: Application;
beforeEach(() => {
  application = new Application({ extend: ({ dispatcher }) => registerStreamCommands(dispatcher) });
});
afterEach(() => application.close());

const serve = (...endpoints: ReturnType<typeof endpoint>[]) =>
  application.load(gateway(), router(), ...endpoints.flat());

describe('the request of an endpoint', () => {
  it('tells what was asked', async () => {
    await serve(
      endpoint(
        'GET /users/{id}',
        `local req, res = http.request(), http.response()
        res:write_json({
          method = req:method(), path = req:path(), id = req:param("id"), none = req:param("x") == nil,
          q = req:query("q"), missing = req:query("z") == nil, tags = req:query_params().t, agent = req:header("x-agent"),
          host = req:host() ~= "", has_body = req:has_body(), length = req:content_length(),
          json = req:accepts("application/json"), html = req:accepts("text/html"),
          inherited = req:header("constructor") == nil and req:header("__proto__") == nil and req:param("constructor") == nil,
          remote = req:remote_addr():match("^127%.0%.0%.1:%d+$") ~= nil, params = req:params(), text = tostring(req)
        })`,
      ),
    );
    const response = await fetch(application.url('/users/a%20b?q=h%C3%A9&t=1&t=2'), {
      headers: { 'X-Agent': 'test', accept: 'application/json;q=0.9' },
    });
    expect(await response.json()).toEqual({
      method: 'GET',
      path: '/users/a b',
      id: 'a b',
      none: true,
      q: 'hé',
      missing: true,
      tags: '1,2',
      agent: 'test',
      host: true,
      has_body: false,
      length: 0,
      json: true,
      html: false,
      inherited: true,
      remote: true,
      params: { id: 'a b' },
      text: 'http.Request{method=GET, path=/users/a b}',
    });
  });

  it('reads bodies as text and as JSON, as often as asked', async () => {
    await serve(
      endpoint(
        'POST /echo',
        `local req, res = http.request(), http.response()
        local data, err = req:body_json()
        if err then res:set_status(400) return res:write_json({kind = err:kind(), message = err:message()}) end
        res:write_json({name = data.name, bytes = #req:body(), type = req:is_content_type("application/json")})`,
      ),
    );
    const post = async (body: string) => {
      const response = await fetch(application.url('/echo'), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      return [response.status, await response.json()];
    };
    expect(await post('{"name":"ü"}')).toEqual([200, { name: 'ü', bytes: 13, type: true }]);
    const [status, problem] = await post('{nonsense');
    expect(status).toBe(400);
    expect(problem).toMatchObject({ kind: 'Invalid', message: expect.stringContaining('invalid JSON: ') });
  });

  it('refuses bodies that are larger than the function wants', async () => {
    await serve(
      endpoint(
        'POST /small',
        `local body, err = http.request({max_body = 10}):body()
        http.response():write(err and err:kind() .. ": " .. err:message() or body)`,
      ),
    );
    const post = async (body: string) => (await fetch(application.url('/small'), { method: 'POST', body })).text();
    expect(await post('0123456789')).toBe('0123456789');
    expect(await post('0123456789a')).toBe('Invalid: request body too large');
  });

  it('hands bodies out as streams', async () => {
    await serve(
      endpoint(
        'POST /lines',
        `local scanner = http.request():stream():scanner("lines")
        local count = 0
        while scanner:scan() do count = count + #scanner:text() end
        http.response():write(tostring(count))`,
      ),
    );
    const response = await fetch(application.url('/lines'), { method: 'POST', body: 'ab\ncd\r\nef' });
    expect(await response.text()).toBe('6');
  });

  it('takes forms with files apart', async () => {
    await serve(
      endpoint(
        'POST /upload',
        `local req, res = http.request(), http.response()
        local form, err = req:parse_multipart(4)
        if err then return res:write(err:kind() .. ": " .. err:message()) end
        local file = form.files.doc[1]
        local stream = file:stream()
        local content = stream:read(0)
        stream:close()
        res:write_json({title = form.values.title, tags = form.values.tag, name = file:name(), size = file:size(),
          type = file:header("Content-Type"), content = content, missing = file:header("constructor") == nil})`,
      ),
    );
    const form = new FormData();
    form.set('title', 'Bericht');
    form.append('tag', 'a');
    form.append('tag', 'b');
    form.set('doc', new Blob(['0123456789'], { type: 'text/plain' }), 'a.txt');
    const response = await fetch(application.url('/upload'), { method: 'POST', body: form });
    expect(await response.json()).toEqual({
      title: 'Bericht',
      tags: ['a', 'b'],
      name: 'a.txt',
      size: 10,
      type: 'text/plain',
      content: '0123456789',
      missing: true,
    });
    const other = await fetch(application.url('/upload'), { method: 'POST', body: 'x' });
    expect(await other.text()).toBe('Invalid: content type is not multipart/form-data');
  });
});

describe('the response of an endpoint', () => {
  it('is 500 with a short body when the function fails, and the log has the traceback', async () => {
    await serve(endpoint('GET /fail', 'local x = nil\nreturn x.y'), endpoint('GET /silent', ''));
    const response = await fetch(application.url('/fail'));
    expect(response.status).toBe(500);
    const body = (await response.json()) as { error: string };
    expect(body.error).toMatch(/attempt to index/);
    expect(JSON.stringify(body)).not.toMatch(/node:|\.ts/);
    const record = application.records.find(({ message }) => message === 'request failed');
    expect(record?.fields).toMatchObject({ path: '/fail', func: 'app:GET_fail' });
    const place = (_entry: string, line: number) => ({ file: 'src/fail.lua', line });
    expect(luaTraceback(record?.fields['error'], place)).toMatch(
      /^stack traceback:\n\tsrc\/fail\.lua:\d+: in function /,
    );
    const silent = await fetch(application.url('/silent'));
    expect([silent.status, await silent.json()]).toEqual([500, { error: 'no response sent', kind: 'Internal' }]);
  });

  it('is the value that the function returns, if it writes nothing', async () => {
    await serve(endpoint('GET /value', 'return {answer = 42, text = "ü"}'));
    const response = await fetch(application.url('/value'));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ answer: 42, text: 'ü' });
  });

  it('cannot change its head once something was written', async () => {
    await serve(
      endpoint(
        'GET /late',
        `local res = http.response()
        res:write("a")
        local e1, e2 = res:set_status(404), res:set_header("X-A", "b")
        res:write(e1:kind() .. "|" .. e2:message())
        res:write("|" .. tostring(http.response():set_header("X\\n", "y"):kind()))`,
      ),
      endpoint('GET /bad', `http.response():write(http.response():set_header("X-A", "b\\r\\nSet-Cookie: c"):kind())`),
    );
    const response = await fetch(application.url('/late'));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('aInvalid|cannot set headers after headers are sent|Invalid');
    const bad = await fetch(application.url('/bad'));
    expect(bad.headers.get('set-cookie')).toBeNull();
    expect(await bad.text()).toBe('Invalid');
  });

  it('arrives piece by piece when it is flushed, and as events', async () => {
    await serve(
      endpoint(
        'GET /events',
        `local res = http.response()
        res:write_event({name = "one", data = {n = 1}})
        res:write_event({name = "two", data = "x"})`,
      ),
      endpoint(
        'GET /chunks',
        `local res = http.response()
        res:set_transfer(http.TRANSFER.CHUNKED)
        res:write("a") res:flush() res:write("b") res:flush()`,
      ),
    );
    const events = await fetch(application.url('/events'));
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    expect(await events.text()).toBe('event: one\ndata: {"n":1}\n\nevent: two\ndata: "x"\n\n');
    const chunks = await fetch(application.url('/chunks'));
    expect(chunks.headers.get('transfer-encoding')).toBe('chunked');
    expect(await chunks.text()).toBe('ab');
  });

  it('is found by the endpoint function alone, not by those it calls', async () => {
    await application.load(
      gateway(),
      router(),
      lua('app:inner', 'local req, err = http.request() return tostring(req) .. "|" .. err:message()'),
      ...endpoint('GET /outer', 'return "unused"'),
    );
    let answer: unknown;
    const { FrameContext } = await import('../../../src/core/context/frame-context.ts');
    await new Promise<void>((resolve) => {
      const call = { target: 'app:inner', payloads: [], context: FrameContext.root(), options: null };
      application.functions.call(call, (value) => {
        answer = value?.[0]?.data;
        resolve();
      });
    });
    expect(answer).toBe('nil|no HTTP request context found');
  });

  it('gives the function up when the client goes', async () => {
    await serve(endpoint('GET /wait', ''));
    const stopped = new Promise<void>((resolve) => {
      let open = true;
      application.functions.register('app:GET_wait', {
        call: (_call, done) => ({
          cancel: () => {
            if (open) resolve();
            open = false;
            done(null, null);
          },
        }),
        retire: () => Promise.resolve(),
        statistics: () => ({ type: 'fake', size: 1, maximum: 1, active: 0, waiting: 0, completed: 0 }),
      });
    });
    const client = send(application.url('/wait'));
    client.on('error', () => undefined);
    client.end();
    const poll = (): void => {
      if (client.socket?.bytesWritten) client.destroy();
      else setImmediate(poll);
    };
    poll();
    await stopped;
  });
});

describe('routes', () => {
  it('answer 404, 405 with the methods, and OPTIONS', async () => {
    await serve(endpoint('GET /a', 'return 1'), endpoint('POST /a', 'return 2'));
    expect((await fetch(application.url('/b'))).status).toBe(404);
    const wrong = await fetch(application.url('/a'), { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
    const options = await fetch(application.url('/a'), { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    const head = await fetch(application.url('/a'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1']);
  });

  it('change with their entries while the socket stays open', async () => {
    await serve(endpoint('GET /a', 'return 1'));
    const url = application.url();
    await application.load(gateway(), router({ prefix: '/v2' }), ...endpoint('GET /b', 'return 2'));
    expect(application.url()).toBe(url);
    expect((await fetch(`${url}/a`)).status).toBe(404);
    expect(await (await fetch(`${url}/v2/b`)).text()).toBe('2');
  });

  it('that answer the same requests are refused, naming both entries, and the former routes stay', async () => {
    await serve(endpoint('GET /a', 'return 1'));
    const twin = entry('app:twin', 'http.endpoint', { method: 'GET', path: '/a', func: 'GET_a' }, { router: 'api' });
    await expect(application.load(gateway(), router(), ...endpoint('GET /a', 'return 1'), twin)).rejects.toThrow(
      'routes conflict: GET /a of app:twin and GET /a of app:GET_a.endpoint answer the same requests',
    );
    expect(await (await fetch(application.url('/a'))).text()).toBe('1');
  });

  it('with unknown middleware are refused with the likely name', async () => {
    await expect(application.load(gateway(), router({ middleware: ['cros'] }))).rejects.toMatchObject({
      message: expect.stringContaining('unknown middleware "cros" (Did you mean "cors"?)'),
    });
  });
});

describe('a server', () => {
  it('says which port is taken and by whom', async () => {
    await serve(endpoint('GET /a', 'return 1'));
    const { port } = new URL(application.url());
    const other = new Application();
    try {
      const taken = gateway({
        addr: `127.0.0.1:${port}`,
        lifecycle: { auto_start: true, restart: { max_attempts: 1 } },
      });
      await expect(other.load(taken)).rejects.toThrow(`address 127.0.0.1:${port} is already in use`);
    } finally {
      await other.close();
    }
  });

  it('restarts at another address', async () => {
    await serve(endpoint('GET /a', 'return 1'));
    const before = application.url();
    await application.load(gateway({ addr: 'localhost:0' }), router(), ...endpoint('GET /a', 'return 1'));
    const port = application.http.server('app:gateway')?.address?.port;
    expect(before).not.toContain(`:${port}`);
    expect(await (await fetch(`http://localhost:${port}/a`)).text()).toBe('1');
    await expect(fetch(`${before}/a`)).rejects.toThrow();
  });

  it('refuses an address that is none', async () => {
    await expect(application.load(gateway({ addr: 'nonsense' }))).rejects.toThrow('invalid address "nonsense"');
  });
});
