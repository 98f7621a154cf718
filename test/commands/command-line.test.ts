import { describe, expect, it } from 'vitest';
import {
  asksForHelp,
  commandFirst,
  findCommand,
  unknownCommandHint,
  unknownWords,
} from '../../src/commands/command-line.ts';
import { CommandExit, describeError, UsageError } from '../../src/commands/report-error.ts';
import { explainUnknownFlag, processWords } from '../../src/commands/run/words.ts';
import { ErrorKind, WippyError } from '../../src/infrastructure/errors.ts';

const ids = ['run', 'run:list', 'registry:list', 'version'];

describe('the command line', () => {
  it('may have global flags before the command', () => {
    expect(commandFirst(['-C', 'app', '-v', 'run', 'x', '--', 'y'])).toEqual([
      'run',
      'x',
      '-C',
      'app',
      '-v',
      '--',
      'y',
    ]);
    expect(commandFirst(['run', '-v'])).toEqual(['run', '-v']);
    expect(commandFirst(['--help'])).toEqual(['--help']);
    expect(commandFirst(['-v'])).toEqual(['-v']);
    expect(commandFirst([])).toEqual([]);
  });

  it('names a command with one or two words', () => {
    expect(findCommand(['run', 'list', '--json'], ids)).toEqual({ id: 'run:list', argv: ['--json'] });
    expect(findCommand(['run', 'hello', 'list'], ids)).toEqual({ id: 'run', argv: ['hello', 'list'] });
    expect(findCommand(['registry'], ids)).toBeUndefined();
    expect(findCommand([], ids)).toBeUndefined();
  });

  it('asks for help only before "--"', () => {
    expect(asksForHelp(['run', '-h'])).toBe(true);
    expect(asksForHelp(['run', '--', '-h'])).toBe(false);
  });

  it('finds words that name nothing', () => {
    expect(unknownWords(['registry', 'lst'], ids)).toBe('registry lst');
    expect(unknownWords(['help', 'nope'], ids)).toBe('nope');
    for (const argv of [
      [],
      ['--help'],
      ['registry'],
      ['registry', 'list', '-h'],
      ['help', 'run'],
      ['run', 'x', '-h'],
    ]) {
      expect(unknownWords(argv, ids)).toBeUndefined();
    }
  });

  it('suggests the command that was meant', () => {
    expect(unknownCommandHint(['registry', 'lst'], ids)).toBe('Did you mean "registry list"?');
    expect(unknownCommandHint(['rnu'], ids)).toBe('Did you mean "run"?');
    expect(unknownCommandHint(['zzzzzz'], ids)).toContain('wippy --help');
  });
});

describe('words for a process', () => {
  it('keep their order, also when they repeat', () => {
    const tokens = ['a', 'b', 'a'].map((input) => ({ type: 'arg', input }));
    expect(processWords([...tokens, { type: 'flag', input: 'x' }])).toEqual(['a', 'b', 'a']);
  });

  it('explain unknown flags', () => {
    expect(() => explainUnknownFlag(new Error('Nonexistent flag: --bar\nSee more help with --help'))).toThrow(
      'unknown flag --bar',
    );
    expect(() => explainUnknownFlag(new Error('other'))).toThrow('other');
  });
});

describe('describeError', () => {
  it('gives 1 for failures, 2 for wrong usage and the code of an exit', () => {
    const failure = new WippyError('broken', { kind: ErrorKind.Internal, hint: 'Repair it.' });
    expect(describeError(failure)).toEqual({ text: 'Error: broken\nHint: Repair it.\n', exitCode: 1 });
    expect(describeError(new UsageError('wrong')).exitCode).toBe(2);
    expect(describeError(new CommandExit(7))).toEqual({ text: '', exitCode: 7 });
  });

  it('never shows a stack trace', () => {
    expect(describeError(new TypeError('x is not a function')).text).toBe(
      'Error: internal error: x is not a function\nHint: This is a defect of wippy. --very-verbose shows where it happened.\n',
    );
    expect(describeError('text').text).toContain('Error: internal error: text\n');
    expect(describeError(new Error('no'), true).text).toMatch(/\n {4}at /);
  });
});
