/** The page in the browser: the form, and what it would send. */
import { withTheme } from '@rjsf/core';
import validator from '@rjsf/validator-ajv8';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import spec from '../../spec.json';
import { airbyteForm } from './airbyte-form.mjs';

const { schema, uiSchema, sections } = airbyteForm(spec);

/** Cards of fields, as Airbyte groups them. */
function Cards({ properties, fieldPathId, schema: own, title }) {
  if (fieldPathId.path.length > 0)
    return h(
      'fieldset',
      null,
      h('legend', null, title),
      properties.map(({ content }) => content),
    );
  const content = new Map(properties.map((property) => [property.name, property.content]));
  const show = (names) => names.map((name) => content.get(name));
  return sections.map((section) =>
    h(
      'section',
      { key: section.id ?? own.title ?? 'more', id: section.id },
      h('h2', null, section.title),
      show(section.shown),
      section.folded.length > 0 && h('details', null, h('summary', null, 'Optional fields'), show(section.folded)),
    ),
  );
}

/** Airbyte shows the links in a description. The text is that of our own spec. */
function Description({ description, id }) {
  return h('p', { id, className: 'description', dangerouslySetInnerHTML: { __html: description ?? '' } });
}

/** Airbyte shows the wording of a pattern in place of the pattern. */
function withWordings(errors) {
  return errors.map((error) => {
    const { pattern_descriptor: wording } = schema.properties[error.property?.slice(1)] ?? {};
    const isPattern = error.name === 'pattern' && wording !== undefined;
    return isPattern ? { ...error, message: `The value must match ${wording}` } : error;
  });
}

function AddButton({ onClick, id }) {
  return h('button', { type: 'button', id, className: 'add', onClick }, 'Add');
}

const Form = withTheme({
  templates: {
    ObjectFieldTemplate: Cards,
    DescriptionFieldTemplate: Description,
    ButtonTemplates: { AddButton },
  },
});

createRoot(document.getElementById('form')).render(
  h(Form, {
    schema,
    uiSchema,
    validator,
    transformErrors: withWordings,
    liveValidate: 'onChange',
    noHtml5Validate: true,
    showErrorList: false,
    onSubmit: ({ formData }) => {
      window.sent = formData;
    },
  }),
);
