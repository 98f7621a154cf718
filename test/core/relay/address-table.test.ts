import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PID } from '../../../src/core/pid/pid.ts';
import { AddressTable } from '../../../src/core/relay/address-table.ts';
import type { AddressedReceiver } from '../../../src/core/relay/receiver.ts';

function receiver(pid: PID): AddressedReceiver {
  return { pid, send: () => null };
}

describe('AddressTable', () => {
  it('finds a receiver by its PID and by the text of it', () => {
    const table = new AddressTable();
    const process = receiver(new PID('', 'a:host', 7));
    expect(table.add(process)).toBe(true);
    expect(table.get(new PID('', 'a:host', '0x00007'))).toBe(process);
    expect(table.getByText('{a:host|0x00007}')).toBe(process);
    expect(table.getByText('{a:host|0x7}')).toBeUndefined();
    expect(table.getByText('{b:host|0x00007}')).toBeUndefined();
    expect(table.getByText('')).toBeUndefined();
  });

  it('refuses a second receiver at one address', () => {
    const table = new AddressTable();
    table.add(receiver(new PID('', 'a:host', 7)));
    expect(table.add(receiver(new PID('', 'a:host', '0x00007')))).toBe(false);
    expect(table.size).toBe(1);
  });

  it('holds whatever a map by text would hold', () => {
    const pids = fc
      .tuple(
        fc.constantFrom('', 'n1'),
        fc.constantFrom('a:h', 'b:h'),
        fc.oneof(fc.nat(300), fc.constantFrom('x', '0x7', 'top')),
      )
      .map(([node, host, unique]) => new PID(node, host, unique));
    const steps = fc.array(fc.tuple(fc.boolean(), pids), { maxLength: 400 });
    fc.assert(
      fc.property(steps, (list) => {
        const table = new AddressTable();
        const model = new Map<string, AddressedReceiver>();
        for (const [adding, pid] of list) {
          if (adding) {
            const item = receiver(pid);
            expect(table.add(item)).toBe(!model.has(pid.text));
            if (!model.has(pid.text)) model.set(pid.text, item);
          } else {
            table.delete(pid);
            model.delete(pid.text);
          }
          expect(table.get(pid)).toBe(model.get(pid.text));
        }
        expect(table.size).toBe(model.size);
        for (const [text, item] of model) expect(table.getByText(text)).toBe(item);
      }),
    );
  });
});
