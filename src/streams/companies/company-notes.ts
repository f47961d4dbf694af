import { companyNoteSchema } from '../../schemas/note.ts';
import { EmbeddedListStream } from '../child-stream.ts';
import { COMPANY_NOTES } from './notes-completion.ts';
import { companies } from './walk.ts';

export class CompanyNotes extends EmbeddedListStream {
  readonly name = COMPANY_NOTES;
  readonly description = 'A note on a company.';
  readonly schema = companyNoteSchema;
  readonly walk = companies;
  readonly listAt = ['notes.notes'];
  override readonly parent = { stream: 'companies', key: 'company_id' };
  override readonly primaryKey = ['company_id', 'id'];
  override readonly bodies = ['body'];

  override get source(): string {
    return 'with `companies`; a call for each company that does not hold its notes';
  }
}
