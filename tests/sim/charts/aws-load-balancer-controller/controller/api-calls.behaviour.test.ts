import { describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../sim/aws/elbv2/state.ts";
import {
  BINDING,
  binding,
  deployApp,
  INGRESS,
  ingress,
  networking,
} from "../../../../support/controller-replay/objects.ts";
import { queryParameters } from "../../../../support/controller-replay/requests.ts";
import { readRecording } from "../../../../support/controller-replay/recording.ts";
import { NAMESPACE } from "../../../../support/controller-replay/workload.ts";
import { MEMBER, PRIMARY, World } from "../../../../support/controller-replay/world.ts";

interface Call {
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface RecordedCalls {
  readonly phases: readonly { readonly during: string; readonly calls: readonly Call[] }[];
}

const world = new World();
const primary = world.cluster(PRIMARY);
const member = world.cluster(MEMBER);

/** What somebody does in each phase. */
const ACTIONS: Readonly<Record<string, () => void>> = {
  "controllers start": () => undefined,
  "primary: Ingress with the flag is created": () => {
    deployApp(primary, 2);
    primary.api.create(ingress());
  },
  "member: TargetGroupBinding with the flag is created": () => {
    deployApp(member, 2);
    const [targetGroup] = elbv2State(world.cloud).targetGroups.values();
    member.api.create(
      binding(targetGroup!.arn, {
        vpcID: world.network.vpcId,
        ipAddressType: "ipv4",
        multiClusterTargetGroup: true,
        networking: networking(world),
      }),
    );
  },
  "member: one pod dies": () => member.workload.scaleTo(1),
  "primary: health-check path annotation changes": () => {
    // Load balancers of the recordings' stand-in for AWS were active at once.
    for (const loadBalancer of elbv2State(world.cloud).loadBalancers.values()) loadBalancer.state = "active";
    primary.api.patch(INGRESS, NAMESPACE, "app", {
      metadata: { annotations: { "alb.ingress.kubernetes.io/healthcheck-path": "/healthz" } },
    });
  },
  "member: TargetGroupBinding is deleted": () => member.api.delete(BINDING, NAMESPACE, "app"),
  "primary: Ingress is deleted": () => primary.api.delete(INGRESS, NAMESPACE, "app"),
  end: () => undefined,
};

describe("AWS calls, as recorded: in order and with all parameters", () => {
  const { phases } = readRecording<RecordedCalls>("api-calls");
  it.each(adjusted(phases).map(({ during, calls }) => [during, calls] as const))("%s", (during, calls) => {
    world.cloud.journal.clear();
    ACTIONS[during]!();
    world.cloud.clock.advance(8_000);
    expect(callsOfControllers()).toEqual(calls.map(withoutIds));
  });
});

function callsOfControllers(): Call[] {
  const controllers = [...world.clusters.values()].map(({ arn }) => arn);
  return world.cloud.journal
    .entries()
    .filter(({ caller }) => controllers.includes(caller))
    .map(({ service, action, parameters }) =>
      withoutIds({ service, action, parameters: withoutZones(queryParameters(service, parameters)) }),
    );
}

/** AWS tells the zone of a target, and the controller sends it back; the recordings' stand-in told none. */
function withoutZones(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !/^Targets\..*\.AvailabilityZone$/.test(name)),
  );
}

function withoutIds(call: Call): Call {
  let text = JSON.stringify(call, (_key, value: unknown) =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  for (const [id, alias] of world.network.aliases) text = text.replaceAll(id, alias);
  return JSON.parse(
    text
      .replaceAll(/sg-[0-9a-f]{17}/g, "sg-ID")
      .replaceAll(/\/[0-9a-f]{15,16}(?=[/"])/g, "/ID")
      // The name of a target group has the uid of a Service in it.
      .replaceAll(/targetgroup\/k8s-game-app-[0-9a-f]{10}/g, "targetgroup/k8s-game-app-HASH")
      .replace(/(CreateTargetGroup.*"Name":"k8s-game-app-)[0-9a-f]{10}/, "$1HASH"),
  ) as Call;
}

/** The recording without what is not the controller's doing. */
function adjusted(phases: RecordedCalls["phases"]): RecordedCalls["phases"] {
  return phases.map((phase) => {
    const { during, calls } = phase;
    switch (during) {
      case "primary: health-check path annotation changes":
        // The stand-in gives HTTP listeners a TLS policy, and so the controller asks for their certificates.
        return { during, calls: calls.filter(({ action }) => action !== "DescribeListenerCertificates") };
      case "member: one pod dies":
        // By chance, the controller's cache was behind, and it looked at the draining target once more ...
        return { during, calls: calls.slice(0, -1) };
      case "member: TargetGroupBinding is deleted":
        // ... which it would have done here otherwise.
        return { during, calls: [...lookAtDraining(phases), ...calls] };
      default:
        return phase;
    }
  });
}

function lookAtDraining(phases: RecordedCalls["phases"]): readonly Call[] {
  return phases.find(({ during }) => during === "member: one pod dies")!.calls.slice(-1);
}
