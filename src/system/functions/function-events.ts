import type { Options } from '../../core/context/frame-context.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import type { Event } from '../../infrastructure/event-bus/event.ts';
import type { EventBus } from '../../infrastructure/event-bus/event-bus.ts';
import type { FunctionPool } from './function-call.ts';
import type { FunctionRegistry } from './function-registry.ts';

/** The data of a `function.register` event. */
export interface FunctionRegistration {
  readonly pool: FunctionPool;
  readonly options?: Options | null;
}

/**
 * Lets components register functions by events: `function.register` and `function.delete` of the system `function`, each
 * answered by `function.accept`, or `function.reject` with the reason as data. Returns the function that ends this.
 */
export function listenForFunctions(bus: EventBus, functions: FunctionRegistry): () => void {
  return bus.subscribe({ system: 'function', kind: 'function.(register|delete)' }, (event) => {
    const answered = { system: event.system, path: event.path };
    try {
      apply(event, functions);
      bus.publish({ ...answered, kind: 'function.accept' });
    } catch (thrown) {
      bus.publish({ ...answered, kind: 'function.reject', data: toWippyError(thrown).message });
    }
  });
}

function apply(event: Event, functions: FunctionRegistry): void {
  if (event.kind === 'function.delete') {
    if (!functions.has(event.path)) throw toWippyError('function not found');
    functions.delete(event.path);
    return;
  }
  const registration = event.data as Partial<FunctionRegistration> | null | undefined;
  if (typeof registration?.pool?.call !== 'function') throw toWippyError('invalid register function payload');
  functions.register(event.path, registration.pool, registration.options ?? null);
}
