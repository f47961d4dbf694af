import { z } from 'zod';
import { ConnectorError } from '../../errors.ts';
import type { ApiRequest, Body } from '../../intercom/api.ts';
import { number, text, time } from '../../schemas/property.ts';
import { reportSchema } from '../../schemas/report.ts';
import { recordsOf } from '../../walks/pages.ts';

/** The reporting datasets of the workspace with their attributes, all in one answer. */
export const DATASETS: ApiRequest = { method: 'GET', path: '/export/reporting_data/get_datasets' };

/** A column of a dataset. */
export interface DatasetColumn {
  /** Its name in the rows. */
  readonly name: string;
  /** The id by which a job asks for it. */
  readonly attribute: string;
  /** The headers that its column may have in a file. */
  readonly headers: readonly string[];
  /** Durations are numbers of seconds. Anything else is text: Intercom tells no types. */
  readonly kind: 'time' | 'duration' | 'text';
  readonly description: string;
}

export interface Dataset {
  readonly columns: readonly DatasetColumn[];
  /** The column with the time by which the dataset is exported, where it names one that it has. */
  readonly time: DatasetColumn | undefined;
  /** The column that tells its rows apart, where it surely has one. */
  readonly key: DatasetColumn | undefined;
}

/** The dataset of that id in the answer to {@link DATASETS}. Throws when it is not there. */
export function datasetIn(body: Body, id: string): Dataset {
  const datasets = recordsOf(body, ['data'], DATASETS.path).flatMap((item) => datasetSchema.safeParse(item).data ?? []);
  const found = datasets.find((dataset) => dataset.id === id);
  if (found === undefined)
    throw noDataset(
      id,
      datasets.map((dataset) => dataset.id),
    );
  const columns = columnsOf(found.attributes);
  const timeId = found.default_time_attribute_id ?? '';
  return {
    columns,
    time: columns.find(({ headers }) => headers.includes(timeId)),
    key: columns.find(({ headers }) => keysOf(id).some((key) => headers.includes(key))),
  };
}

/** The properties of the columns, as a schema declares them. */
export function propertiesOf({ columns }: Dataset): z.ZodRawShape {
  return Object.fromEntries(columns.map(({ name, kind, description }) => [name, PROPERTIES[kind](description)]));
}

const PROPERTIES = { time, text, duration: (description: string) => number(`${description}, seconds`) } as const;

const datasetSchema = z.looseObject({
  id: z.string(),
  default_time_attribute_id: z.string().nullish(),
  attributes: z.array(
    z.looseObject({ id: z.string(), qualified_id: z.string().nullish(), name: z.string().nullish() }),
  ),
});

type Attribute = z.infer<typeof datasetSchema>['attributes'][number];

/** An attribute's id alone may be ambiguous: then the column's name is the whole, with `_` in place of dots. */
function columnsOf(attributes: readonly Attribute[]): readonly DatasetColumn[] {
  const taken = new Set<string>(Object.keys(reportSchema.shape));
  return attributes.map(({ id, qualified_id: qualified, name: title }) => {
    const isAmbiguous = attributes.filter((other) => other.id === id).length > 1;
    let name = isAmbiguous && qualified ? qualified.replaceAll('.', '_') : id;
    while (taken.has(name)) name = `${name}_`;
    taken.add(name);
    const attribute = qualified ?? id;
    const headers = [attribute, id, ...(title ? [title] : [])];
    return { name, attribute, headers, kind: kindOf(attribute), description: title || id };
  });
}

/** The first part of a qualified id tells the kind of the attribute, such as `timestamp.conversation_started_at`. */
function kindOf(attribute: string): DatasetColumn['kind'] {
  if (attribute.startsWith('timestamp.')) return 'time';
  return attribute.startsWith('duration.') ? 'duration' : 'text';
}

/** The attributes that are ids of a dataset's own rows: `conversation_id` in `conversation`, and not in other datasets. */
function keysOf(dataset: string): readonly string[] {
  const singular = dataset.replace(/s$/, '');
  return [`${dataset}_id`, `${singular}_id`, ...(dataset === 'consolidated_conversation_part' ? ['action_id'] : [])];
}

function noDataset(id: string, others: readonly string[]): ConnectorError {
  const known = others.length === 0 ? 'It has none' : `It has ${others.toSorted().join(', ')}`;
  return new ConnectorError(
    `The workspace has no reporting dataset "${id}". ${known}. Correct report_datasets and refresh the connection's schema, or deselect the stream.`,
    { failureType: 'config_error' },
  );
}
