import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const here = new URL('.', import.meta.url);
const spec = JSON.parse(readFileSync(new URL('../../spec.json', here), 'utf8'));
const { properties, groups } = spec.connectionSpecification;

let html;
let browser;
let page;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', here))],
    bundle: true,
    write: false,
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const script = outputFiles[0].text.replaceAll('</script', '<\\/script');
  const template = readFileSync(new URL('page.html', here), 'utf8');
  html = template.replace('<script src="page.js"></script>', () => `<script>${script}</script>`);
  browser = await puppeteer.launch({ executablePath: env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(() => browser?.close());

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  await page.setViewport({ width: 760, height: 900 });
  await page.setContent(html);
  await page.waitForSelector('#root_access_token');
});

/** The text of each element that the selector finds. */
function texts(selector) {
  return page.$$eval(selector, (elements) => elements.map((element) => element.textContent.trim()));
}

async function unfold() {
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
}

async function fill(name, text) {
  await unfold();
  await page.click(`#root_${name}`, { count: 3 });
  await page.keyboard.type(text);
}

async function send() {
  await page.click('button[type=submit]');
  return page.evaluate(() => window.sent);
}

describe('the form in a browser', () => {
  it('has the groups in their order, under their titles', async () => {
    expect(await texts('h2')).toEqual(groups.map(({ title }) => title));
  });

  it('has every field that is not hidden, in the declared order, and no other', async () => {
    const shown = Object.entries(properties).filter(([, field]) => !field.airbyte_hidden);
    const wanted = groups.flatMap(({ id }) => {
      const fields = shown.filter(([, { group }]) => group === id).toSorted(([, a], [, b]) => a.order - b.order);
      return fields.map(([name]) => name);
    });
    const ids = await page.$$eval('section [id^=root_]', (elements) => elements.map(({ id }) => id));
    const found = ids.map((id) => id.replace(/^root_|__.*$/g, ''));
    expect([...new Set(found)]).toEqual(wanted);
  });

  it('shows at once what is required or always shown, and folds the rest away', async () => {
    const visible = await page.$$eval('input, select', (elements) =>
      elements.filter((element) => element.checkVisibility()).map(({ id }) => id),
    );
    expect(visible).toEqual(['root_access_token', 'root_region', 'root_start_date']);
    expect(await texts('summary')).toEqual(['Optional fields', 'Optional fields']);
  });

  it('hides what is typed as the access token or the client ID, and nothing else', async () => {
    const passwords = await page.$$eval('input[type=password]', (inputs) => inputs.map(({ id }) => id));
    expect(passwords).toEqual(['root_access_token', 'root_client_id']);
  });

  it('offers the choices of a field, with its default chosen', async () => {
    const region = await page.$eval('#root_region', (select) => ({
      chosen: select.selectedOptions[0].text,
      offered: [...select.options].map(({ text }) => text).filter((text) => text !== ''),
    }));
    expect(region).toEqual({ chosen: 'us', offered: ['us', 'eu', 'au'] });
  });

  it.each(['2024-1-1', '31.01.2024', '2024-01-31T00:00:00+01:00', 'yesterday'])(
    'tells how a start date is written when it is %s',
    async (text) => {
      await fill('access_token', 'token');
      await fill('start_date', text);
      expect(await texts('.error-detail li, .text-danger')).toContain(
        `The value must match ${properties.start_date.pattern_descriptor}`,
      );
      expect(await send()).toBeUndefined();
    },
  );

  it.each([
    ['lookback_window', '-1'],
    ['activity_logs_time_step', '92'],
    ['rate_limit_share', '5'],
    ['max_in_flight', '201'],
  ])('does not take %s: %s', async (name, text) => {
    await fill('access_token', 'token');
    await fill(name, text);
    expect(await send()).toBeUndefined();
    expect((await texts('.error-detail li, .text-danger')).join()).toMatch(/must be [<>]= \d+/);
  });

  it('is not sent without the access token', async () => {
    expect(await send()).toBeUndefined();
    expect((await texts('.error-detail li, .text-danger')).join()).toContain('required');
  });

  it('sends the token and the defaults when nothing else is filled in', async () => {
    await fill('access_token', 'token');
    const defaults = Object.entries(properties).filter(([, field]) => field.default !== undefined);
    const wanted = Object.fromEntries(defaults.map(([name, field]) => [name, field.default]));
    expect(await send()).toEqual({ access_token: 'token', ...wanted });
  });

  it('sends a start date that is written as the form says', async () => {
    await fill('access_token', 'token');
    await fill('start_date', '2024-01-31T00:00:00Z');
    expect(await send()).toMatchObject({ start_date: '2024-01-31T00:00:00Z' });
  });

  it('shows a title and a description for each field, with links that can be followed', async () => {
    const descriptions = await texts('.description');
    expect(descriptions.length).toBeGreaterThanOrEqual(
      Object.values(properties).filter((f) => !f.airbyte_hidden).length,
    );
    // A placeholder such as <name> would be taken for a tag, and vanish.
    const tags = await page.$$eval('.description *', (elements) => elements.map(({ localName }) => localName));
    expect(new Set(tags)).toEqual(new Set(['a']));
    const links = await page.$$eval('.description a', (anchors) => anchors.map(({ href }) => new URL(href).host));
    expect(links).toContain('app.intercom.com');
  });

  it.runIf(env.FORM_PICTURE)('has its picture taken', async () => {
    await unfold();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewport({ width: 760, height });
    writeFileSync(env.FORM_PICTURE, await page.screenshot());
  });
});
