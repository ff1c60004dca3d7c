import { expect, test } from 'vitest';
import { othersHere } from './here.ts';
import { createTestSharing } from './test-sharing.ts';

const everyone = { id: 'office', kind: 'office', name: '', level: 'write' } as const;
const office = { device: 'mine', compartments: [everyone] };

test('each other person is there once, by the device on which they look at something', () => {
  const sharing = createTestSharing(office, () => 0);
  sharing.happens({
    presence: [
      { device: 'ben-pc', member: 'ben' },
      { device: 'ben-phone', member: 'ben', record: '2026.a', field: 'title' },
      { device: 'phone', member: 'imogen' }
    ]
  });
  expect(othersHere(sharing).map(({ name, device }) => [name, device])).toEqual([
    ['Ben Okafor', 'ben-phone'],
    ['Imogen Achterberg', 'phone']
  ]);
});

test('one’s own other devices are nobody else', () => {
  const sharing = createTestSharing(office, () => 0);
  sharing.happens({ presence: [{ device: 'old', member: 'anna', record: '2026.a' }] });
  expect(othersHere(sharing)).toEqual([]);
});
