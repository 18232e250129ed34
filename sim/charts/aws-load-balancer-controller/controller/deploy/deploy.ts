import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { Stack } from "../model.ts";
import { beginDeployment, type Deployment, type DeploySources } from "./context.ts";
import { deployListenerRules } from "./listener-rules.ts";
import { deployListeners } from "./listeners.ts";
import { awaitProvisioned, deployLoadBalancers } from "./load-balancers.ts";
import { deleteSecurityGroups, deploySecurityGroups } from "./security-groups.ts";
import { deleteBindings, deployBindings } from "./target-group-bindings.ts";
import { deleteTargetGroups, deployTargetGroups } from "./target-groups.ts";

/**
 * Brings AWS and the cluster to what a stack says: makes and changes things in the order in which they need each
 * other, then takes away in reverse order what is not wanted. Facts: pkg/deploy/stack_deployer.go.
 *
 * @throws Error as shown in the event FailedDeployModel; RequeueAfter.
 */
export function* deployStack(sources: DeploySources, stack: Stack): Task<Deployment> {
  const deployment = beginDeployment(sources, stack);
  sources.shield?.check();
  const oldSecurityGroups = deploySecurityGroups(deployment);
  const oldTargetGroups = deployTargetGroups(deployment);
  const loadBalancer = deployLoadBalancers(deployment);
  yield* deployListeners(deployment);
  yield* deployListenerRules(deployment);
  const oldBindings = yield* deployBindings(deployment);
  const webAclArn = stack.loadBalancer?.webAclArn;
  if (webAclArn !== undefined) sources.webAcls?.reconcile(deployment.loadBalancer!.arn, webAclArn);

  yield* deleteBindings(deployment, oldBindings);
  awaitProvisioned(deployment, loadBalancer);
  yield* deleteTargetGroups(deployment, oldTargetGroups);
  yield* deleteSecurityGroups(deployment, oldSecurityGroups);
  return deployment;
}
