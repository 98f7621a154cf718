import { describe, expect, it } from 'vitest';
import { runLua } from './lua-harness.ts';

describe('the Lua harness', () => {
  it('gives back what the main function returns', async () => {
    const { value, error } = await runLua('return function(a, b) return {sum = a + b} end', { args: [1, 2] });
    expect(error).toBeNull();
    expect(value).toEqual({ sum: 3 });
  });

  it('gives back the error of a main function', async () => {
    const { error } = await runLua('return { main = function() error("no luck") end }');
    expect(error?.message).toContain('no luck');
  });
});
