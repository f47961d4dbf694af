import { expect, it } from 'vitest';
import { pathShape } from '../../src/intercom/http/path-shape.ts';
import { permissionsFor } from '../../src/intercom/permissions.ts';

const people = 'Read and list users and companies';

it.each([
  ['/me', ['Read admins']],
  ['/admins', ['Read admins']],
  ['/admins/activity_logs', ['Read admin activity logs']],
  ['/teams', ['Read admins']],
  ['/tags', ['Read tags']],
  ['/contacts/search', [people]],
  ['/contacts/65f/tags', [people, 'Read tags']],
  ['/companies/scroll', [people]],
  ['/data_attributes', [people]],
  ['/events', ['Read events']],
  ['/conversations/search', ['Read conversations']],
  ['/macros', ['Read conversations']],
  ['/tickets/search', ['Read tickets']],
  ['/ticket_types', ['Read tickets']],
  ['/articles', ['Read and list articles']],
  ['/help_center/collections', ['Read and list articles']],
  ['/help_center/help_centers/1/redirects', ['read_help_center_redirects_scope']],
  ['/news/newsfeeds/1/items', ['Read and list news items and newsfeeds']],
  ['/content_snippets', ['read_write_content_snippets']],
  ['/ai/external_pages', ['Read content data']],
  ['/export/content/data/0', ['Export message data']],
  ['/download/content/data/abc1', ['Export message data']],
  ['/export/cancel/abc1', ['Export message data']],
  ['/export/reporting_data/get_datasets', ['export_reporting_data']],
  ['/custom_object_instances/order', ['Read and write custom object instances']],
  ['/brands', []],
])('reading %s requires %o', (path, names) => {
  expect(permissionsFor(path)).toEqual(names);
});

it('the shape of a path leaves out its ids', () => {
  expect(pathShape('/contacts/65f1c2d3/tags')).toBe('/contacts/:id/tags');
  expect(pathShape('/contacts/search')).toBe('/contacts/search');
});
