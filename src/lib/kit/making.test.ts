import { expect, test } from 'vitest';
import type { Compartment, StoredRecord } from '../store/office.ts';
import { mayEdit, mayMake, whyNotMake } from './making.ts';

const part = (id: string, level: Compartment['level']): Compartment => ({
  id,
  kind: 'custom',
  name: id,
  level
});
const office = (parts: readonly Compartment[], readOnly?: { tag: string; message: string }) => ({
  readOnly,
  compartments: parts,
  mayWrite: (id: string) => !readOnly && parts.some((one) => one.id === id && one.level === 'write')
});

test('one part that may be written is enough to make something new', () => {
  expect(mayMake(office([part('everyone', 'read'), part('press', 'write')]))).toBe(true);
});

test('who may only read is told so', () => {
  expect(whyNotMake(office([part('everyone', 'read')]))).toMatch(/^You can read here, not change/);
});

test('who was given nothing is told that nothing is shared with them', () => {
  expect(whyNotMake(office([]))).toMatch(/^Nothing is shared with you yet/);
});

test('a removed device says why, whatever it could write before', () => {
  const removed = office([part('everyone', 'write')], {
    tag: 'removed',
    message: 'This device was removed.'
  });
  expect(whyNotMake(removed)).toBe('This device was removed.');
});

test('a record is changed by whoever may write where it lies, if this build knows it', () => {
  const here = office([part('everyone', 'write'), part('finance', 'read')]);
  const record = (compartment: string, known = true) => ({ compartment, known }) as StoredRecord;
  expect(mayEdit(here, record('everyone'))).toBe(true);
  expect(mayEdit(here, record('finance'))).toBe(false);
  expect(mayEdit(here, record('everyone', false))).toBe(false);
});
