/** The kinds that only hold data for the linker and for applications. */
import { z } from 'zod';
import { type AnyKind, defineKind } from './define-kind.ts';
import { entryRef } from './entry-ref.ts';

const scalar = () => z.union([z.string(), z.number(), z.boolean()]);

/** `registry.entry`, `ns.definition`, `ns.requirement`, `ns.dependency`. */
export function internalKinds(): AnyKind[] {
  return [
    defineKind({
      kind: 'registry.entry',
      description: 'Data that the application reads itself.',
      schema: () => z.unknown(),
      dataOnly: true,
    }),
    defineKind({
      kind: 'ns.definition',
      description: 'What a module is.',
      schema: () => z.looseObject({ module: z.string().optional(), readme: z.string().optional() }),
      dataOnly: true,
    }),
    defineKind({
      kind: 'ns.requirement',
      description: 'A value that whoever uses the namespace must or may provide, and the entries that get it.',
      schema: () =>
        z.object({
          default: scalar().optional(),
          targets: z.array(z.object({ entry: entryRef({ relative: true }), path: z.string().min(1) })).optional(),
        }),
      dataOnly: true,
    }),
    defineKind({
      kind: 'ns.dependency',
      description: 'A module that is used, with values for its requirements.',
      schema: () =>
        z.object({
          component: z.string().regex(/^[^/]+\/[^/]+$/, { error: 'expected org/module' }),
          version: z.string().optional(),
          parameters: z.array(z.object({ name: z.string().min(1), value: scalar() })).optional(),
        }),
      dataOnly: true,
    }),
  ];
}
