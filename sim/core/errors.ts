/**
 * The errors that the simulated cloud answers with. Codes and words are those of the real services, so that
 * a message seen here can be searched for and understood as one from AWS or Kubernetes.
 */

/** An AWS API error: the code and message that the service would send, with its HTTP status. */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.statusCode = statusCode;
  }
}

/** A Kubernetes API error: a `Status` with reason and HTTP code. */
export class KubernetesError extends Error {
  /** e.g. `NotFound`, `AlreadyExists`, `Invalid`, `Forbidden`, `Conflict`, `InternalError`. */
  readonly reason: string;
  readonly statusCode: number;

  constructor(reason: string, message: string, statusCode: number) {
    super(message);
    this.name = "KubernetesError";
    this.reason = reason;
    this.statusCode = statusCode;
  }
}

/**
 * Something that the simulated cloud does not model: a resource type, function, action, image, chart value...
 * It is always an error, never a silent success, so that nothing passes here that nobody has thought about.
 */
export class NotSimulated extends Error {
  readonly token: string;

  constructor(token: string, detail?: string) {
    super(`NotSimulated: ${token}${detail === undefined ? "" : ` (${detail})`}`);
    this.name = "NotSimulated";
    this.token = token;
  }
}

/**
 * A resource was created or updated, but did not become ready: it exists, and `outputs` is its present state.
 * The engine keeps such a resource in its state, so that the next update goes on from there.
 */
export class ResourceInitError extends Error {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
  readonly reasons: readonly string[];

  constructor(id: string, outputs: Record<string, unknown>, reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.name = "ResourceInitError";
    this.id = id;
    this.outputs = outputs;
    this.reasons = reasons;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
