/**
 * A spec as Airbyte's form reads it, in the terms of a JSON-Schema form library.
 * https://docs.airbyte.com/platform/connector-development/connector-specification-reference
 */

/** The schema with what Airbyte leaves out or replaces, and the library's hints for the fields. */
export function airbyteForm({ connectionSpecification: form }) {
  const fields = Object.entries(form.properties).filter(([, field]) => !field.airbyte_hidden);
  const names = fields.toSorted(byPlace(form.required)).map(([name]) => name);
  return {
    schema: {
      type: 'object',
      required: form.required,
      properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field)])),
    },
    uiSchema: {
      'ui:order': names,
      'ui:submitButtonOptions': { submitText: 'Set up source' },
      ...Object.fromEntries(fields.map(([name, field]) => [name, hintsOf(field)])),
    },
    sections: sectionsOf(form, names),
  };
}

/** Required fields first, then by their order, then by name. */
function byPlace(required = []) {
  const placeOf = ([name, { order = Number.MAX_SAFE_INTEGER }]) => [required.includes(name) ? 0 : 1, order];
  return (a, b) => {
    const [[needA, orderA], [needB, orderB]] = [placeOf(a), placeOf(b)];
    return needA - needB || orderA - orderB || (a[0] < b[0] ? -1 : 1);
  };
}

/** Of several types only the first counts. Whether a text has the form of a date is left to its pattern. */
function schemaOf({ type, format: _format, ...field }) {
  return { ...field, type: [type].flat()[0] };
}

function hintsOf({ airbyte_secret: isSecret, examples: [example] = [], multiline: isLong }) {
  return {
    ...(isSecret && { 'ui:widget': 'password' }),
    ...(isLong && !isSecret && { 'ui:widget': 'textarea' }),
    ...(example !== undefined && !Array.isArray(example) && { 'ui:placeholder': String(example) }),
  };
}

/** The cards of the form. Fields that are neither required nor always shown are folded away. */
function sectionsOf({ groups = [], required = [], properties }, names) {
  return [...groups, { id: undefined }].flatMap(({ id, title }) => {
    const inside = names.filter((name) => properties[name].group === id);
    const isShown = (name) => required.includes(name) || properties[name].always_show === true;
    if (inside.length === 0) return [];
    return [{ id, title, shown: inside.filter(isShown), folded: inside.filter((name) => !isShown(name)) }];
  });
}
