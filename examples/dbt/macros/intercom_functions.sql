{% macro intercom_functions() %}{{ adapter.dispatch('intercom_functions')() }}{% endmacro %}
