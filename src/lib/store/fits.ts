/**
 * Whether a value has the shape of its field. Values come from other devices too, and one of the wrong shape
 * would stop whoever shows it. Looks at shapes, not at sense: that a day exists is for who typed it.
 */
import type { FieldDefinition, FieldKind, FieldMap, ListElement } from './fields.ts';

type Shape = (value: unknown) => boolean;

const isText: Shape = (value) => typeof value === 'string';
const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const matches =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isTextOrNone: Shape = (value) => value === undefined || value === null || isText(value);
const areTexts: Shape = (value) => Array.isArray(value) && value.every(isText);
/** An object with these members. */
const has =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isObject(value) && Object.entries(members).every(([name, shape]) => shape(value[name]));

const DAY = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?`;
const isWall = matches(new RegExp(`^${DAY}T${TIME}$`));
const isDay = matches(new RegExp(`^${DAY}$`));

const isWhen: Shape = (value) => {
  if (!isObject(value)) return false;
  const { start, end, startZone, endZone, allDay } = value;
  const shape = allDay === true ? isDay : isWall;
  return shape(start) && shape(end) && isTextOrNone(startZone) && isTextOrNone(endZone);
};

const shapes: Readonly<Record<Exclude<FieldKind, 'list'>, Shape>> = {
  text: isText,
  longText: isText,
  note: isText,
  number: isNumber,
  money: has({ amount: matches(/^-?\d+(\.\d+)?$/), currency: matches(/^[A-Za-z]{3}$/) }),
  // A birthday may be without its year.
  date: matches(new RegExp(`^(?:${DAY}|--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]))$`)),
  moment: has({ at: isWall, zone: isTextOrNone }),
  when: isWhen,
  zone: isText,
  duration: isText,
  recurrence: has({ rules: areTexts, dates: (value) => value === undefined || areTexts(value) }),
  choice: isText,
  link: isText,
  personName: has({ full: isText }),
  address: isObject,
  email: has({ address: isText }),
  phone: has({ number: isText }),
  url: isText,
  checkbox: (value) => typeof value === 'boolean',
  rating: isNumber,
  attendee: has({ name: isText }),
  checklistItem: has({ text: isText }),
  colour: isText,
  source: isObject
};

const fits = ({ kind }: FieldDefinition, value: unknown): boolean => kind === 'list' || shapes[kind](value);

/** The values without those of a wrong shape; the very same object where all fit. */
export function fittingValues(values: Record<string, unknown>, fields: FieldMap): Record<string, unknown> {
  let fitting = values;
  const change = (name: string, value: unknown): void => {
    if (fitting === values) fitting = { ...values };
    if (value === undefined) delete fitting[name];
    else fitting[name] = value;
  };
  for (const name in values) {
    const definition = fields[name];
    const value = values[name];
    if (!definition) continue;
    if (definition.kind !== 'list') {
      if (!fits(definition, value)) change(name, undefined);
      continue;
    }
    if (!Array.isArray(value)) {
      change(name, undefined);
      continue;
    }
    const elements = value as readonly ListElement[];
    const ofKind = definition.of!;
    if (elements.some((element) => !fits(ofKind, element.value)))
      change(
        name,
        elements.filter((element) => fits(ofKind, element.value))
      );
  }
  return fitting;
}
