/** What people read in the Tasks drawer. */
import { defineText } from '../../base/text.ts';

export const t = defineText('tasks', {
  en: {
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
    unnamed: 'Nothing written yet'
  }
});
