/** One thing that somebody sees when something is wrong. */
export interface Symptom {
  /** Where it shows, e.g. `cluster myeks, TargetGroupBinding/k8s-…`. */
  readonly where: string;
  readonly what: string;
}
