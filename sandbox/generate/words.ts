import { faker as german } from '@faker-js/faker/locale/de';
import { faker as english } from '@faker-js/faker/locale/en';
import { faker as japanese } from '@faker-js/faker/locale/ja';

type Some<T> = readonly [T, ...T[]];

/** What rows are worded with. */
export interface Words {
  readonly names: Some<string>;
  readonly companies: Some<string>;
  readonly cities: Some<{
    country: string;
    country_code: string;
    continent_code: string;
    region: string;
    city: string;
  }>;
  readonly sentences: Some<string>;
  readonly paragraphs: Some<string>;
  readonly nouns: Some<string>;
  readonly industries: Some<string>;
  readonly userAgents: Some<{ browser: string; version: string; os: string }>;
}

/** Seeded pools, drawn once: a row only picks from them, so that a page of rows costs little. */
export function drawWords(seed: number): Words {
  for (const faker of [english, german, japanese]) faker.seed(seed);
  return {
    names: [
      'Zoë O’Brien-Núñez 🚀',
      ...times(700, () => english.person.fullName()),
      ...times(80, () => german.person.fullName()),
      ...times(80, () => japanese.person.fullName()),
    ],
    companies: ['株式会社 例', ...times(250, () => english.company.name()), ...times(50, () => german.company.name())],
    cities: [
      { country: 'Ireland', country_code: 'IRL', continent_code: 'EU', region: 'Leinster', city: 'Dublin' },
      ...times(150, () => ({
        country: english.location.country(),
        country_code: english.location.countryCode('alpha-3'),
        continent_code: english.helpers.arrayElement(['EU', 'NA', 'SA', 'AS', 'AF', 'OC']),
        region: english.location.state(),
        city: english.location.city(),
      })),
    ],
    sentences: ['Grüße aus Köln – “quoted” & <escaped>', ...times(300, () => english.lorem.sentence())],
    paragraphs: ['改行\u2028と絵文字 👩‍💻 を含む本文', ...times(200, () => english.lorem.paragraph())],
    nouns: ['vip', ...new Set(times(300, () => english.word.noun()))],
    industries: ['Software', ...new Set(times(40, () => english.commerce.department()))],
    userAgents: [
      { browser: 'chrome', version: '142.0.7444', os: 'OS X 10.15.7' },
      { browser: 'safari', version: '19.1', os: 'iOS 19.1' },
      { browser: 'firefox', version: '145.0', os: 'Windows 11' },
    ],
  };
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
