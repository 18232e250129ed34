/** A request that no engine of today sends to this package. Nothing was changed when it is thrown. */
export class InvalidRequest extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidRequest";
  }
}
