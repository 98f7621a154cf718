import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { fsModule } from '../../../src/modules/fs/index.ts';
import { streamModule } from '../../../src/modules/fs/stream.ts';
import { httpModule } from '../../../src/modules/http/index.ts';
import { httpClientModule } from '../../../src/modules/http-client/index.ts';

describe('the manifests of the modules for HTTP and files', () => {
  it.each([httpModule, httpClientModule, fsModule, streamModule].map((module) => [module.name, module.types]))(
    'of %s is Lua with types',
    (name, types) => {
      expect(() => parse(types, { chunkName: name })).not.toThrow();
    },
  );
});
