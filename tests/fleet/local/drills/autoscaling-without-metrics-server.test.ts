import { join } from "node:path";
import { expect, it } from "vitest";
import { findDrill } from "../../../../fleet/local/drills/index.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { play, told } from "./support.ts";

it("leaves the number of pods as it is until the autoscaler gets metrics", async () => {
  const { moments, afterRemedy } = await play("autoscaling-without-metrics-server");
  expect(told(moments)).toMatchInlineSnapshot(`
    "somebody lets Kubernetes scale the app (kubectl autoscale), and 300 requests come each second
      cluster myeks, HorizontalPodAutoscaler/deployment-2048
        TARGETS cpu: <unknown>/60%, REPLICAS 2
      cluster myeks, HorizontalPodAutoscaler/deployment-2048, conditions
        AbleToScale True, SucceededGetScale: the HPA controller was able to get the target's current scale
        ScalingActive False, FailedGetResourceMetric: the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)"
  `);
  expect(told(afterRemedy)).toMatchInlineSnapshot(`
    "addons.metricsServer is true
      cluster myeks, HorizontalPodAutoscaler/deployment-2048
        TARGETS cpu: 60%/60%, REPLICAS 8
      cluster myeks, HorizontalPodAutoscaler/deployment-2048, conditions
        AbleToScale True, ReadyForNewScale: recommended size matches current size
        ScalingActive True, ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)
        ScalingLimited False, DesiredWithinRange: the desired count is within the acceptable range
      target group, targets of cluster myeks
        8 healthy (target-5, target-6, target-7, target-1, target-8 and 3 more)
      target group, targets of cluster myeks-cluster2
        2 healthy (target-3, target-4)"
  `);
});

it("is refused where an autoscaler is there already", async () => {
  const scaled = new Scene({ projectDirectory: join(PROJECT_DIRECTORY, "examples/autoscaling") });
  await expect(findDrill("autoscaling-without-metrics-server").play(scaled)).rejects.toThrow(
    "this drill needs an app that nobody scales yet, but cluster shop-blue has HorizontalPodAutoscaler/shop; " +
      "choose others with --stacks or --config-dir",
  );
});
