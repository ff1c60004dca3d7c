/** How things stand, in the one line of the chip: the gravest first, then how far what was done has come. */
import type { ServerState, Sharing } from '../kit/sharing.ts';
import { timeToText } from '../kit/sharing-words.ts';
import type { SaveState } from '../store/office.ts';
import { t } from './text.ts';

export interface Standing {
  readonly save: SaveState;
  /** Two versions, things kept aside, people who ask to come in. */
  readonly questions: number;
  readonly server: ServerState;
  readonly sending: Sharing['sending'];
}

export interface StatusWords {
  readonly tone: 'calm' | 'warn' | 'bad';
  readonly icon: string;
  readonly said: string;
}

export function statusToWords({ save, questions, server, sending }: Standing): StatusWords {
  if (save.state === 'failing') return { tone: 'bad', icon: 'circle-alert', said: t('notSaved') };
  // The notice above the page says why, and there is nothing to answer.
  if (server.state === 'stopped' && server.problem.tag === 'removed')
    return { tone: 'calm', icon: 'eye', said: t('readOnly') };
  if (questions > 0 || server.state === 'stopped')
    return { tone: 'warn', icon: 'triangle-alert', said: t('needsAnswer') };
  if (save.state === 'saving') return { tone: 'calm', icon: 'check', said: t('saving') };
  const away = server.state !== 'online';
  if (server.state === 'none') return { tone: 'calm', icon: 'check', said: t('savedHere') };
  if (sending.waiting > 0)
    return away
      ? { tone: 'calm', icon: 'cloud-off', said: t('notSentYet') }
      : { tone: 'calm', icon: 'send', said: t('sending') };
  const said = sending.sentAt === undefined ? t('sentNow') : t('sent', { time: timeToText(sending.sentAt) });
  return { tone: 'calm', icon: away ? 'cloud-off' : 'check', said };
}
