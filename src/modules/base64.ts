/** Module `base64`: RFC 4648, standard alphabet with padding. Reference: lua/data/encoding of the Wippy documentation. */

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
      encode: (data: string) -> (string?, error?),
      decode: (text: string) -> (string?, error?),
    }`,
  members: () => ({
    encode: (data) => (typeof data === 'string' ? toBytes(data).toString('base64') : invalid('string expected')),
    decode: (encoded) => {
      if (typeof encoded !== 'string') return invalid('string expected');
      const text = encoded.replace(/[\r\n]/g, '');
      return PATTERN.test(text) ? fromBytes(Buffer.from(text, 'base64')) : invalid('illegal base64 data');
    },
  }),
});
