import { dataConnectorExecutionSchema } from '../schemas/data-connector.ts';
import { ChildListStream } from './child-stream.ts';
import { DataConnectors } from './data-connectors.ts';

export class DataConnectorExecutions extends ChildListStream {
  readonly name = 'data_connector_executions';
  readonly description = 'A request that a data connector made, and what came of it.';
  readonly source = 'a call per data connector, and one more for each 30 requests';
  readonly schema = dataConnectorExecutionSchema;
  readonly list = {
    parents: new DataConnectors().walk,
    parentPath: (id: string) => `/data_connectors/${id}`,
    path: (id: string) => `/data_connectors/${id}/execution_results`,
    // Without a start the endpoint lists the last hour only.
    query: () => ({ start_ts: 0 }),
    recordsAt: 'data',
    perPage: 30,
  };
  override readonly parent = { stream: 'data_connectors', key: 'data_connector_id' };
  override readonly primaryKey = ['data_connector_id', 'id'];
}
