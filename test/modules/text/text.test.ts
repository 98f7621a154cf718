import { describe, expect, it } from 'vitest';
import { textModule } from '../../../src/modules/text/index.ts';
import { runLua, typeProblems } from '../run-lua.ts';

const run = (body: string): Promise<unknown> => runLua(body, { modules: [textModule] });

describe('module text', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(textModule)).toEqual([]);
  });
});

describe('text.regexp', () => {
  const matched = (pattern: string, call: string): Promise<unknown> =>
    run(`local re, err = text.regexp.compile([==[${pattern}]==]); if err then return nil, err end
      local v = re:${call}; return v == nil and "nil" or v`);

  it.each([
    ['[0-9]+', 'match_string("abc123")', true],
    ['[0-9]+', 'match_string("abc")', false],
    ['[0-9]+', 'find_string("abc123def")', '123'],
    ['[0-9]+', 'find_string("abc")', 'nil'],
    ['[0-9]', 'find_all_string("a1b2c3")', ['1', '2', '3']],
    ['(\\w+)@(\\w+)\\.com', 'find_string_submatch("user@example.com")', ['user@example.com', 'user', 'example']],
    [
      '(\\w)=(\\d)',
      'find_all_string_submatch("a=1 b=2")',
      [
        ['a=1', 'a', '1'],
        ['b=2', 'b', '2'],
      ],
    ],
    ['(a)|(b)', 'find_string_submatch("b")', ['b', '', 'b']],
    ['x', 'find_string_submatch("b")', 'nil'],
    ['[0-9]+', 'find_string_index("abc123")', [4, 6]],
    [
      '[0-9]',
      'find_all_string_index("a1b2")',
      [
        [2, 2],
        [4, 4],
      ],
    ],
    ['[0-9]', 'find_all_string_index("ab")', 'nil'],
    ['ü+', 'find_string_index("Grüße")', [3, 4]],
    ['.', 'find_all_string("aü🎉")', ['a', 'ü', '🎉']],
    ['\\d', 'replace_all_string("a1b2", "X")', 'aXbX'],
    [
      '(?P<first>\\w+) (\\w+)',
      'replace_all_string("hello big world", "$2-${first}-$$-$3-$nope")',
      'big-hello-$-- world',
    ],
    ['a*', 'replace_all_string("baaau", "X")', 'XbXuX'],
    ['', 'replace_all_string("üb", "-")', '-ü-b-'],
    [',', 'split("a,b,c", -1)', ['a', 'b', 'c']],
    [',', 'split("a,b,c", 2)', ['a', 'b,c']],
    [',', 'split("")', ['']],
    ['', 'split("abc")', ['a', 'b', 'c']],
    ['a*', 'split("baaac")', ['b', 'c']],
    ['^b', 'find_all_string("bbb")', ['b']],
    ['(a)(?P<name>b)', 'num_subexp()', 2],
    ['(a)(?P<name>b)', 'subexp_names()', ['', '', 'name']],
    ['a+', 'string()', 'a+'],
  ])('/%s/ %s', async (pattern, call, value) => {
    expect(await matched(pattern, call)).toEqual(value);
  });

  it('gives no parts where none are asked for', async () => {
    expect(await run('return #text.regexp.compile(","):split("a,b", 0)')).toBe(0);
  });

  it('returns bytes that are no UTF-8 as they are', async () => {
    expect(await run('return text.regexp.compile("b."):find_string("a\\200b\\255c") == "b\\255"')).toBe(true);
  });

  it.each(['(', '[a', 'a**', '(?=x)', '\\1'])('refuses %s', async (pattern) => {
    expect(await run(`local re, e = text.regexp.compile([==[${pattern}]==]); return {tostring(re), e:kind()}`)).toEqual(
      ['nil', 'Invalid'],
    );
  });

  it('does not take more than linear time', async () => {
    expect(await matched('^(a+)+$', 'match_string(string.rep("a", 50000) .. "b")')).toBe(false);
  });
});

describe('text.diff', () => {
  it('compares as documented', async () => {
    expect(
      await run(`
        local diff = text.diff.new()
        local diffs = diff:compare("hello world", "hello there")
        return {diffs, diff:summarize(diffs), diff:pretty_html(diffs), (diff:pretty_text(diffs))}`),
    ).toEqual([
      [
        { operation: 'equal', text: 'hello ' },
        { operation: 'delete', text: 'world' },
        { operation: 'insert', text: 'there' },
      ],
      { equals: 6, deletions: 5, insertions: 5 },
      'hello <del>world</del><ins>there</ins>',
      'hello \u001b[31mworld\u001b[0m\u001b[32mthere\u001b[0m',
    ]);
  });

  it('escapes HTML', async () => {
    expect(await run('return (text.diff.new():pretty_html({{operation = "insert", text = "<a>&\\n"}}))')).toBe(
      '<ins>&lt;a&gt;&amp;&para;<br></ins>',
    );
  });

  it.each([
    ['The quick brown fox jumps over the lazy dog', 'The quick red fox jumps over the lazy cat'],
    ['Grüße 🎉🎊 an alle', 'Grüße 🎊🚀 an 🎉 alle'],
    ['', 'new'],
    ['old', ''],
  ])('makes patches from %j to %j', async (before, after) => {
    expect(
      await run(`
        local diff = text.diff.new({match_threshold = 0.4, patch_margin = 4})
        local patches = diff:patch_make("${before}", "${after}")
        local result, ok = diff:patch_apply(patches, "${before}")
        return {result, ok}`),
    ).toEqual([after, true]);
  });

  it('never tears a character apart', async () => {
    // Both begin with the same half of a pair.
    const diffs = (await run('return (text.diff.new():compare("🎉", "🎊"))')) as { text: string }[];
    expect(diffs.map(({ text }) => text)).toEqual(['🎉', '🎊']);
  });

  it('says where patches do not fit', async () => {
    expect(
      await run(`
        local diff = text.diff.new()
        local patches = diff:patch_make("The quick brown fox", "The quick red fox")
        local _, elsewhere = diff:patch_apply(patches, "completely different, 12345")
        local same, broken = diff:patch_apply({{text = "no patch"}}, "x")
        return {elsewhere, same, broken}`),
    ).toEqual([false, 'x', false]);
  });
});

describe('text.splitter', () => {
  it('splits at paragraphs, lines and words, with an overlap', async () => {
    expect(
      await run(`
        local splitter = text.splitter.recursive({chunk_size = 20, chunk_overlap = 6})
        return (splitter:split_text("First part here.\\n\\nThe second part is longer than that.\\n\\nEnd"))`),
    ).toEqual(['First part here.', 'The second part is', 'is longer than that.', 'End']);
  });

  it('keeps separators on request', async () => {
    expect(
      await run(`
        local splitter = text.splitter.recursive({chunk_size = 4, chunk_overlap = 0, keep_separator = true, separators = {";"}})
        return (splitter:split_text("aa;bb;cc"))`),
    ).toEqual(['aa', ';bb', ';cc']);
  });

  it('keeps chunks within their size and loses no word', async () => {
    const chunks = (await run(`
      local words = {}
      for i = 1, 500 do words[i] = "wörd" .. i .. (i % 17 == 0 and "\\n\\n" or "") end
      return (text.splitter.recursive({chunk_size = 60, chunk_overlap = 15}):split_text(table.concat(words, " ")))`)) as string[];
    const words = new Set(chunks.flatMap((chunk) => chunk.split(/\s+/)));
    for (let index = 1; index <= 500; index++) expect(words).toContain(`wörd${index}`);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(60);
  });

  it('splits single characters where nothing else helps', async () => {
    expect(
      await run('return (text.splitter.recursive({chunk_size = 3, chunk_overlap = 1}):split_text("🎉bcdefg"))'),
    ).toEqual(['🎉bc', 'cde', 'efg']);
  });

  it('gives chunks the metadata of their page', async () => {
    expect(
      await run(`
        local splitter = text.splitter.recursive({chunk_size = 6, chunk_overlap = 0})
        return (splitter:split_batch({{content = "one two", metadata = {page = 1}}, {content = "x"}, {metadata = {}}}))`),
    ).toEqual([
      { content: 'one', metadata: { page: 1 } },
      { content: 'two', metadata: { page: 1 } },
      { content: 'x', metadata: {} },
    ]);
  });

  it('repeats the heading of a section in all its chunks', async () => {
    const document = '# Title\n\nIntro.\n\n## Part\n\nThe first paragraph.\n\nThe second paragraph.\n';
    expect(
      await run(
        `return (text.splitter.markdown({chunk_size = 36, chunk_overlap = 0}):split_text([==[${document}]==]))`,
      ),
    ).toEqual(['# Title\nIntro.', '## Part\nThe first paragraph.', '## Part\nThe second paragraph.']);
    expect(
      await run(
        `return (text.splitter.markdown({chunk_size = 300, heading_hierarchy = true}):split_text([==[${document}]==]))`,
      ),
    ).toEqual(['# Title\nIntro.', '# Title\n## Part\nThe first paragraph.\n\nThe second paragraph.']);
  });

  it('keeps code blocks and definitions on request', async () => {
    const document = 'Text [x][y].\n\n[y]: http://example.com\n\n```lua\nlocal a = 1\nlocal b = 2\nlocal c = 3\n```\n';
    const split = (options: string): Promise<unknown> =>
      run(
        `return (text.splitter.markdown({chunk_size = 30, chunk_overlap = 0, ${options}}):split_text([==[${document}]==]))`,
      );
    expect(await split('code_blocks = true, reference_links = true')).toEqual([
      'Text [x][y].',
      '[y]: http://example.com',
      '```lua\nlocal a = 1\nlocal b = 2\nlocal c = 3\n```',
    ]);
    expect(await split('')).toEqual(['Text [x][y].', '```lua\nlocal a = 1\nlocal b = 2', 'local c = 3\n```']);
  });

  it('repeats the head of a table', async () => {
    const document = '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n';
    const split = (options: string): Promise<unknown> =>
      run(`return (text.splitter.markdown({chunk_size = 35, ${options}}):split_text([==[${document}]==]))`);
    expect(await split('join_table_rows = true')).toEqual([
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '| a | b |\n|---|---|\n| 3 | 4 |',
    ]);
    expect(await run(`return #text.splitter.markdown({join_table_rows = true}):split_text([==[${document}]==])`)).toBe(
      1,
    );
  });

  it('splits documents that nest without end', async () => {
    const body = 'local t = string.rep("> ", 20000) .. "x"; return #text.splitter.markdown():split_text(t) > 10';
    expect(await run(body)).toBe(true);
  });

  it('refuses sizes that make no sense', async () => {
    expect(await run('local s, e = text.splitter.recursive({chunk_size = 0}); return {tostring(s), e:kind()}')).toEqual(
      ['nil', 'Invalid'],
    );
  });
});
