import { z } from "zod";

/**
 * Every field of a schema: paths of what has no fields of its own, with `[]` for any entry of a list. Mappings by free
 * names are one field.
 */
export function fieldsOf(schema: z.core.$ZodType, path = ""): string[] {
  return [...new Set(fields(schema, path))];
}

function fields(schema: z.core.$ZodType, path: string): string[] {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return fields(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return below(schema.element, path, `${path}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => fields(option, path));
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    fields(field as z.core.$ZodType, path === "" ? name : `${path}.${name}`),
  );
}

/** A list of plain values is one field. */
function below(element: z.core.$ZodType, list: string, entry: string): string[] {
  const found = fields(element, entry);
  return found.length === 1 && found[0] === entry ? [list] : found;
}
