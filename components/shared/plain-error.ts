import * as pulumi from "@pulumi/pulumi";

/** Shown without a stack trace, and as it is: the SDK would write before it which output it could not serialize. */
export class PlainError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
  }
}
