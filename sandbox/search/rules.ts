import { valueAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { Collection } from './collection.ts';
import type { FieldKind, FilterRules } from './filters.ts';

interface Fields {
  kindOf(field: string): FieldKind | undefined;
  /** Values that don't stand in the record under the field's name; undefined for all others. */
  special?(row: number, field: string): unknown;
}

/** A search whose times are compared by the second. */
export function secondRules(workspace: Workspace, collection: Collection, fields: Fields): FilterRules {
  const { greaterIncludesEqual } = workspace.settings;
  return { ...valuesOf(collection, fields), kindOf: fields.kindOf, dayZone: 'UTC', greaterIncludesEqual };
}

/** A search whose dates, the fields of kind `day`, are compared by whole days, unless the settings say otherwise. */
export function dayRules(workspace: Workspace, collection: Collection, fields: Fields): FilterRules {
  const { contactDayRule, timeZone } = workspace.settings;
  return {
    ...valuesOf(collection, fields),
    kindOf: (field) => {
      const kind = fields.kindOf(field);
      return kind === 'day' && contactDayRule === 'seconds' ? 'second' : kind;
    },
    dayZone: contactDayRule === 'utc' ? 'UTC' : timeZone,
    greaterIncludesEqual: false,
  };
}

/** The kind of an attribute that the workspace defined itself, under a prefix such as `custom_attributes.`. */
export function customKind(field: string, prefix: string): FieldKind | undefined {
  return field.startsWith(prefix) ? 'text' : undefined;
}

/** Times and ids come without making the row; everything else is read from it. */
function valuesOf(collection: Collection, { special }: Fields) {
  return {
    isCheap: (field: string) => ['created_at', 'updated_at', 'id'].includes(field),
    valueOf: (row: number, field: string): unknown => {
      if (field === 'created_at' || field === 'updated_at') return collection.indexedTimeOf(row, field);
      if (field === 'id') return collection.idOf(row);
      return special?.(row, field) ?? valueAt(collection.get(row), field);
    },
  };
}
