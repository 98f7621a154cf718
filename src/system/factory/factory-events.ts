import { toWippyError } from '../../infrastructure/errors.ts';
import type { Event } from '../../infrastructure/event-bus/event.ts';
import type { EventBus } from '../../infrastructure/event-bus/event-bus.ts';
import type { FactoryRegistry, ProcessFactory } from './factory-registry.ts';

/**
 * Lets components register factories by events: `factory.register` (data: the factory) and `factory.delete` of the system
 * `process`, each answered by `factory.accept`, or `factory.reject` with the reason as data. Returns the function that ends
 * this.
 */
export function listenForFactories(bus: EventBus, factories: FactoryRegistry): () => void {
  const answer = (event: Event, work: () => void): void => {
    const answered = { system: event.system, path: event.path };
    try {
      work();
      bus.publish({ ...answered, kind: 'factory.accept' });
    } catch (thrown) {
      bus.publish({ ...answered, kind: 'factory.reject', data: toWippyError(thrown).message });
    }
  };
  return bus.subscribe({ system: 'process', kind: 'factory.(register|delete)' }, (event) =>
    answer(event, () => {
      if (event.kind === 'factory.delete') factories.delete(event.path);
      else factories.register(event.path, asFactory(event.data));
    }),
  );
}

function asFactory(data: unknown): ProcessFactory {
  const factory = data as Partial<ProcessFactory> | null | undefined;
  if (typeof factory?.create !== 'function') throw toWippyError('invalid factory entry');
  return factory as ProcessFactory;
}
