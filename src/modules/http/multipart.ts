/** `http.MultipartFile`, and the table of a form. Rule: lua/http/http of the Wippy documentation. */

import { checkString } from '../../lua/runtime/arguments.ts';
import { rawSet, tableOf } from '../../lua/runtime/table.ts';
import { type LuaFunction, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import type { MultipartForm, UploadedFile } from '../../services/http/multipart.ts';
import { toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, fields, type UserdataClass } from '../../services/lua/module.ts';
import { createStream } from '../fs/stream.ts';

/** Bytes of files in memory, unless the application says otherwise. */
export const DEFAULT_MEMORY = 32 * 1024 * 1024;

export class MultipartFile {
  readonly file: UploadedFile;
  constructor(file: UploadedFile) {
    this.file = file;
  }
}

function methods(): Record<string, LuaFunction> {
  const of = (args: LuaValue[], name: string): UploadedFile => multipartFileClass.check(args, 1, name).file;
  return {
    stream: (...args) => createStream(of(args, 'stream').open()),
    size: (...args) => of(args, 'size').size,
    name: (...args) => toLuaString(of(args, 'name').name),
    header: (...args) => {
      const { headers } = of(args, 'header');
      const name = checkString(args, 2, 'header').toLowerCase();
      return Object.hasOwn(headers, name) ? toLuaString(headers[name] as string) : undefined;
    },
  };
}

export const multipartFileClass: UserdataClass<MultipartFile> = defineClass(
  'http.MultipartFile',
  MultipartFile,
  methods,
  () => ({
    __tostring: (...args) => {
      const { file } = multipartFileClass.check(args, 1, 'tostring');
      return `http.MultipartFile{name=${toLuaString(file.name)}, size=${file.size}}`;
    },
  }),
);

/** `values`: text, or a list where a name occurs more than once; `files`: lists. */
export function formTable(form: MultipartForm): LuaTable {
  const values = new LuaTable();
  for (const [name, texts] of form.values) {
    const list = texts.map(toLuaString);
    rawSet(values, toLuaString(name), list.length === 1 ? list[0] : tableOf(list));
  }
  const files = new LuaTable();
  for (const [name, uploads] of form.files) {
    rawSet(
      files,
      toLuaString(name),
      tableOf(uploads.map((file) => multipartFileClass.create(new MultipartFile(file)))),
    );
  }
  return fields({ values, files });
}
