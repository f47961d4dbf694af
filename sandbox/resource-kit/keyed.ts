/** An object with one field, whose type knows the field's name. */
export function keyed<Name extends string, T>(name: Name, value: T): Readonly<Record<Name, T>>;
export function keyed(name: string, value: unknown): object {
  return { [name]: value };
}
