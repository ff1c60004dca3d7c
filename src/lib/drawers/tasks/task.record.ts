/** A task: what has to be done, by whom and by when; an errand is one too. */
import { field } from '../../store/fields.ts';
import { defineRecord, type NewValuesOf, type ValuesOf } from '../../store/record.ts';
import { finishOf } from './finish.ts';
import { t } from './record-text.ts';

export const states = [
  { value: 'open', label: () => t('open'), tone: 'neutral' },
  { value: 'doing', label: () => t('doing'), tone: 'accent' },
  { value: 'waiting', label: () => t('waiting'), tone: 'warn' },
  { value: 'done', label: () => t('done'), tone: 'good' }
] as const;

export const priorities = [
  { value: 'low', label: () => t('low'), tone: 'neutral' },
  { value: 'normal', label: () => t('normal'), tone: 'neutral' },
  { value: 'high', label: () => t('high'), tone: 'warn' },
  { value: 'urgent', label: () => t('urgent'), tone: 'bad' }
] as const;

export type State = (typeof states)[number]['value'];
export type Priority = (typeof priorities)[number]['value'];

export const task = defineRecord({
  type: 'task',
  label: () => t('task'),
  plural: () => t('tasks'),
  icon: 'square-check',
  fields: {
    title: field.text({ label: () => t('title'), required: true, primary: true }),
    state: field.choice({ label: () => t('state'), choices: states, default: 'open' }),
    owner: field.link({ label: () => t('owner'), to: ['person'], primary: true }),
    due: field.date({ label: () => t('due'), primary: true }),
    /** HH:MM, on the viewer's own clock. */
    dueTime: field.text({ label: () => t('dueTime'), unsearched: true }),
    priority: field.choice({
      label: () => t('priority'),
      choices: priorities,
      default: 'normal',
      primary: true
    }),
    checklist: field.list(field.checklistItem({ label: () => t('step') }), { label: () => t('checklist') }),
    repeat: field.recurrence({ label: () => t('repeat') }),
    waitingOn: field.link({ label: () => t('waitingOn'), to: ['person'] }),
    about: field.link({ label: () => t('about'), primary: true }),
    description: field.longText({ label: () => t('description') }),
    finishedAt: field.moment({ label: () => t('finishedAt'), hidden: true, unsearched: true }),
    /** Its next one was made: a repeating task goes on once, also when it is finished twice. */
    continued: field.checkbox({ label: () => t('continued'), hidden: true, unsearched: true })
  },
  title: (values) => values.title || t('unnamed'),
  subtitle: (values, titleOf) => (values.owner && titleOf?.(values.owner)) || '',
  shard: (values) => values.due?.slice(0, 4) ?? String(new Date().getUTCFullYear()),
  facets: {
    due: (values) =>
      values.due
        ? {
            date: values.due,
            ...(values.dueTime && { time: values.dueTime }),
            done: values.state === 'done',
            ...(values.owner && { owner: values.owner }),
            ...(values.state === 'waiting' && values.waitingOn && { waitingOn: values.waitingOn }),
            finish: (now) => finishOf(values, now)
          }
        : undefined,
    people: (values) => [values.owner, values.waitingOn].filter((id) => id !== undefined)
  },
  samples: [
    {
      title: 'Send the signed engagement letter to Kestrel Harbour',
      state: 'doing',
      due: '2026-11-24',
      dueTime: '12:00',
      priority: 'high',
      owner: 'standing.peadar0walsh00',
      about: 'standing.kestrel0harbour',
      checklist: [
        { text: 'Countersigned by the partner', done: true },
        { text: 'Scanned and filed', done: false },
        { text: 'Sent by courier, tracking noted', done: false }
      ],
      description: 'The original stays in the safe; a copy goes to accounts.',
      tags: ['post']
    },
    {
      title: 'Water the orchids in the boardroom',
      state: 'open',
      due: '2026-11-27',
      priority: 'low',
      repeat: { rules: ['FREQ=WEEKLY;BYDAY=FR'] }
    },
    {
      title: 'Dates for the spring retreat',
      state: 'waiting',
      priority: 'normal',
      waitingOn: 'standing.peadar0walsh00'
    },
    {
      title: 'Renew the parking permit',
      state: 'done',
      due: '2026-11-20',
      priority: 'normal',
      finishedAt: { at: '2026-11-19T16:40:00', zone: 'Europe/Dublin' }
    }
  ]
});

export type Task = ValuesOf<typeof task>;
export type NewTask = NewValuesOf<typeof task>;
