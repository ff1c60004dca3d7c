/**
 * The grid's clock: FullCalendar is told that everything is UTC and is given wall clocks of the viewer's zone,
 * because converting each drawn time by itself, as it does for named zones, takes longer than drawing it.
 */
import type { PlainDate, PlainDateTime, Zone } from '../../../base/values.ts';
import { numberToWall, offsetAt, wallToMs } from '../../../formats/zone.ts';

export const msToGrid = (ms: number, zone: Zone): Date => new Date(ms + offsetAt(zone, ms));
export const gridToMs = (date: Date, zone: Zone): number => wallToMs(gridToWall(date), zone);
export const gridToWall = (date: Date): PlainDateTime => numberToWall(date.getTime());
export const gridToDay = (date: Date): PlainDate => gridToWall(date).slice(0, 10);
