import { DemoApp, EksCluster, LbcAddon, MultiClusterIngress } from "../components/index.ts";
import { appArgs, clusterArgs, controllerArgs, joinIngressArgs } from "./component-args.ts";
import type { MemberConfig } from "./config/stack-config.ts";
import { readSharedIngress } from "./contract/contract.ts";
import type { Living } from "./living/living.ts";
import { componentNames } from "./names.ts";
import { readControllerCrds } from "./controller-crds.ts";
import type { StackOutputs } from "./outputs.ts";
import { protectStack } from "./protection.ts";
import { refuseOtherHealthCheckPort } from "./refusals/other-health-check-port.ts";
import { refuseMissingSubnets } from "./refusals/missing-subnets.ts";
import { refuseOtherVpc } from "./refusals/other-vpc.ts";

/** One more cluster behind the load balancer of another stack. */
export async function deployMember(config: MemberConfig, living: Living): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  const crds = await readControllerCrds(config);
  const shared = await readSharedIngress(config.sharedStack, config.region);
  await refuseOtherVpc(config, shared, living);
  refuseMissingSubnets(config, shared);
  refuseOtherHealthCheckPort(config, shared);
  const cluster = new EksCluster(names.cluster, {
    ...clusterArgs(config, shared),
    living: living.cluster(),
    additionalNodePolicyArns: [shared.deletionGuardArn],
  });
  const controller = new LbcAddon(
    names.controller,
    { ...controllerArgs(config, shared, cluster), ...crds, existingPolicyArn: shared.lbcPolicyArn },
    { providers: [cluster.provider] },
  );
  const ingress = new MultiClusterIngress(names.ingress, joinIngressArgs(config, shared), {
    providers: [cluster.provider],
    dependsOn: [controller.ready],
  });
  const app = new DemoApp(
    names.app,
    {
      ...appArgs(config, ingress.namespace, shared),
      targetGroupBinding: ingress.bindingName,
      serviceSelector: ingress.selector,
    },
    { providers: [cluster.provider], dependsOn: [ingress.ready] },
  );
  return {
    region: config.region,
    vpcId: shared.vpcId,
    targetGroupArn: shared.targetGroupArn,
    loadBalancerDnsName: shared.loadBalancerDnsName,
    ...protectStack(config, living, [cluster, controller, ingress, app]),
    clusterName: cluster.clusterName,
  };
}
