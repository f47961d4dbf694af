import { isRow, type Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';

/** A company as lists and the scroll give it, its segments cut where the settings say so. */
export function embeddedCompany(workspace: Workspace, row: number): Row {
  const company = workspace.companies.get(row);
  const all = companySegments(workspace, row);
  return {
    ...company,
    segments: { type: 'segment.list', segments: all.slice(0, workspace.settings.companySegmentsCap) },
  };
}

/** All segments of a company. */
export function companySegments(workspace: Workspace, row: number): Row[] {
  return listIn(workspace.companies.get(row), 'segments');
}

/** The rows of a company's embedded `tags`, `segments` or `notes`. */
export function listIn(company: Row, name: string): Row[] {
  const envelope = company[name];
  const rows = isRow(envelope) ? envelope[name] : undefined;
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}
