/** The stages that a pack adds after those of pipeline.ts. */
import { type BytecodeOptions, bytecode } from './bytecode.ts';
import { type EmbedOptions, embedfs } from './embedfs.ts';
import type { Stage } from './stage.ts';

export function packStages(compiled: BytecodeOptions, embedded: EmbedOptions): readonly Stage[] {
  return [bytecode(compiled), embedfs(embedded)];
}
