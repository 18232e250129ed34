/** A reference to a registered resource, as outputs of components hold it. */
export class ResourceReference {
  readonly urn: string;
  readonly id: string;

  constructor(urn: string, id: string) {
    this.urn = urn;
    this.id = id;
  }
}
