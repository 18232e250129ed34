/** What is done with a resource, as `pulumi up` names it. */
export type StepOperation = "create" | "update" | "replace" | "same" | "read" | "delete";

/** Progress of one resource in a running update or destroy. */
export interface StepEvent {
  readonly stack: string;
  readonly status: "started" | "done" | "failed";
  readonly operation: StepOperation;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  /** Why it failed. */
  readonly message?: string;
}

/** A resource that could not be brought to its wanted state. */
export interface ResourceFailure {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

export type OnStep = (event: StepEvent) => void;
