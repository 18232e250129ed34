/** How annotations that AWS Load Balancer Controller reads are spelled. */
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { joinInputs } from "./inputs.ts";
import type { Tags } from "./tags.ts";

/** By name; a value may be known only later, or be a secret. */
export type Annotations = Record<string, pulumi.Input<string>>;

/** Annotations under the prefix of their kind. */
export function prefixedBy(prefix: string, annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}${key}`, value]));
}

/** A list: `a,b`. */
export function listAnnotation(values: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  return joinInputs(values, (known) => known.join(","));
}

/** A map: `k=v,k=v`, with a backslash before a comma that belongs to a value. */
export function mapAnnotation(values: Readonly<Annotations>): pulumi.Input<string> {
  const keys = Object.keys(values);
  return joinInputs(Object.values(values), (known) =>
    known.map((value, index) => `${keys[index]}=${value.replaceAll(",", "\\,")}`).join(","),
  );
}

/** Checks tags that go into such a map: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#tags */
export function checkTagsOfMap(check: ArgsCheck<Tags> | undefined): void {
  for (const key of Object.keys(check?.args ?? {}).filter((one) => one.includes("="))) {
    check
      ?.withQuotedKeys()
      .add(key, "has a = in its key, where the controller would cut it off; use another key");
  }
}
