import { describe, expect, it } from 'vitest';
import { closestName, didYouMean, editDistance } from '../../src/infrastructure/suggest.ts';

describe('suggestions', () => {
  it('finds the name with the fewest edits', () => {
    expect(closestName('http.servce', ['http.service', 'http.router', 'process.service'])).toBe('http.service');
  });

  it('counts swapped neighbours as one edit', () => {
    expect(editDistance('metohd', 'method', 3)).toBe(1);
  });

  it('says nothing when no name is close', () => {
    expect(didYouMean('zebra', ['http.service'])).toBeUndefined();
  });

  it('does not depend on the order of the candidates', () => {
    expect(closestName('bat', ['cat', 'hat'])).toBe('cat');
    expect(closestName('bat', ['hat', 'cat'])).toBe('cat');
  });

  it('ignores case', () => {
    expect(didYouMean('Method', ['method'])).toBe('Did you mean "method"?');
  });
});
