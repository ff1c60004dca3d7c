import { describe, expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import { NO_PREVIOUS, type SegmentHeader } from '../protocol/segment.ts';
import { createChains } from './chains.ts';

const hash = (value: number): Bytes => new Uint8Array(32).fill(value);
const header = (sequence: number, previous: Bytes, clientId = 7): SegmentHeader => ({
  version: 1,
  kind: 'edits',
  office: hash(1),
  compartment: hash(2).slice(0, 16),
  room: hash(3).slice(0, 16),
  epoch: 1,
  device: hash(4).slice(0, 16),
  clientId,
  sequence,
  previous
});

describe('a hash chain', () => {
  test('is followed from its first segment on, each client id by itself', () => {
    const chains = createChains();
    expect(chains.follow(header(1, NO_PREVIOUS), hash(11))).toBeUndefined();
    expect(chains.follow(header(1, NO_PREVIOUS, 8), hash(21))).toBeUndefined();
    expect(chains.follow(header(2, hash(11)), hash(12))).toBeUndefined();
    expect(chains.end(7)).toEqual({ sequence: 2, hash: hash(12) });
    expect(chains.damaged.size).toBe(0);
  });

  test('forked by its own writer is not followed into the fork, nor gone on with', () => {
    const chains = createChains([[7, { sequence: 1, hash: hash(11) }]]);
    expect(chains.follow(header(2, hash(99)), hash(12))).toMatchObject({ tag: 'segment-chain' });
    expect(chains.damaged.has(7)).toBe(true);
  });

  test('does not take the same segment twice', () => {
    const chains = createChains([[7, { sequence: 2, hash: hash(12) }]]);
    expect(chains.follow(header(2, hash(11)), hash(12))).toMatchObject({ tag: 'segment-chain' });
    expect(chains.end(7)).toEqual({ sequence: 2, hash: hash(12) });
  });

  test('goes on behind a segment that was kept aside, whose hash nobody knows', () => {
    const chains = createChains([[7, { sequence: 1, hash: hash(11) }]]);
    chains.lose(header(2, hash(11)), { tag: 'segment-forged', message: '' });
    expect(chains.follow(header(3, hash(55)), hash(13))).toBeUndefined();
    expect(chains.follow(header(4, hash(66)), hash(14))).toMatchObject({ tag: 'segment-chain' });
    expect(chains.damaged.get(7)).toBeDefined();
  });

  test('is not moved by a header of a damaged segment that does not fit', () => {
    const chains = createChains([[7, { sequence: 1, hash: hash(11) }]]);
    chains.lose(header(900, hash(11)), { tag: 'segment-forged', message: '' });
    expect(chains.follow(header(2, hash(11)), hash(12))).toBeUndefined();
    expect(chains.damaged.size).toBe(0);
  });
});
