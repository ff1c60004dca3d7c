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
  /** `plain` is calm without the green of what is well. */
  readonly tone: 'calm' | 'plain' | 'warn' | 'bad';
  readonly icon: string;
  readonly said: string;
}

export function statusToWords({ save, questions, server, sending }: Standing): StatusWords {
  if (save.state === 'failing') return { tone: 'bad', icon: 'circle-alert', said: t('notSaved') };
  // The notice above the page says why, and there is nothing to answer.
  if (server.state === 'stopped' && server.problem.tag === 'removed')
    return { tone: 'plain', icon: 'eye', said: t('readOnly') };
  if (questions > 0 || server.state === 'stopped')
    return { tone: 'warn', icon: 'triangle-alert', said: t('needsAnswer') };
  if (save.state === 'saving') return { tone: 'calm', icon: 'check', said: t('saving') };
  if (server.state === 'none') return { tone: 'calm', icon: 'check', said: t('savedHere') };
  const online = server.state === 'online';
  const icon = online ? 'check' : server.state === 'offline' ? 'cloud-off' : 'refresh-cw';
  if (sending.waiting > 0)
    return online
      ? { tone: 'calm', icon: 'send', said: t('sending') }
      : { tone: 'plain', icon, said: t('notSentYet') };
  const said = sending.sentAt === undefined ? t('sentNow') : t('sent', { time: timeToText(sending.sentAt) });
  if (server.state === 'offline') return { tone: 'plain', icon, said: t('andOffline', { said }) };
  return { tone: online ? 'calm' : 'plain', icon, said };
}
