/** The global `payload`. Reference: lua/data/payload of the Wippy documentation. */

import { PayloadFormat } from '../infrastructure/transcoder/payload.ts';
import { defineModule, type LuaModule } from '../services/lua/module.ts';
import { newPayload } from '../services/lua/payload-value.ts';

export const payloadModule: LuaModule = defineModule({
  name: 'payload',
  description: 'Values with the name of their representation.',
  classes: ['encoding', 'deterministic'],
  global: true,
  types: `
    interface Payload
      get_format: (self: Payload) -> string
      data: (self: Payload) -> (any, error?)
      unmarshal: (self: Payload) -> (any, error?)
      transcode: (self: Payload, format: string) -> (Payload?, error?)
    end
    type payload = {
      new: (value: any) -> Payload,
      format: {
        JSON: string, YAML: string, STRING: string, GOLANG: string,
        LUA: string, BYTES: string, MSGPACK: string, ERROR: string,
      },
    }`,
  members: () => ({
    new: (value) => newPayload(value),
    format: {
      JSON: PayloadFormat.Json,
      YAML: PayloadFormat.Yaml,
      STRING: PayloadFormat.Text,
      GOLANG: PayloadFormat.Host,
      LUA: PayloadFormat.Lua,
      BYTES: PayloadFormat.Bytes,
      MSGPACK: PayloadFormat.MessagePack,
      ERROR: PayloadFormat.HostError,
    },
  }),
});
