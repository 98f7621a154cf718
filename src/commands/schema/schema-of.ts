/** The body of `schema`. */
import { declaredKinds } from '../../boot/check-project.ts';
import { entryFileJsonSchema, type JsonSchema } from '../../core/kinds/index.ts';
import { configJsonSchema } from '../../project/config/config-schema.ts';

export function schemaOf(part: string): JsonSchema {
  return part === 'config' ? configJsonSchema() : entryFileJsonSchema(declaredKinds());
}
