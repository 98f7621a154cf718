import { describe, expect, it } from 'vitest';
import { program, run } from './support.ts';

const app = program('return { main = function() end }');

describe('a wrong command line', () => {
  it.each([
    [['rum'], 2, 'Error: command "rum" not found\nHint: Did you mean "run"?'],
    [['registry', 'shwo', 'x'], 2, 'Hint: Did you mean "registry show"?'],
    [['run', '--verbos'], 2, 'Error: unknown flag --verbos\nHint: Did you mean "--verbose"?'],
    [['registry', 'list', '--jsno'], 2, 'Hint: Did you mean "--json"?'],
    [['registry', 'list', '-z'], 2, 'Error: unknown flag -z'],
    [['registry', 'list', '--kind'], 2, 'Flag --kind expects a value'],
    [['version', 'extra'], 2, 'Unexpected argument: extra'],
    [['run', '-m', 'lots'], 2, 'Error: invalid --memory-limit "lots"'],
    [['run', 'mian'], 1, 'Hint: Did you mean "main"?'],
    [['run', '-x', 'app:mian'], 1, 'Hint: Did you mean "app:main"?'],
    [['run', 'main', '--host', 'app:termina'], 1, 'Hint: Did you mean "app:terminal"?'],
    [['run', '--set', 'shutdown.timeout=soon'], 1, 'must be a duration such as 500ms, 5s or 1m30s, got string "soon"'],
    [['run', '--set', 'finder.query_cache_size=many'], 1, 'must be an integer of at least 0, got string "many"'],
    [['run', '--set', 'security.strict_mode=perhaps'], 1, 'must be true or false, got string "perhaps"'],
    [['run', '--set', 'shutdown'], 1, 'expected section.path=value'],
    [['run', '-o', 'app:main:method=12'], 1, 'P0602 method: expected a text, got number 12'],
    [['run', '-o', 'app:terminal:hide_logs=maybe'], 1, 'P0602 hide_logs: expected true or false, got string "maybe"'],
    [['run', '-o', 'app:nobody:x=1'], 1, 'P0501'],
    [['run', '-o', 'app:main'], 1, "missing separator '='"],
  ])('%j is refused with exit code %i', async (argv, exitCode, text) => {
    const outcome = await run(app, argv);
    expect([outcome.exitCode, outcome.stdout]).toEqual([exitCode, '']);
    expect(outcome.stderr).toContain(text);
  });

  it('with a setting that nobody reads is told so', async () => {
    const argv = [
      'run',
      'main',
      '-v',
      '--set',
      'shutdwon.timeout=5s',
      '--set',
      'shutdown.timout=5s',
      '--set',
      'cluster.enabled=true',
    ];
    const { exitCode, stderr } = await run(app, argv);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning P0404 unknown section "shutdwon"');
    expect(stderr).toContain(
      'warning P0407 unknown setting "shutdown.timout"\n  hint: Did you mean "shutdown.timeout"?',
    );
    expect(stderr).toContain('warning P0408 setting "cluster.enabled" has no effect: this runtime is one node');
  });
});
