/**
 * Stamps order the edits of one field. A stamp is max(this clock, highest stamp replaced + 1), with the
 * writer's client id as tie-break; nothing else moves a clock. So an edit that saw a value always beats
 * it, and a device whose clock stands in 2099 spoils only what it edits itself.
 */
export type Stamp = string;

const WIDTH = 9; // base 36: milliseconds until the year 5188

export const createStamp = (now: number, replaced: readonly Stamp[], clientId: number): Stamp => {
  const time = replaced.reduce((latest, stamp) => Math.max(latest, stampToTime(stamp) + 1), now);
  return `${time.toString(36).padStart(WIDTH, '0')}-${clientId.toString(36)}`;
};

/** Milliseconds since 1970. */
export const stampToTime = (stamp: Stamp): number => parseInt(stamp.slice(0, WIDTH), 36);

export const isStamp = (text: string): boolean => /^[0-9a-z]{9}-[0-9a-z]{1,8}$/.test(text);
