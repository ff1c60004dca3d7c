/** What is read of the Calendar before it is opened: its records’ fields and its actions. The rest waits in text.ts. */
import { defineText } from '../../base/text.ts';

export const recordTexts = {
  calendar: 'Calendar',
  appointment: 'Appointment',
  appointments: 'Appointments',
  holdGroup: 'Options',
  holdGroups: 'Options',
  untitled: 'Untitled appointment',
  untitledGroup: 'Untitled options',

  title: 'Title',
  when: 'When',
  status: 'Status',
  tentative: 'Tentative',
  confirmed: 'Confirmed',
  cancelled: 'Cancelled',
  shows: 'Shows as',
  busy: 'Busy',
  free: 'Free',
  place: 'Place',
  link: 'Link',
  linkHelp: 'A call or a page to join',
  description: 'Details',
  attendees: 'People',
  attendee: 'Person',
  repeat: 'Repeats',
  except: 'Left out',
  occurrence: 'Date left out',
  series: 'One of a series',
  replaces: 'Replaces',
  travelBefore: 'Travel before',
  travelAfter: 'Travel after',
  logistics: 'Others see place and travel',
  logisticsHelp: 'To those who cannot see this appointment it is a busy time. Ticked, it also says where.',
  busyBlock: 'Busy time',
  busyBlocks: 'Busy times',
  reminders: 'Reminders',
  reminder: 'Reminder',
  options: 'Options for',
  expires: 'Hold until',
  reason: 'What for',

  newAppointment: 'New appointment',
  quick: 'Quick entry',
  newOptions: 'Offer several times'
} as const;

export const t = defineText('calendar-records', { en: recordTexts });
