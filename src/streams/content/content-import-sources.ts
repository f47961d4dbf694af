import { toText } from '../../rows/convert.ts';
import { contentImportSourceSchema } from '../../schemas/content-import-source.ts';
import { ListStream } from '../list-stream.ts';

export class ContentImportSources extends ListStream {
  readonly name = 'content_import_sources';
  readonly description = 'A source from which external pages are imported.';
  override readonly source = '50 records a call';
  readonly schema = contentImportSourceSchema;
  // The page of the published example: no maximum is documented.
  readonly list = { path: '/ai/content_import_sources', recordsAt: 'data', perPage: 50 };
  override readonly conversions = { id: toText };
}
