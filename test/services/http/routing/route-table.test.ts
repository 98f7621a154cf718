import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../../../src/services/http/routing/pattern.ts';
import { RouteTable } from '../../../../src/services/http/routing/route-table.ts';

function table(...routes: string[]): (request: string) => string {
  const entries = routes.map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, pattern: parsePattern(path), route };
  });
  const routesOf = new RouteTable(entries);
  return (request) => {
    const [method = '', path = ''] = request.split(' ');
    const match = routesOf.match(method, path);
    if (match.kind === 'found') return `${match.route} ${JSON.stringify(match.params)}`;
    return match.kind === 'method' ? `allow ${match.allow.join(',')}` : match.kind;
  };
}

describe('a table of routes', () => {
  it('prefers text to parameters and parameters to the rest', () => {
    const match = table('GET /a/b', 'GET /a/{x}', 'GET /{rest...}', 'GET /a/{x}/c');
    expect(match('GET /a/b')).toBe('GET /a/b {}');
    expect(match('GET /a/z')).toBe('GET /a/{x} {"x":"z"}');
    expect(match('GET /a/b/c')).toBe('GET /a/{x}/c {"x":"b"}');
    expect(match('GET /a/b/d')).toBe('GET /{rest...} {}');
  });

  it('lets a path with a final slash stand for everything below it', () => {
    const match = table('GET /users/', 'GET /users/{id}', 'GET /exact/{$}');
    expect(match('GET /users')).toBe('GET /users/ {}');
    expect(match('GET /users/7')).toBe('GET /users/{id} {"id":"7"}');
    expect(match('GET /users/7/posts')).toBe('GET /users/ {}');
    expect(match('GET /exact/')).toBe('GET /exact/{$} {}');
    expect(match('GET /exact/more')).toBe('none');
  });

  it('says which methods a path has', () => {
    const match = table('GET /a', 'PUT /a', 'POST /a/{id}');
    expect(match('DELETE /a')).toBe('allow GET,HEAD,PUT');
    expect(match('GET /a/1')).toBe('allow POST');
    expect(match('HEAD /a')).toBe('GET /a {}');
    expect(match('GET /b')).toBe('none');
  });

  it('undoes escapes segment by segment', () => {
    const match = table('GET /files/{name}');
    expect(match('GET /files/a%2Fb')).toBe('GET /files/{name} {"name":"a/b"}');
    expect(match('GET /files/%zz')).toBe('malformed');
  });

  it('reads the older way to write parameters', () => {
    expect(table('GET /users/:id')('GET /users/5')).toBe('GET /users/:id {"id":"5"}');
  });
});

describe('a path pattern', () => {
  it.each([
    ['users', 'it must start with /'],
    ['/a//b', 'it has an empty segment'],
    ['/{a...}/b', '{a...} must be the last segment'],
    ['/{a}/{a}', 'the parameter a occurs twice'],
    ['/x{a}', '"x{a}" is neither text nor a {parameter}'],
  ])('refuses %s', (path, why) => {
    expect(() => parsePattern(path)).toThrow(`invalid path ${JSON.stringify(path)}: ${why}`);
  });
});
