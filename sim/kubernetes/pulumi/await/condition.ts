/** What Pulumi's provider waits for after it has written an object. */
import type { KubernetesCluster } from "../../cluster.ts";
import type { KubeObject } from "../../types.ts";

/** One thing to wait for; asked again whenever something may have changed. */
export interface AwaitCondition {
  /** Whether it holds now. */
  done(): boolean;
  /**
   * Whether it holds for the answer of the API server, before any controller has seen the object: an update that asks
   * for something the old status has is done at once.
   * Default: no.
   */
  atOnce?(): boolean;
  /**
   * Whether it is good enough when time is up.
   * Default: no.
   */
  acceptable?(): boolean;
  /** What is said when time is up. */
  readonly timeoutMessage: string;
  /** Details of what is missing; asked when time is up. */
  problems?(): string[];
  /** Objects whose events may tell the cause, beside the awaited one. */
  related?(): readonly KubeObject[];
}

/** The object that is waited for, as it was when it had been written. */
export interface AwaitedObject {
  readonly cluster: KubernetesCluster;
  readonly written: KubeObject;
}

/** How the provider's own waits end in vain. */
export function notReady({ written }: AwaitedObject): string {
  return `'${written.metadata.name}' timed out waiting to be Ready`;
}

/** How waits that the program asks for (`pulumi.com/waitFor`), and deletions, end in vain. */
export const TIMED_OUT = "timed out waiting for the condition";

/** The object as it is now; undefined when it is gone. */
export function present({ cluster, written }: AwaitedObject): KubeObject | undefined {
  const { namespace, name } = written.metadata;
  return cluster.api.view(`${written.apiVersion}/${written.kind}`, namespace, name);
}
