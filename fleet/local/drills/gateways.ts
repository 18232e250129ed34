import { gatewayApiCrds, lbcGatewayCrds } from "../../../facts/gateway-crds.ts";
import { GATEWAY_API_DEFAULTS } from "../../../components/index.ts";
import type { Manifest } from "../../../sim/kubernetes/types.ts";
import { restartController } from "./actions.ts";
import type { Drill } from "./drill.ts";
import {
  applyClass,
  applyDefaults,
  applyGateway,
  applyToService,
  gatewaySymptoms,
  gatewayTargetSymptoms,
  refusalSymptoms,
  withGatewayApi,
} from "./gateway-stage.ts";
import type { Stage } from "./stage.ts";

const HTTP = { protocol: "HTTP", port: 80 };
const HTTPS = { protocol: "HTTPS", port: 443 };
const IP = { targetType: "ip" };

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/ */
export const certificateReferences: Drill = {
  name: "gateway-certificate-refs",
  summary: "an HTTPS listener of a Gateway names a Secret: no load balancer is made",
  cause:
    "An Application Load Balancer has its certificates from ACM. The controller does not look at certificateRefs, by which a " +
    "listener of the Gateway API names a Secret, and looks for certificates by the host names of listener and routes instead; " +
    "without any it gives up. The API itself takes the listener, so that only the Gateway's conditions and events tell.",
  remedy:
    "Leave tls out of the listener, and name the certificate's ARN in the Gateway's LoadBalancerConfiguration: " +
    "listenerConfigurations, with protocolPort HTTPS:443 and defaultCertificate.",
  async play(scene) {
    const stage = withGatewayApi(await scene.stage("primary"));
    const { primary } = stage;
    await stage.up(primary);
    applyDefaults(stage, primary, IP);
    const tls = { mode: "Terminate", certificateRefs: [{ name: "shop-example-com" }] };
    applyGateway(stage, primary, "alb", { ...HTTPS, tls });
    const refused = [...gatewaySymptoms(stage, primary), ...refusalSymptoms(stage, primary)];
    const listenerConfigurations = [{ protocolPort: "HTTPS:443", defaultCertificate: certificateOf(stage) }];
    applyGateway(stage, primary, "alb", HTTPS, { listenerConfigurations });
    return {
      moments: [{ when: "the Gateway is there, with certificateRefs", symptoms: refused }],
      afterRemedy: [
        {
          when: "the LoadBalancerConfiguration names a certificate of ACM",
          symptoms: [...gatewaySymptoms(stage, primary), ...gatewayTargetSymptoms(stage)],
        },
      ],
    };
  },
};

export const lostHealthCheck: Drill = {
  name: "gateway-lost-health-check",
  summary:
    "one field of a health check, said for a Service of a Gateway, takes away all that the defaults say",
  cause:
    "The controller merges TargetGroupConfigurations field by field, and no deeper: healthCheckConfig is one field. A " +
    "configuration of a Service that says an interval takes the place of the whole healthCheckConfig of the Gateway's " +
    "default, and path, answer and thresholds are the controller's own again. Nothing refuses it; targets may go on to be " +
    "healthy by a check that asks for something else.",
  remedy:
    "Give the whole healthCheckConfig wherever one is given. Tags and targetGroupAttributes are merged by key, and need no " +
    "repeating.",
  async play(scene) {
    const stage = withGatewayApi(await scene.stage("primary"));
    const { primary } = stage;
    await stage.up(primary);
    const healthCheckConfig = {
      healthCheckPath: "/index.html",
      healthCheckInterval: 6,
      unhealthyThresholdCount: 2,
      matcher: { httpCode: "200" },
    };
    applyDefaults(stage, primary, { ...IP, healthCheckConfig });
    applyGateway(stage, primary, "alb", HTTP);
    const before = gatewayTargetSymptoms(stage);
    applyToService(stage, primary, { healthCheckConfig: { healthCheckInterval: 10 } });
    const lost = gatewayTargetSymptoms(stage);
    applyToService(stage, primary, { healthCheckConfig: { ...healthCheckConfig, healthCheckInterval: 10 } });
    return {
      moments: [
        { when: "the Gateway's default has a whole health check", symptoms: before },
        { when: "a configuration of the Service says another interval", symptoms: lost },
      ],
      afterRemedy: [{ when: "it says the whole health check", symptoms: gatewayTargetSymptoms(stage) }],
    };
  },
};

export const lateGatewayApi: Drill = {
  name: "gateway-api-after-controller",
  summary: "the Gateway API comes to a cluster whose controller runs: classes and Gateways wait for ever",
  cause:
    "The controller looks once, when it starts, whether the cluster knows the kinds of the Gateway API and its own ones for " +
    "it. When they come later, it does not serve them: nobody touches class and Gateway, their conditions stay as they were " +
    "made, and no log line or event says why.",
  remedy:
    "Restart the controller: kubectl rollout restart of its Deployment. The key addons.gatewayApi does that by itself, as it " +
    "writes the release of the Gateway API to the pods of the controller.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    await stage.up(primary);
    applyDefinitions(stage, primary);
    applyClass(stage, primary, "late");
    applyDefaults(stage, primary, IP);
    applyGateway(stage, primary, "late", HTTP);
    const waiting = gatewaySymptoms(stage, primary);
    restartController(stage, primary);
    return {
      moments: [{ when: "somebody has applied the Gateway API, a class and a Gateway", symptoms: waiting }],
      afterRemedy: [
        {
          when: "the controller is started again",
          symptoms: [...gatewaySymptoms(stage, primary), ...gatewayTargetSymptoms(stage)],
        },
      ],
    };
  },
};

/** `kubectl apply` of what a release of the Gateway API and one of the controller publish. */
function applyDefinitions(stage: Stage, stack: string): void {
  const { version, controllerVersion } = GATEWAY_API_DEFAULTS;
  for (const definition of [...gatewayApiCrds(version), ...lbcGatewayCrds(controllerVersion)]) {
    stage.cluster(stack).api.apply({ ...definition } as unknown as Manifest);
  }
}

/** One that somebody has had issued. */
function certificateOf({ cloud }: Stage): string {
  return `arn:aws:acm:${cloud.region}:${cloud.accountId}:certificate/00000000-0000-0000-0000-000000000000`;
}
