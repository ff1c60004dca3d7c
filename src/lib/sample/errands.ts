/** Ten years of tasks: nearly all of the old ones done, a few forgotten, the coming ones open. */
import type { Cast } from './cast.ts';
import { addDays, isWeekend, wallTime } from './days.ts';
import type { Draw } from './draw.ts';
import { errands as titles, remarks, steps } from './errands-words.ts';
import { fill } from './fill.ts';
import { matters } from './matters.ts';
import { refTo, type SampleRecord } from './record.ts';

export function* errands(
  count: number,
  {
    today,
    zone,
    cast,
    draw,
    firm,
    foundation
  }: { today: string; zone: string; cast: Cast; draw: Draw; firm: string; foundation: string }
): Generator<SampleRecord> {
  const title = draw.deck(titles);
  const matter = draw.deck(matters);
  for (let index = 0; index < count; index++) {
    const offset = draw.chance(count < 2000 ? 0.5 : 0.03) ? draw.between(-25, 40) : draw.between(-3460, -20);
    let due = addDays(today, offset);
    if (isWeekend(due)) due = addDays(due, 2);
    const past = due < today;
    const person = draw.pick(cast.people);
    const filling = { person, helper: draw.pick(cast.people), matter: matter() };
    const open = !past || (offset > -12 && draw.chance(0.15)) || draw.chance(0.0004);
    const state = open ? draw.pick(['open', 'open', 'open', 'doing', 'waiting'] as const) : 'done';
    yield {
      ref: `task:${index}`,
      type: 'task',
      readers: draw.chance(0.1) ? 'finance' : 'office',
      values: {
        title: fill(title(), filling, draw),
        state,
        due,
        priority: draw.pick(['normal', 'normal', 'normal', 'normal', 'high', 'low', 'urgent']),
        ...(draw.chance(0.2) && {
          dueTime: `${String(draw.between(9, 17)).padStart(2, '0')}:${draw.pick(['00', '15', '30', '45'])}`
        }),
        ...(draw.chance(0.5) && { description: fill(draw.pick(remarks), filling, draw) }),
        ...(draw.chance(0.25) && { checklist: checklist(draw, !open) }),
        ...(state === 'waiting' && { waitingOn: refTo(person.ref) }),
        ...(draw.chance(0.5) && { about: refTo(person.ref) }),
        ...(state === 'done' && { finishedAt: { at: wallTime(due, draw.between(510, 1110)), zone } }),
        ...(draw.chance(0.1) && { tags: [draw.pick(['errand', 'this week', 'ask Imogen', 'post'])] }),
        company: refTo(person.role === 'culture' ? foundation : firm)
      }
    };
  }
}

function checklist(draw: Draw, finished: boolean) {
  const next = draw.deck(steps);
  const length = draw.between(2, 5);
  return Array.from({ length }, (_, at) => ({ text: next(), done: finished || at < length / 2 - 1 }));
}
