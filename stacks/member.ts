import { DemoApp, EksCluster, LbcAddon, MultiClusterIngress } from "../components/index.ts";
import { appArgs, clusterArgs, controllerArgs, joinIngressArgs } from "./component-args.ts";
import type { MemberConfig } from "./config/stack-config.ts";
import { readSharedIngress } from "./contract.ts";
import { componentNames } from "./names.ts";
import { refuseMissingSubnets } from "./shared-subnets.ts";
import type { StackOutputs } from "./outputs.ts";

/** One more cluster behind the load balancer of another stack. */
export async function deployMember(config: MemberConfig): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  const shared = await readSharedIngress(config.sharedStack, config.region);
  refuseMissingSubnets(config, shared);
  const cluster = new EksCluster(names.cluster, {
    ...clusterArgs(config, shared),
    additionalNodePolicyArns: [shared.deletionGuardArn],
  });
  const controller = new LbcAddon(
    names.controller,
    { ...controllerArgs(config, shared, cluster), existingPolicyArn: shared.lbcPolicyArn },
    { providers: [cluster.provider] },
  );
  const ingress = new MultiClusterIngress(names.ingress, joinIngressArgs(config, shared), {
    providers: [cluster.provider],
    dependsOn: [controller.ready],
  });
  new DemoApp(
    names.app,
    {
      ...appArgs(config, ingress.namespace),
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
    clusterName: cluster.clusterName,
  };
}
