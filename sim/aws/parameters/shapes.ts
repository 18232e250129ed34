/** One structure of a request, as AWS has it. */
export interface Structure {
  /**
   * All members that AWS knows, in its order, with the types of those that are read here: `string`, `integer`, ...; `[T]`
   * for a list, `{T}` for a map, each with `>=N` for at least so many characters, items or units; any other name is a
   * structure. Null for a member that nobody here reads.
   */
  readonly members: Readonly<Record<string, string | null>>;
  /** Members that AWS's clients require. */
  readonly required?: readonly string[];
  /** Members that the operations here cannot do without, though clients may leave them out. */
  readonly needed?: readonly string[];
}

/** What the operations of one service take. */
export interface ServiceShapes {
  /** Name of the structure that an operation takes, by operation. */
  readonly operations: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, Structure>>;
}

/** By signing name of the service. */
export type InputShapes = Readonly<Record<string, ServiceShapes>>;
