import { dataConnectorSchema } from '../schemas/data-connector.ts';
import { ListStream } from './list-stream.ts';

export class DataConnectors extends ListStream {
  readonly name = 'data_connectors';
  readonly description = 'A connection through which workflows and Fin send requests to another API.';
  override readonly source = '50 records a call';
  readonly schema = dataConnectorSchema;
  readonly list = { path: '/data_connectors', recordsAt: 'data', perPage: 50 };
}
