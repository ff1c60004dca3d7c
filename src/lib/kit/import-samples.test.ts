import { describe, expect, test } from 'vitest';
import { haveSamples, sampleFiles, samplesTitle } from '../../../tests/support/samples.ts';
import { readFile } from '../formats/read.ts';
import type { Office } from '../store/office.ts';
import { applyImport, proposedDecision } from './apply-import.ts';
import { countKinds, planImport } from './import-plan.ts';
import { compartmentOf, openTestOffice } from './test-office.ts';

const apply = (office: Office, plans: ReturnType<typeof planImport>) =>
  applyImport(office, plans, {
    compartment: compartmentOf(office, 'office'),
    privateCompartment: compartmentOf(office, 'private'),
    at: { at: '2026-11-23T09:00:00', zone: 'Europe/Lisbon' },
    label: 'Reading in',
    decide: proposedDecision
  });

describe.skipIf(!haveSamples)(samplesTitle('real files'), () => {
  for (const { name, bytes } of [...sampleFiles('calendar'), ...sampleFiles('contacts')])
    test(`${name} is read in or refused, and reading it again changes nothing`, async () => {
      const office = await openTestOffice();
      const reading = await readFile(name, bytes(), { zone: 'Europe/Lisbon' });
      const plan = () => planImport([{ name, reading }], { office, today: '2026-11-23' });
      if (reading.format === 'none') {
        expect(reading.problems).not.toEqual([]);
        return;
      }
      const first = plan();
      const made = first[0]!.items.filter((item) => proposedDecision(item) === 'make').length;
      expect(await apply(office, first)).toEqual({ made, changed: 0, trashed: 0 });
      const again = countKinds(plan()[0]!.items);
      expect(again).toEqual({
        new: 0,
        changed: 0,
        same: reading.records.length,
        vanished: 0,
        twin: 0,
        tooLong: 0
      });
    });
});
