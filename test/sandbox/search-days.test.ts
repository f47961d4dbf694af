import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { dayOf } from '../../sandbox/search/days.ts';
import { ask, codeOf, searchAll } from './client.ts';

const hour = 3_600;
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

/** A workspace with one contact per given second. */
async function withContactsAt(seconds: readonly number[], options: SandboxOptions): Promise<Sandbox> {
  const opened = await startSandbox({ sizes: { contacts: 0 }, ...options });
  for (const second of seconds) opened.change.addContact(second);
  sandbox = opened;
  return opened;
}

async function found(opened: Sandbox, operator: string, value: number): Promise<unknown[]> {
  const query = { field: 'updated_at', operator, value };
  const sort = { field: 'updated_at', order: 'ascending' };
  return (await searchAll(opened, '/contacts/search', 'data', { query, sort })).map((contact) => contact.updated_at);
}

describe('contact search compares whole days', () => {
  // 15 July 2026, 12:00 UTC.
  const noon = 1_784_116_800;

  it.each([
    ['America/New_York', -4],
    ['Asia/Kolkata', 5.5],
    ['Pacific/Auckland', 12],
    ['UTC', 0],
  ])('of the workspace in %s', async (timeZone, offset) => {
    const start = Math.floor((noon + offset * hour) / 86_400) * 86_400 - offset * hour;
    const end = start + 86_400;
    const seconds = [start - 1, start, noon, end - 1, end];
    const opened = await withContactsAt(seconds, { timeZone });
    expect(await found(opened, '=', noon)).toEqual([start, noon, end - 1]);
    expect(await found(opened, '>', noon)).toEqual([end]);
    expect(await found(opened, '<', noon)).toEqual([start - 1]);
  });

  it('of UTC when told so', async () => {
    const start = noon - 12 * hour;
    const opened = await withContactsAt([start - 1, start, noon], { timeZone: 'Asia/Tokyo', contactDayRule: 'utc' });
    expect(await found(opened, '=', noon)).toEqual([start, noon]);
  });

  it('or seconds when told so', async () => {
    const opened = await withContactsAt([noon - 1, noon, noon + 1], { contactDayRule: 'seconds' });
    expect(await found(opened, '>', noon)).toEqual([noon + 1]);
    expect(await found(opened, '=', noon)).toEqual([noon]);
  });

  it.each(['>=', '<=', '!=', 'IN', 'NIN', '~'])('and refuses %s on dates', async (operator) => {
    const opened = await withContactsAt([], {});
    const value = operator.endsWith('IN') ? [noon] : noon;
    const answer = await ask(opened, '/contacts/search', { query: { field: 'updated_at', operator, value } });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'parameter_invalid']);
  });
});

describe('a calendar day', () => {
  it('has 23 hours when clocks go forward, 25 when they go back', () => {
    expect(hoursOf(1_772_985_600, 'America/New_York')).toBe(23);
    expect(hoursOf(1_793_550_000, 'America/New_York')).toBe(25);
  });

  it('begins at one when midnight is skipped', () => {
    // Santiago, 6 September 2026: the clock goes from 00:00 to 01:00.
    const day = dayOf(Date.UTC(2026, 8, 6, 12) / 1000, 'America/Santiago');
    expect(day.start).toBe(Date.UTC(2026, 8, 6, 4) / 1000);
    expect((day.end - day.start) / hour).toBe(23);
  });

  it('ends where the next begins, in any zone', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns']) {
      let { start, end } = dayOf(1_770_000_000, zone);
      for (let count = 0; count < 366; count++) {
        expect(end - start).toBeGreaterThan(22 * hour);
        const next = dayOf(end, zone);
        expect(next.start).toBe(end);
        ({ start, end } = next);
      }
    }
  });
});

function hoursOf(at: number, zone: string): number {
  const { start, end } = dayOf(at, zone);
  return (end - start) / hour;
}
