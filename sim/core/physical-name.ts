import type { Cloud } from "./cloud.ts";

/** Hexadecimal digits after the name, as Pulumi's AWS provider adds. */
const SUFFIX_LENGTH = 7;

/**
 * The name of a cloud object whose program gives it none: Pulumi's name, a hyphen and seven hexadecimal digits,
 * new each time, so that a replacement can be there beside the old one. Call it from `create`, not from `check`,
 * which runs in every preview.
 *
 * @param maxLength the longest name that the service takes; 0 for no limit.
 * @throws Error in the words of Pulumi's SDK (`resource.NewUniqueName`) when the name does not fit.
 */
export function physicalName(
  context: { readonly cloud: Cloud; readonly name: string },
  maxLength: number,
): string {
  const prefix = `${context.name}-`;
  if (maxLength > 0 && prefix.length + SUFFIX_LENGTH > maxLength) {
    throw new Error(
      `name '${prefix}' plus ${SUFFIX_LENGTH} random chars is longer than maximum length ${maxLength}`,
    );
  }
  return prefix + context.cloud.ids.hex(SUFFIX_LENGTH);
}

/** A name made from the input `namePrefix`: time and eight hexadecimal digits follow it, 26 characters together. */
export function prefixedName(cloud: Cloud, prefix: string): string {
  const time = new Date(cloud.clock.now()).toISOString().replace(/\D/g, "");
  return `${prefix}${time}0${cloud.ids.hex(8)}`;
}

/**
 * The prefix that a name was made from; empty for a name of another form. So the provider finds it out for an object that
 * it did not make: NamePrefixFromName in terraform-provider-aws/internal/create/naming.go
 */
export function namePrefixOf(name: string): string {
  return /^(?<prefix>.+)[0-9a-fA-F]{26}$/.exec(name)?.groups?.["prefix"] ?? "";
}

/** Inputs of a resource that may be named in three ways. */
export interface NameInputs {
  readonly name?: string | undefined;
  readonly namePrefix?: string | undefined;
}

/** `name` as given, else one from `namePrefix`, else one from Pulumi's name. */
export function chosenName(
  context: { readonly cloud: Cloud; readonly name: string },
  { name, namePrefix }: NameInputs,
  maxLength: number,
): string {
  if (name !== undefined) return name;
  if (namePrefix !== undefined) return prefixedName(context.cloud, namePrefix);
  return physicalName(context, maxLength);
}
