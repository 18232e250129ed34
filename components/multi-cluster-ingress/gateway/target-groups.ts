import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../../shared/inputs.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import { targetGroupSpec } from "./configurations.ts";
import { describe, type DescribedObject, type ObjectPlace } from "./objects.ts";
import { hasControllersGroup } from "./route-plan.ts";

/** What the target groups are to be like that the controller makes. @throws RunError, see {@link requireMultiCluster}. */
export function describeTargetGroups(
  place: ObjectPlace,
  args: ResolvedCreateArgs,
): readonly DescribedObject[] {
  return args.apps
    .filter((app) => hasControllersGroup(app, args.defaultAction))
    .map((app) => {
      const described = describe(
        place,
        "targetGroupConfiguration",
        `${app.resourceName}-target-group-configuration`,
        {
          name: app.serviceName,
          spec: targetGroupSpec(app, args),
          transform: args.transform.targetGroupConfiguration,
        },
      );
      const spec = mapInput(described.args.spec, requireMultiCluster);
      return { ...described, args: { ...described.args, spec } };
    });
}

/** A spec that a transform has left. @throws RunError without what protects other clusters' pods. */
function requireMultiCluster(spec: object): object {
  const { defaultConfiguration } = spec as Partial<ReturnType<typeof targetGroupSpec>>;
  if (defaultConfiguration?.enableMultiCluster) return spec;
  throw new pulumi.RunError(
    "transform.targetGroupConfiguration takes enableMultiCluster away, without which the controller takes the pods of all " +
      "other clusters out of the target group; add to args.spec.defaultConfiguration instead of replacing it",
  );
}
