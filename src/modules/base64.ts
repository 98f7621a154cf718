/** Module `base64`: RFC 4648, standard alphabet with padding. Reference: lua/data/encoding of the Wippy documentation. */

import { checkString } from '../lua/runtime/arguments.ts';
import { invalid } from '../services/lua/convert/errors.ts';
import { fromBytes, toBytes } from '../services/lua/convert/text.ts';
import { defineModule } from '../services/lua/module.ts';

const PATTERN = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const base64Module = defineModule({
  name: 'base64',
  description: 'Base64 of byte strings.',
  classes: ['encoding', 'deterministic'],
  types: `
    type base64 = {
      encode: (data: string) -> string,
      decode: (text: string) -> (string?, error?),
    }`,
  members: () => ({
    encode: (...args) => toBytes(checkString(args, 1, 'encode')).toString('base64'),
    decode: (...args) => {
      const text = checkString(args, 1, 'decode').replace(/[\r\n]/g, '');
      return PATTERN.test(text) ? fromBytes(Buffer.from(text, 'base64')) : invalid('illegal base64 data');
    },
  }),
});
