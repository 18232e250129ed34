import { expect, it } from "vitest";
import { rollingLimits } from "../../../../sim/kubernetes/controllers/deployment-rollout.ts";
import type { Deployment } from "../../../../sim/kubernetes/objects.ts";

function limits(maxSurge: number | string, maxUnavailable: number | string, replicas = 4): number[] {
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
  const { maxTotal, minAvailable } = rollingLimits({ spec: { replicas, strategy } } as Deployment);
  return [maxTotal, minAvailable];
}

it.each<readonly [number | string, number | string, number[]]>([
  [1, 0, [5, 4]],
  [0, 1, [4, 3]],
  [1, 1, [5, 3]],
  ["25%", "25%", [5, 3]],
  // A rollout that may neither add nor take a pod would never move.
  [0, 0, [4, 3]],
  ["0%", "24%", [4, 3]],
])(
  "surge %s and %s unavailable of four replicas: most and fewest pods are %j",
  (surge, unavailable, expected) => {
    expect(limits(surge, unavailable)).toEqual(expected);
  },
);
