import * as pulumi from "@pulumi/pulumi";

/** `change` of a value, at once where it is there already: what is plain stays plain. */
export function mapInput<T, U>(value: pulumi.Input<T>, change: (value: T) => U): pulumi.Input<U> {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return change(value as T);
  return pulumi.output(value).apply((known) => change(known as T)) as pulumi.Output<U>;
}

/** `join` of values, at once where all are there already. */
export function joinInputs(
  values: readonly pulumi.Input<string>[],
  join: (values: readonly string[]) => string,
): pulumi.Input<string> {
  const plain = values.filter((value) => typeof value === "string");
  return plain.length === values.length ? join(plain) : pulumi.all([...values]).apply(join);
}
