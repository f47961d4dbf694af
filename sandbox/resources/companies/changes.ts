import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { companiesOf } from './rows.ts';

export function companyChanges(workspace: Workspace) {
  const companies = companiesOf(workspace);
  return {
    touchCompany(id: string, at: number = workspace.now, patch: Row = {}): void {
      companies.touch(companies.known(id), at, patch);
    },

    /** Returns the new company's id. */
    addCompany(at: number = workspace.now, patch: Row = {}): string {
      return companies.idOf(companies.add(at, patch));
    },

    deleteCompany(id: string): void {
      companies.remove(companies.known(id));
    },
  };
}
