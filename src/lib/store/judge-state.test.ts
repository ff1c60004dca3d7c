/** Rules 3 and 7: a snapshot says what replaying the log says, and what it may not say is refused whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { judgeState } from './judge.ts';
import { createLineDoc, type LineDoc } from './line-doc.ts';
import { editToLine } from './lines.ts';
import { encodeNotes, mergeNotes } from './note-payload.ts';
import { createStamp } from './stamp.ts';

const WRITERS = [1, 2, 3];
const NOW = Date.UTC(2026, 10, 23, 9);
const line = (text: string): string =>
  editToLine({
    id: `2026.${text}`,
    register: 'title',
    stamp: createStamp(NOW, [], 9),
    author: 'device',
    accepted: '',
    replaced: [],
    json: JSON.stringify(text)
  });

/** Who does what next: writes a line, takes out what stands there (as a rewrite does), or hears the others. */
const story = fc.array(
  fc.record({
    writer: fc.constantFrom(...WRITERS),
    act: fc.constantFrom('write', 'write', 'write', 'rewrite', 'hear')
  }),
  { minLength: 5, maxLength: 60 }
);

interface Told {
  /** In the order of the relay's log. */
  readonly updates: readonly Uint8Array[];
}

function tell(acts: readonly { writer: number; act: string }[]): Told {
  const updates: Uint8Array[] = [];
  const heard = new Map(WRITERS.map((writer) => [writer, 0]));
  const docs = new Map<number, LineDoc>();
  for (const writer of WRITERS) {
    const doc = createLineDoc();
    doc.writer = writer;
    doc.listen(
      () => {},
      (update) => updates.push(update)
    );
    docs.set(writer, doc);
  }
  acts.forEach(({ writer, act }, count) => {
    const doc = docs.get(writer)!;
    if (act === 'write') doc.append({ edits: [line(`${writer}-${count}`)] });
    // Who rewrites has everything, and is alone with it.
    for (; heard.get(writer)! < updates.length && act !== 'write'; heard.set(writer, heard.get(writer)! + 1))
      doc.apply(updates[heard.get(writer)!]!);
    if (act !== 'rewrite') return;
    const standing = doc.lines().edits;
    doc.replace(new Map(standing.map((old, at) => [old, at % 2 ? undefined : line(`again ${count} ${at}`)])));
  });
  return { updates };
}

const replay = (updates: readonly Uint8Array[]): LineDoc => {
  const doc = createLineDoc();
  for (const update of updates) doc.apply(update);
  return doc;
};

test('a snapshot and what came after it say what the whole log says, whenever it is made', () => {
  fc.assert(
    fc.property(story, fc.nat(), (acts, at) => {
      const { updates } = tell(acts);
      const cut = at % (updates.length + 1);
      const state = replay(updates.slice(0, cut)).state();
      const judged = judgeState('2026', state);
      expect(judged.ok).toBe(true);
      const [whole, after] = [replay(updates), replay([state, ...updates.slice(cut)])];
      expect(new Set(after.lines().edits)).toEqual(new Set(whole.lines().edits));
      for (const writer of WRITERS) expect(after.stateOf(writer)).toBe(whole.stateOf(writer));
      // Who had a part of it before, as a device that was away has.
      const late = replay([...updates.slice(0, cut >> 1), state, ...updates.slice(cut)]);
      expect(new Set(late.lines().edits)).toEqual(new Set(whole.lines().edits));
      if (judged.ok) expect([...judged.value].every((client) => WRITERS.includes(client))).toBe(true);
    }),
    { numRuns: 300 }
  );
});

test('what a rewrite took out is in no snapshot any more', () => {
  const doc = createLineDoc();
  doc.writer = 1;
  doc.append({ edits: [line('secret word')] });
  doc.append({ edits: [line('kept')] });
  doc.replace(new Map([[line('secret word'), undefined]]));
  expect(doc.lines().edits).toEqual([line('kept')]);
  expect(Buffer.from(doc.state()).toString()).not.toContain('secret word');
});

describe('refused', () => {
  const written = (client: number, ...lines: string[]): Y.Doc => {
    const doc = new Y.Doc();
    doc.clientID = client;
    for (const one of lines) doc.getArray(`edits:${client}`).push([one]);
    return doc;
  };
  /** That of two documents in one: structs of the first, deletions of the second. */
  const deletingMore = (): Uint8Array => {
    const doc = written(1, line('a'), line('b'));
    const beginning = Y.encodeStateAsUpdate(doc);
    doc.getArray('edits:1').push([line('c')]);
    doc.getArray('edits:1').delete(2, 1);
    const [all, none] = [Y.decodeUpdate(Y.encodeStateAsUpdate(doc)), Y.decodeUpdate(beginning)];
    expect(all.ds.clients.size).toBe(1);
    expect(none.ds.clients.size).toBe(0);
    // A delete set alone: what it names is not brought.
    return Y.mergeUpdates([beginning, Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc))]);
  };
  const cases: [string, string, () => Uint8Array][] = [
    ['may-not-delete', 'a deletion of what it does not bring', deletingMore],
    [
      'unreadable-part',
      'something that follows what is not there',
      () => {
        const doc = written(1, line('a'));
        const before = Y.encodeStateVector(doc);
        doc.getArray('edits:1').push([line('b')]);
        return Y.encodeStateAsUpdate(doc, before);
      }
    ],
    ['unreadable-part', 'what is no line', () => Y.encodeStateAsUpdate(written(1, 'no line'))],
    [
      'unreadable-part',
      'another’s root',
      () => {
        const doc = new Y.Doc();
        doc.clientID = 1;
        doc.getArray('edits:2').push([line('a')]);
        return Y.encodeStateAsUpdate(doc);
      }
    ],
    ['unreadable-part', 'no update at all', () => Uint8Array.of(1, 2, 3, 4)]
  ];
  test.each(cases)('%s: %s', (tag, _what, make) => {
    const judged = judgeState('2026', make());
    expect(judged).toMatchObject({ ok: false, error: { tag } });
  });
});

describe('of a room of notes', () => {
  function typed(): { updates: Uint8Array[]; text: string } {
    const updates: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const client of WRITERS) {
      doc.clientID = client;
      const text = new Y.XmlText();
      doc.getXmlFragment('note').insert(0, [text]);
      text.insert(0, `from ${client}`);
      text.delete(0, 2);
    }
    return { updates, text: doc.getXmlFragment('note').toString() };
  }

  test('says what its updates say, deletions included, and brings their writers', () => {
    const { updates, text } = typed();
    const state = mergeNotes(updates.map((update) => encodeNotes([['2026.a/notes', update]])));
    expect(judgeState('notes-2026', state)).toEqual({ ok: true, value: expect.arrayContaining(WRITERS) });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state.slice(state.length - Y.mergeUpdates(updates).length));
    expect(doc.getXmlFragment('note').toString()).toBe(text);
  });

  test('that lacks something is refused', () => {
    const { updates } = typed();
    const state = encodeNotes([['2026.a/notes', Y.mergeUpdates(updates.slice(3))]]);
    expect(judgeState('notes-2026', state).ok).toBe(false);
    expect(judgeState('notes-2026', Uint8Array.of(9, 9)).ok).toBe(false);
  });
});
