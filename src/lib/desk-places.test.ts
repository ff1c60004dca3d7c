import { expect, test } from 'vitest';
import { createPlaces, type Places } from './desk-places.ts';
import type { PresenceMessage } from './sync/log.ts';

/** Three devices in one room: Anna and Imogen read everything, Ben only what everyone reads. */
function room() {
  let now = 0;
  const calls: { at: number; work: () => void }[] = [];
  const timers = {
    after: (milliseconds: number, work: () => void) => {
      const call = { at: now + milliseconds, work };
      calls.push(call);
      return () => void calls.splice(calls.indexOf(call), calls.includes(call) ? 1 : 0);
    }
  };
  const pass = (milliseconds: number) => {
    const end = now + milliseconds;
    for (;;) {
      const [next] = calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      calls.splice(calls.indexOf(next), 1);
      now = next.at;
      next.work();
    }
    now = end;
  };
  const records: Record<string, string> = { lunch: 'office', will: 'private', trust: 'private' };
  const members = ['anna', 'imogen', 'ben'].map((id) => ({
    id,
    name: id,
    devices: [`${id}-1`],
    role: 'secretary' as const
  }));
  const ears = new Map<string, Set<(message: PresenceMessage) => void>>();
  let reached = true;
  const wire: { device: string; compartment: string; text: string }[] = [];
  const reads = (device: string, compartment: string) => device !== 'ben-1' || compartment === 'office';

  function sit(device: string): Places {
    const mine = new Set<(message: PresenceMessage) => void>();
    ears.set(device, mine);
    return createPlaces({
      port: {
        send: (compartment, _topic, bytes) => {
          wire.push({ device, compartment, text: new TextDecoder().decode(bytes) });
          for (const [other, hear] of ears)
            if (other !== device && reads(other, compartment))
              hear.forEach((one) => one({ compartment, device, bytes }));
        },
        listen: (_topic, hear) => {
          mine.add(hear);
          return () => mine.delete(hear);
        }
      },
      office: {
        device,
        members,
        compartments: (['office', 'private'] as const)
          .filter((kind) => reads(device, kind))
          .map((kind) => ({ id: kind, kind, name: '', level: 'write' as const })),
        get: (id) =>
          records[id] && reads(device, records[id]) ? ({ compartment: records[id] } as never) : undefined
      },
      clock: { now: () => now },
      timers,
      reached: () => reached,
      online: () => [...ears.keys()].filter((other) => other !== device),
      changed: () => undefined
    });
  }
  const leave = (device: string) => {
    ears.delete(device);
    for (const [, hear] of ears) hear.forEach((one) => one({ compartment: 'office', device }));
  };
  const forge = (device: string, compartment: string, text: string) => {
    const bytes = new TextEncoder().encode(text);
    for (const [other, hear] of ears)
      if (other !== device) hear.forEach((one) => one({ compartment, device, bytes }));
  };
  return { sit, pass, wire, leave, forge, cut: () => void (reached = false) };
}
const at = (places: Places, member: string) => places.presence.find((one) => one.member === member);

test('where somebody is, and in which field, is known to those who may read it', () => {
  const { sit, pass } = room();
  const [anna, imogen, ben] = [sit('anna-1'), sit('imogen-1'), sit('ben-1')];
  anna.here('lunch', 'title');
  pass(1000);
  for (const one of [imogen, ben]) expect(at(one, 'anna')).toMatchObject({ record: 'lunch', field: 'title' });
  anna.here('lunch');
  pass(1000);
  expect(at(ben, 'anna')?.field).toBeUndefined();
});

test('out of the office server’s reach nobody is said to be anywhere', () => {
  const { sit, pass, cut } = room();
  const [anna, imogen] = [sit('anna-1'), sit('imogen-1')];
  anna.here('lunch');
  pass(1000);
  expect(at(imogen, 'anna')?.record).toBe('lunch');
  cut();
  imogen.refresh();
  expect(imogen.presence).toEqual([]);
});

test('what is done in Private is not even told by a message to everyone', () => {
  const { sit, pass, wire } = room();
  const [anna, imogen, ben] = [sit('anna-1'), sit('imogen-1'), sit('ben-1')];
  anna.here();
  pass(1000);
  const before = wire.filter(
    ({ device, compartment }) => device === 'anna-1' && compartment === 'office'
  ).length;
  anna.here('will', 'title');
  pass(1000);
  anna.here('trust');
  pass(1000);
  expect(at(imogen, 'anna')?.record).toBe('trust');
  expect(at(ben, 'anna')).toEqual({ device: 'anna-1', member: 'anna' });
  const toEveryone = wire.filter(
    ({ device, compartment }) => device === 'anna-1' && compartment === 'office'
  );
  expect(toEveryone.length).toBe(before);
  expect(JSON.stringify(toEveryone)).not.toMatch(/will|trust/);
});

test('who goes elsewhere is no longer there', () => {
  const { sit, pass } = room();
  const [anna, imogen] = [sit('anna-1'), sit('imogen-1')];
  anna.here('will');
  pass(1000);
  anna.here('lunch');
  pass(1000);
  expect(at(imogen, 'anna')?.record).toBe('lunch');
  anna.setHidden(true);
  pass(1000);
  expect(at(imogen, 'anna')).toEqual({ device: 'anna-1', member: 'anna' });
});

test('a record is believed only in the compartment where it lies', () => {
  const { sit, pass, forge } = room();
  const [anna, imogen] = [sit('anna-1'), sit('imogen-1')];
  imogen.here();
  pass(1000);
  forge('imogen-1', 'office', '{"record":"will","field":"title"}');
  expect(at(anna, 'imogen')?.record).toBeUndefined();
  forge('imogen-1', 'private', '{"record":"will"}');
  expect(at(anna, 'imogen')?.record).toBe('will');
  for (const text of ['', 'null', '[', '{"record":7}', `{"record":"${'x'.repeat(999)}"}`]) {
    forge('imogen-1', 'private', text);
    expect(at(anna, 'imogen')?.record === undefined || at(anna, 'imogen')?.record === 'will').toBe(true);
  }
});

test('who is followed knows it, and can pause it', () => {
  const { sit, pass } = room();
  const [anna, ben] = [sit('anna-1'), sit('ben-1')];
  ben.follow('anna-1');
  pass(1000);
  expect(at(anna, 'ben')?.following).toBe('anna-1');
  anna.pauseFollowing(true);
  pass(1000);
  expect(at(ben, 'anna')?.mayFollow).toBe(false);
  ben.follow();
  pass(1000);
  expect(at(anna, 'ben')?.following).toBeUndefined();
});

test('who comes later hears where the others are; who has gone is nowhere', () => {
  const { sit, pass, leave } = room();
  const anna = sit('anna-1');
  anna.here('lunch');
  pass(1000);
  const ben = sit('ben-1');
  ben.here();
  anna.refresh();
  pass(1000);
  expect(at(ben, 'anna')?.record).toBe('lunch');
  leave('anna-1');
  expect(at(ben, 'anna')).toBeUndefined();
});
