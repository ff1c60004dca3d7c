/**
 * Names of time zones as files write them, to IANA names: IANA itself, also under a maker's prefix; Windows
 * names (the pairs of Unicode CLDR's windowsZones); Windows' descriptions ("(UTC+01:00) Amsterdam, Berlin"),
 * found by the cities in them; plain distances from UTC.
 */
import { isZone, offsetAt } from './zone.ts';

/** IANA zone, then the Windows names that mean it, without "Standard Time" where they end so. */
const WINDOWS = `
Etc/GMT+12=Dateline|Etc/GMT+11=UTC-11|America/Adak=Aleutian|Pacific/Honolulu=Hawaiian|Pacific/Marquesas=Marquesas
America/Anchorage=Alaskan|Etc/GMT+9=UTC-09|America/Tijuana=Pacific Standard Time (Mexico)|Etc/GMT+8=UTC-08
America/Los_Angeles=Pacific|America/Phoenix=US Mountain|America/Mazatlan=Mountain Standard Time (Mexico)
America/Denver=Mountain|America/Whitehorse=Yukon|America/Guatemala=Central America|America/Chicago=Central
Pacific/Easter=Easter Island|America/Mexico_City=Central Standard Time (Mexico),Mexico|America/Regina=Canada Central
America/Bogota=SA Pacific|America/Cancun=Eastern Standard Time (Mexico)|America/New_York=Eastern
America/Port-au-Prince=Haiti|America/Havana=Cuba|America/Indiana/Indianapolis=US Eastern
America/Grand_Turk=Turks And Caicos|America/Asuncion=Paraguay|America/Halifax=Atlantic|America/Caracas=Venezuela
America/Cuiaba=Central Brazilian|America/La_Paz=SA Western|America/Santiago=Pacific SA|America/St_Johns=Newfoundland
America/Araguaina=Tocantins|America/Sao_Paulo=E. South America|America/Cayenne=SA Eastern
America/Argentina/Buenos_Aires=Argentina|America/Nuuk=Greenland|America/Montevideo=Montevideo
America/Punta_Arenas=Magallanes|America/Miquelon=Saint Pierre|America/Bahia=Bahia|Etc/GMT+2=UTC-02,Mid-Atlantic
Atlantic/Azores=Azores|Atlantic/Cape_Verde=Cape Verde|UTC=UTC,Coordinated Universal Time|Europe/London=GMT
Atlantic/Reykjavik=Greenwich|Africa/Sao_Tome=Sao Tome|Africa/Casablanca=Morocco|Europe/Berlin=W. Europe
Europe/Budapest=Central Europe|Europe/Paris=Romance|Europe/Warsaw=Central European|Africa/Lagos=W. Central Africa
Asia/Amman=Jordan|Europe/Bucharest=GTB|Asia/Beirut=Middle East|Africa/Cairo=Egypt|Europe/Chisinau=E. Europe
Asia/Damascus=Syria|Asia/Hebron=West Bank|Africa/Johannesburg=South Africa|Europe/Kyiv=FLE|Asia/Jerusalem=Israel
Africa/Juba=South Sudan|Europe/Kaliningrad=Kaliningrad|Africa/Khartoum=Sudan|Africa/Tripoli=Libya
Africa/Windhoek=Namibia|Asia/Baghdad=Arabic|Europe/Istanbul=Turkey|Asia/Riyadh=Arab|Europe/Minsk=Belarus
Europe/Moscow=Russian|Africa/Nairobi=E. Africa|Asia/Tehran=Iran|Asia/Dubai=Arabian|Europe/Astrakhan=Astrakhan
Asia/Baku=Azerbaijan|Europe/Samara=Russia Time Zone 3|Indian/Mauritius=Mauritius|Europe/Saratov=Saratov
Asia/Tbilisi=Georgian|Europe/Volgograd=Volgograd|Asia/Yerevan=Caucasus|Asia/Kabul=Afghanistan
Asia/Tashkent=West Asia|Asia/Yekaterinburg=Ekaterinburg|Asia/Karachi=Pakistan|Asia/Qyzylorda=Qyzylorda
Asia/Kolkata=India|Asia/Colombo=Sri Lanka|Asia/Kathmandu=Nepal|Asia/Almaty=Central Asia|Asia/Dhaka=Bangladesh
Asia/Omsk=Omsk|Asia/Yangon=Myanmar|Asia/Bangkok=SE Asia|Asia/Barnaul=Altai|Asia/Hovd=W. Mongolia
Asia/Krasnoyarsk=North Asia|Asia/Novosibirsk=N. Central Asia|Asia/Tomsk=Tomsk|Asia/Shanghai=China
Asia/Irkutsk=North Asia East|Asia/Singapore=Singapore|Australia/Perth=W. Australia|Asia/Taipei=Taipei
Asia/Ulaanbaatar=Ulaanbaatar|Australia/Eucla=Aus Central W.|Asia/Chita=Transbaikal|Asia/Tokyo=Tokyo
Asia/Pyongyang=North Korea|Asia/Seoul=Korea|Asia/Yakutsk=Yakutsk|Australia/Adelaide=Cen. Australia
Australia/Darwin=AUS Central|Australia/Brisbane=E. Australia|Australia/Sydney=AUS Eastern|Pacific/Port_Moresby=West Pacific
Australia/Hobart=Tasmania|Asia/Vladivostok=Vladivostok|Australia/Lord_Howe=Lord Howe|Pacific/Bougainville=Bougainville
Asia/Srednekolymsk=Russia Time Zone 10|Asia/Magadan=Magadan|Pacific/Norfolk=Norfolk|Asia/Sakhalin=Sakhalin
Pacific/Guadalcanal=Central Pacific|Asia/Kamchatka=Russia Time Zone 11,Kamchatka|Pacific/Auckland=New Zealand
Etc/GMT-12=UTC+12|Pacific/Fiji=Fiji|Pacific/Chatham=Chatham Islands|Etc/GMT-13=UTC+13|Pacific/Tongatapu=Tonga
Pacific/Apia=Samoa|Pacific/Kiritimati=Line Islands`;

/** Descriptions without a city that IANA knows, written as `plain` leaves them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'eastern time us and canada': 'America/New_York',
  'central time us and canada': 'America/Chicago',
  'mountain time us and canada': 'America/Denver',
  'pacific time us and canada': 'America/Los_Angeles',
  'atlantic time canada': 'America/Halifax',
  'eastern time': 'America/New_York',
  'central time': 'America/Chicago',
  'mountain time': 'America/Denver',
  'pacific time': 'America/Los_Angeles',
  'baja california': 'America/Tijuana',
  'indiana east': 'America/Indiana/Indianapolis',
  arizona: 'America/Phoenix',
  hawaii: 'Pacific/Honolulu',
  alaska: 'America/Anchorage',
  saskatchewan: 'America/Regina',
  newfoundland: 'America/St_Johns',
  'central america': 'America/Guatemala',
  brasilia: 'America/Sao_Paulo',
  'dublin edinburgh lisbon london': 'Europe/London',
  'greenwich mean time dublin edinburgh lisbon london': 'Europe/London',
  'abu dhabi muscat': 'Asia/Dubai',
  'chennai kolkata mumbai new delhi': 'Asia/Kolkata',
  'islamabad karachi': 'Asia/Karachi',
  'beijing chongqing hong kong urumqi': 'Asia/Shanghai',
  'osaka sapporo tokyo': 'Asia/Tokyo',
  'canberra melbourne sydney': 'Australia/Sydney',
  'auckland wellington': 'Pacific/Auckland',
  'harare pretoria': 'Africa/Johannesburg',
  'west central africa': 'Africa/Lagos'
};

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9+:]+/g, ' ')
    .trim();

let windows: Map<string, string> | undefined;
let cities: Map<string, string> | undefined;

function windowsNames(): Map<string, string> {
  windows ??= new Map(
    WINDOWS.trim()
      .split(/[|\n]/)
      .flatMap((entry) => {
        const [zone = '', names = ''] = entry.split('=');
        return names.split(',').flatMap((name): [string, string][] => [
          [plain(name), zone],
          [plain(`${name} Standard Time`), zone],
          [plain(`${name} Daylight Time`), zone]
        ]);
      })
  );
  return windows;
}

function cityNames(): Map<string, string> {
  cities ??= new Map(
    Intl.supportedValuesOf('timeZone')
      .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
      .map((zone) => [plain(zone.split('/').at(-1)!.replaceAll('_', ' ')), zone])
  );
  return cities;
}

const DISTANCE = /\(?\b(?:UTC|GMT)?\s*([+-])\s*(\d{1,2}):?(\d{2})?(?::\d{2})?\)?/i;

/** Minutes ahead of UTC that a name begins with: `(UTC+05:30) …`, `GMT -5`. */
export function distanceIn(name: string): number | undefined {
  const match = DISTANCE.exec(name);
  if (!match) return /^\W*(utc|gmt)\b/i.test(name) ? 0 : undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** Whole hours have zones of their own; these others are kept by one place without clock changes. */
const HALF_HOURS: Readonly<Record<number, string>> = {
  [-570]: 'Pacific/Marquesas',
  210: 'Asia/Tehran',
  270: 'Asia/Kabul',
  330: 'Asia/Kolkata',
  345: 'Asia/Kathmandu',
  390: 'Asia/Yangon',
  525: 'Australia/Eucla',
  570: 'Australia/Darwin'
};

/** The name of a zone that keeps one distance all year. */
export function fixedZone(minutes: number): string | undefined {
  if (minutes === 0) return 'UTC';
  if (HALF_HOURS[minutes]) return HALF_HOURS[minutes];
  const hours = minutes / 60;
  if (!Number.isInteger(hours) || hours < -12 || hours > 14) return undefined;
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

/** A name's own spelling where it is an IANA name, also behind a maker's prefix (`/mozilla.org/…/Europe/Rome`). */
function asIana(name: string): string | undefined {
  const parts = name.split('/').filter(Boolean);
  for (let from = 0; from < parts.length; from++) {
    const candidate = parts.slice(from).join('/').replaceAll(' ', '_');
    if (from > 0 && !candidate.includes('/')) break;
    if (/^(utc|z|gmt|zulu|etc\/utc|etc\/gmt|tzone:\/microsoft\/utc)$/i.test(candidate)) return 'UTC';
    // A bare word such as "CST" or "Israel" is known to some engines and not to others.
    if (candidate.includes('/') && isZone(candidate)) return inUsualCase(candidate);
  }
  return undefined;
}

/** Engines differ in the case they accept; files differ in the case they write. */
function inUsualCase(name: string): string {
  if (Intl.supportedValuesOf('timeZone').includes(name)) return name;
  const lower = name.toLowerCase();
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === lower) ?? name;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  cet: 'Europe/Paris',
  met: 'Europe/Paris',
  eet: 'Europe/Athens',
  wet: 'Europe/Lisbon',
  est5edt: 'America/New_York',
  cst6cdt: 'America/Chicago',
  mst7mdt: 'America/Denver',
  pst8pdt: 'America/Los_Angeles',
  japan: 'Asia/Tokyo',
  israel: 'Asia/Jerusalem',
  singapore: 'Asia/Singapore',
  hongkong: 'Asia/Hong_Kong'
};

/** The zone of a city that IANA knows by that name: `London`, `New York`. */
export const zoneOfCity = (city: string): string | undefined => cityNames().get(plain(city));

const found = new Map<string, string | undefined>();

/**
 * The IANA zone that a name means, nothing where it is not known. A distance alone ("UTC+01:00") is a zone
 * that keeps it all year.
 */
export function zoneByName(written: string): string | undefined {
  if (!found.has(written)) {
    if (found.size > 2000) found.clear();
    found.set(written, lookUp(written));
  }
  return found.get(written);
}

function lookUp(written: string): string | undefined {
  const name = written.replace(/\\(.)/g, '$1').replace(/^["'\s]+|["'\s]+$/g, '');
  if (name === '') return undefined;
  const iana = asIana(name);
  if (iana) return iana;
  const named = windowsNames().get(plain(name)) ?? ABBREVIATIONS[plain(name)];
  if (named) return named;
  const prefix = /^\(?\s*(?:UTC|GMT)?\s*(?:[+-]\s*\d{1,2}(?::?\d{2})?)?\s*\)?/i.exec(name)![0];
  const distance = prefix === '' ? undefined : distanceIn(prefix);
  const rest = plain(name.slice(prefix.length).replace(/^\s*[-:]\s*/, ''));
  if (rest === '') return distance === undefined ? undefined : fixedZone(distance);
  return DESCRIPTIONS[rest] ?? windowsNames().get(rest) ?? byCity(name.slice(prefix.length), distance);
}

/** The first city in a description that IANA knows and whose winter or summer distance is the one stated. */
function byCity(description: string, distance: number | undefined): string | undefined {
  for (const part of description.split(/[,/;]/)) {
    const zone = cityNames().get(plain(part));
    if (!zone) continue;
    const distances = [0, 6].map((month) => offsetAt(zone, Date.UTC(2024, month, 15)) / 60_000);
    if (distance === undefined || distances.includes(distance)) return zone;
  }
  return undefined;
}
