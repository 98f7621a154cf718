import { describe, expect, it } from 'vitest';
import { childNodes, parse, type SyntaxNode, walk } from '../../../src/lua/syntax/index.ts';

const SOURCE = `
type Box<T: Any> = {value: T, [string]: number} @sealed
interface Named extends Base  name: string  m(self, x: number): (A, B) end
local a: number?, b = 1 + f(x, { y, z = 2, [k] = v }), not c
function m.n:o<T>(p: T, ...: any): T  if a then return p elseif b then goto q else ::q:: end end
for i = 1, 2, 3 do while a do break end end
for k, v in pairs(t :: Map) do repeat u = x! until (w) end
return function() end, a.b["c"]:d "e"
`;

describe('walk', () => {
  it('visits every node once, in source order, parents before children', () => {
    const chunk = parse(SOURCE);
    expect(chunk.problems).toEqual([]);
    const seen = new Set<SyntaxNode>();
    const open: SyntaxNode[] = [];
    let last = 0;
    walk(chunk, {
      enter: (node, parent) => {
        expect(seen.has(node)).toBe(false);
        expect(parent).toBe(open.at(-1) ?? null);
        expect(node.start).toBeGreaterThanOrEqual(last);
        if (parent) expect(node.end).toBeLessThanOrEqual(parent.end);
        last = node.start;
        seen.add(node);
        open.push(node);
      },
      leave: (node) => expect(open.pop()).toBe(node),
    });
    expect(open).toEqual([]);
    const kinds = new Set([...seen].map((node) => node.kind));
    for (const kind of [
      'AnnotatedType',
      'RecordType',
      'Cast',
      'NonNil',
      'Label',
      'Goto',
      'MethodCall',
      'FunctionType',
      'Table',
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  it('leaves out the children of a node for which enter returns false', () => {
    const names: string[] = [];
    walk(parse('local f = function() inner() end outer()'), {
      enter: (node) => {
        if (node.kind === 'Name') names.push(node.name);
        return node.kind !== 'FunctionExpression';
      },
    });
    expect(names).toEqual(['outer']);
  });

  it('gives the direct children of a node', () => {
    const [statement] = parse('local a: T = b, c').body.statements;
    expect(childNodes(statement).map((node) => node.kind)).toEqual(['NamedType', 'Name', 'Name']);
  });
});
