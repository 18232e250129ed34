import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import type { HorizontalPodAutoscaler, ResourceMetric } from "../../../sim/kubernetes/objects.ts";
import { UserError } from "../../project/errors.ts";
import { autoscaleApp, rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

const AUTOSCALER = "autoscaling/v2/HorizontalPodAutoscaler";

/** More than two pods of the app are meant to bear. */
const REQUESTS_PER_SECOND = 300;

export const autoscalingWithoutMetricsServer: Drill = {
  name: "autoscaling-without-metrics-server",
  summary: "an autoscaler without metrics: the load rises, the number of pods stays as it is",
  cause:
    "EKS brings no metrics-server, and without it an autoscaler cannot know what pods use. It changes nothing then, up or down: " +
    "the app goes on with the pods that it has. Nothing else fails; only the autoscaler's conditions and events tell. An app " +
    "with autoscaling gets the add-on from this program; an autoscaler that somebody makes with kubectl does not.",
  remedy:
    "Set addons.metricsServer to true and update the stack, or use the component MetricsServerAddon. The autoscaler goes on by " +
    "itself as soon as the add-on is ready. Where it is there and the autoscaler still says so, look whether its pods are ready, and " +
    "whether the control plane reaches their port 10251.",
  async play(scene) {
    const stage = await scene.runningStage("primary");
    const { primary } = stage;
    refuseScaled(stage, primary);
    autoscaleApp(stage, primary, { minReplicas: 2, maxReplicas: 12, cpuPercent: 60 });
    const rush = loadOn(stage);
    rest(stage);
    const before = autoscalerSymptoms(stage, primary);
    const targets = targetSymptoms(stage);
    await stage.with({ addons: JSON.stringify({ metricsServer: true }) }).up(primary);
    rest(stage);
    const after = [...autoscalerSymptoms(stage, primary), ...targetSymptoms(stage)];
    rush.stop();
    return {
      moments: [
        {
          when: `somebody lets Kubernetes scale the app (kubectl autoscale), and ${REQUESTS_PER_SECOND} requests come each second`,
          symptoms: [...before, ...targets],
        },
      ],
      afterRemedy: [{ when: "addons.metricsServer is true", symptoms: after }],
    };
  },
};

/** @throws UserError where an autoscaler is there already, as for an app with `autoscaling`, which brings the add-on along. */
function refuseScaled(stage: Stage, stack: string): void {
  const { name, api } = stage.cluster(stack);
  const [autoscaler] = api.list(AUTOSCALER);
  if (autoscaler === undefined) return;
  throw new UserError(
    `this drill needs an app that nobody scales yet, but cluster ${name} has ` +
      `HorizontalPodAutoscaler/${autoscaler.metadata.name}; choose others with --stacks or --config-dir`,
  );
}

function loadOn({ cloud }: Stage): VirtualLoad {
  const [loadBalancer] = elbv2State(cloud).loadBalancers.values();
  const requests = [{ perSecond: REQUESTS_PER_SECOND }];
  return new VirtualLoad(cloud, { dnsName: loadBalancer!.dnsName, requests });
}

/** What `kubectl get` and `kubectl describe` show of a stack's autoscalers. */
function autoscalerSymptoms(stage: Stage, stack: string): Symptom[] {
  const { name, api } = stage.cluster(stack);
  return api.list(AUTOSCALER).flatMap((autoscaler) => {
    const where = `cluster ${name}, HorizontalPodAutoscaler/${autoscaler.metadata.name}`;
    const conditions = (autoscaler.status.conditions ?? []).map(
      ({ type, status, reason, message }) => `${type} ${status}, ${reason}: ${message}`,
    );
    return [
      { where, what: `TARGETS ${targetsOf(autoscaler)}, REPLICAS ${autoscaler.status.currentReplicas}` },
      { where: `${where}, conditions`, what: conditions.join("\n") },
    ];
  });
}

/** `cpu: <unknown>/60%` */
function targetsOf({ spec, status }: HorizontalPodAutoscaler): string {
  return spec.metrics
    .map(({ resource: { name, target } }: ResourceMetric, index) => {
      const current = status.currentMetrics?.[index]?.resource?.current.averageUtilization;
      return `${name}: ${current === undefined ? "<unknown>" : `${current}%`}/${target.averageUtilization}%`;
    })
    .join(", ");
}
