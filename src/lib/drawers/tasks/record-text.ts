/** What is read of Tasks before it is opened: its records’ fields and its actions. The rest waits in text.ts. */
import { defineText } from '../../base/text.ts';

export const recordTexts = {
  drawer: 'Tasks',
  task: 'Task',
  tasks: 'Tasks',
  title: 'What has to be done',
  state: 'State',
  open: 'To do',
  doing: 'In hand',
  waiting: 'Waiting',
  done: 'Done',
  owner: 'Who does it',
  due: 'Due',
  dueTime: 'At',
  priority: 'Priority',
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
  checklist: 'Steps',
  step: 'Step',
  repeat: 'Repeats',
  waitingOn: 'Waiting for',
  about: 'About',
  description: 'Details',
  finishedAt: 'Finished',
  continued: 'Goes on in the next one',
  unnamed: 'Nothing written yet',

  newTask: 'New task',
  newAbout: 'New task about this'
} as const;

export const t = defineText('tasks-records', { en: recordTexts });
