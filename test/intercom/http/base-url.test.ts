import { expect, it } from 'vitest';
import { baseUrl } from '../../../src/intercom/http/base-url.ts';

it.each([
  ['us', 'https://api.intercom.io'],
  ['eu', 'https://api.eu.intercom.io'],
  ['au', 'https://api.au.intercom.io'],
] as const)('the region %s has the address %s', (region, url) => {
  expect(baseUrl(region)).toBe(url);
  expect(baseUrl(region, '')).toBe(url);
});

it.each([
  ['https://intercom.example/', 'https://intercom.example'],
  ['https://intercom.example/api/', 'https://intercom.example/api'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://127.9.9.9', 'http://127.9.9.9'],
  ['http://localhost:80/', 'http://localhost'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s replaces it', (override, url) => {
  expect(baseUrl('eu', override)).toBe(url);
});

it.each([
  'http://api.intercom.io',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'https://user:secret@intercom.example',
  'https://intercom.example/?to=evil',
  'api.intercom.io',
  'nonsense',
])('%s is a config error that names the variable', (override) => {
  expect(() => baseUrl('us', override)).toThrow(expect.objectContaining({ failureType: 'config_error' }));
  expect(() => baseUrl('us', override)).toThrow(/INTERCOM_API_URL/);
});
