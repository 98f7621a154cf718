import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { request } from '../../../src/dev/control/control-client.ts';
import { type ControlMethods, type ControlServer, openControl } from '../../../src/dev/control/control-server.ts';
import { controlSocketPath } from '../../../src/dev/control/socket-path.ts';
import { ErrorKind, WippyError } from '../../../src/infrastructure/errors.ts';

let directory = '';
let path = '';
let server: ControlServer | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wippy-control-'));
  path = join(directory, 'socket');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(directory, { recursive: true, force: true });
});

const METHODS: ControlMethods = {
  hello: () => ({ pid: 42, mode: 'dev' }),
  echo: (params) => params,
  fail: () => {
    throw new WippyError('no luck', { kind: ErrorKind.Invalid, retryable: false, hint: 'Try again.' });
  },
  defect: () => {
    throw new TypeError('x is undefined');
  },
  count: (_params, { send }) => {
    for (let number = 1; number <= 3; number += 1) send(number);
    return 'done';
  },
  wait: (_params, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
};

async function open(methods: ControlMethods = METHODS): Promise<void> {
  server = await openControl(path, methods);
}

/** What the server writes for raw bytes, until it closes the connection. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(path, () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('the control socket', () => {
  it('answers requests', async () => {
    await open();
    expect(await request(path, 'echo', { a: [1, 'ü', null] })).toEqual({ a: [1, 'ü', null] });
  });

  it('sends the items of a stream before its result', async () => {
    await open();
    const items: unknown[] = [];
    expect(await request(path, 'count', {}, (item) => items.push(item))).toBe('done');
    expect(items).toEqual([1, 2, 3]);
  });

  it('answers with errors and their hints', async () => {
    await open();
    await expect(request(path, 'fail', {})).rejects.toMatchObject({
      message: 'no luck',
      kind: 'Invalid',
      hint: 'Try again.',
    });
    await expect(request(path, 'ehco', {})).rejects.toMatchObject({
      message: 'unknown method "ehco"',
      hint: 'Did you mean "echo"?',
    });
    await expect(request(path, 'constructor', {})).rejects.toMatchObject({ message: 'unknown method "constructor"' });
    await expect(request(path, 'defect', {})).rejects.toBeInstanceOf(WippyError);
  });

  it('tells a method when nobody waits any more', async () => {
    let told: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      told = resolve;
    });
    await open({
      wait: (_params, { signal, send }) => {
        signal.addEventListener('abort', () => told(), { once: true });
        send('there');
        return new Promise(() => undefined);
      },
    });
    const stop = new AbortController();
    await request(path, 'wait', {}, () => stop.abort(), stop.signal);
    await ended;
  });

  it.each(['\n', 'GET / HTTP/1.1\r\n\r\n', '[]\n', '{"method": 5}\n', '{"method": "echo", "params": 1}\n', '\u0000\n'])(
    'answers %j with an error',
    async (text) => {
      await open();
      expect(JSON.parse((await raw(text)).split('\n')[0] as string)).toHaveProperty('error');
    },
  );

  it('gives up a request without end', async () => {
    await open();
    await raw('x'.repeat(2 << 20)).catch(() => undefined);
    expect(await request(path, 'echo', {})).toEqual({});
  });

  it('belongs to its owner alone', async () => {
    await open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is refused to a second program, which is told who has it', async () => {
    await open();
    await expect(openControl(path, METHODS)).rejects.toMatchObject({
      kind: 'AlreadyExists',
      message: 'wippy dev of this project runs already, as process 42',
    });
    expect(await request(path, 'hello', {})).toMatchObject({ pid: 42 });
  });

  it('is taken over from a program that was killed', async () => {
    // The socket file of a program that could not tidy up.
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    expect(statSync(path).isSocket()).toBe(true);
    await open();
    expect(await request(path, 'hello', {})).toMatchObject({ pid: 42 });
  });

  it('that nobody answers on says how to start', async () => {
    await expect(request(path, 'hello', {})).rejects.toMatchObject({
      kind: 'Unavailable',
      message: 'no application of this project runs',
    });
  });

  it('that is closed ends the calls that wait', async () => {
    await open();
    const waiting = request(path, 'wait', {});
    await request(path, 'hello', {});
    await server?.close();
    await expect(waiting).rejects.toMatchObject({ kind: 'Unavailable' });
  });
});

describe('its path', () => {
  it('lies in the project, or elsewhere where that would be too long', () => {
    expect(controlSocketPath('/home/ada/app')).toBe('/home/ada/app/.wippy/control.sock');
    const deep = `/${'directory/'.repeat(20)}app`;
    expect(Buffer.byteLength(controlSocketPath(deep))).toBeLessThan(104);
    expect(controlSocketPath(deep)).not.toBe(controlSocketPath(`${deep}2`));
  });
});
