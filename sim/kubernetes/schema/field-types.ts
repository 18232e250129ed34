/** Types of fields, of built-in and of custom kinds alike. */

export type ScalarName =
  "string" | "int32" | "int64" | "double" | "bool" | "quantity" | "intOrString" | "time";

export type FieldType = ScalarType | AnyType | StructType | MapType | ListType;

export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
}

export interface AnyType {
  readonly kind: "any";
}

export interface StructType {
  readonly kind: "struct";
  /** Its name in Go, as decoding errors show it. */
  readonly name: string;
  field(name: string): FieldType | undefined;
  readonly required: readonly string[];
  /** Whether fields that are not declared are kept. */
  readonly open: boolean;
  /** Whether apply replaces it as a whole. */
  readonly atomic: boolean;
}

export interface MapType {
  readonly kind: "map";
  readonly values: FieldType;
  readonly atomic: boolean;
}

export interface ListType {
  readonly kind: "list";
  readonly items: FieldType;
  /** Fields that identify an entry, where apply merges entries one by one. */
  readonly keys?: readonly string[];
  /** Whether apply merges the values as a set. */
  readonly set: boolean;
}

export const anyType: AnyType = { kind: "any" };
