/**
 * The permissions of which reading `path` requires one, as the Developer Hub names them, or the API's scope where only that
 * is documented. Empty for a path that is not listed.
 * https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/oauth-scopes
 */
export function permissionsFor(path: string): readonly string[] {
  return permissions.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}

const usersAndCompanies = 'Read and list users and companies';

/** The first pattern that matches counts. */
const permissions: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/admins\/activity_log/, ['Read admin activity logs']],
  [/^\/(me|admins|teams|away_status_reasons)\b/, ['Read admins']],
  [/^\/tags\b/, ['Read tags']],
  [/^\/contacts\/[^/]+\/tags\b/, [usersAndCompanies, 'Read tags']],
  [/^\/(contacts|companies|segments|data_attributes|notes|subscription_types|audiences)\b/, [usersAndCompanies]],
  [/^\/events\b/, ['Read events']],
  [/^\/(conversations|macros|calls)\b/, ['Read conversations']],
  [/^\/(tickets|ticket_types|ticket_states)\b/, ['Read tickets']],
  [/^\/help_center\/help_centers\/[^/]+\/redirects\b/, ['read_help_center_redirects_scope']],
  [/^\/(articles|internal_articles|help_center)\b/, ['Read and list articles']],
  [/^\/news\b/, ['Read and list news items and newsfeeds']],
  [/^\/content_snippets\b/, ['read_write_content_snippets']],
  [/^\/(ai|content)\b/, ['Read content data']],
  [/^\/office_hours_schedules\b/, ['read_write_office_hours']],
  [/^\/(export|download)\/reporting_data\b/, ['export_reporting_data']],
  [/^\/(export|download)\b/, ['Export message data']],
  [/^\/custom_object_instances\b/, ['Read and write custom object instances']],
];
