/** What the Calendar says on screen. */
import { defineText } from '../../base/text.ts';

export const t = defineText('calendar', {
  en: {
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
    minutes: 'min',
    reminders: 'Reminders',
    reminder: 'Reminder',
    options: 'Options for',
    expires: 'Hold until',
    reason: 'What for',

    fromTo: '{from} to {to}',
    bothZones: '{ours} in {here} ({theirs} in {there})',
    releaseHello: 'Dear {name},',
    releaseFree: {
      one: 'Thank you for keeping this time for “{title}”. It is free for you again:',
      other: 'Thank you for keeping these times for “{title}”. They are free for you again:'
    },
    releaseChosen: 'We meet on {when}.',
    releaseThanks: 'With kind regards',

    anOptionFor: 'an option for {title}',
    clash: 'Overlaps {title} by {time}',
    clashTravel: 'Overlaps {title} by {time}, travel included',
    clashDay: 'The same day as {title}, which takes all day',
    clashOnDay: '{title} is on a day that this takes whole',
    inTheMorning: 'That is {time} in the morning for {name} ({city})',
    inTheEvening: 'That is {time} in the evening for {name} ({city})',
    atNight: 'That is {time} at night for {name} ({city})'
  }
});
