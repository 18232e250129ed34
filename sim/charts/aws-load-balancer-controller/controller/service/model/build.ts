import { NotSimulated } from "../../../../../core/errors.ts";
import { parseBool } from "../../../../go-values.ts";
import { namespacedName, type Service } from "../../kubernetes/objects.ts";
import { emptyStack, stackIdOf, type BuiltModel } from "../../model.ts";
import { annotationsOf, mapOf, refuseUnmodelled } from "../annotations.ts";
import { wantsLoadBalancer } from "../supported.ts";
import type { ModelSources } from "../../model-sources.ts";
import type { BuildContext } from "./context.ts";
import { buildListeners } from "./listeners.ts";
import { buildLoadBalancer, buildScheme, buildSubnets } from "./load-balancer.ts";
import { buildSecurityGroups } from "./security-groups.ts";

/**
 * What AWS is to look like for a Service. One that wants no load balancer, or none any more, has an empty stack: all goes.
 * Facts: pkg/service/model_builder.go.
 *
 * @throws Error as shown in the event FailedBuildModel.
 */
export function buildModel(sources: ModelSources, service: Service): BuiltModel {
  const id = stackIdOf(service);
  if (!wantsLoadBalancer(service, sources.config)) {
    refuseProtected(service);
    return { stack: emptyStack(id), usesBackendSecurityGroup: false };
  }
  refuseUnmodelled(service);
  if (!sources.config.featureGates.NLBSecurityGroup) {
    throw new NotSimulated(
      "Network Load Balancer without security groups",
      `Service ${namespacedName(service)}`,
    );
  }
  const context: BuildContext = { ...sources, service, annotations: annotationsOf(service) };
  const present = context.loadBalancers.ofStack(id)[0]?.object;
  const scheme = buildScheme(context, present);
  const subnetIds = buildSubnets(context, scheme, present);
  const { references, managed, backendSource, usesBackendGroup } = buildSecurityGroups(context);
  const loadBalancer = buildLoadBalancer(context, scheme, subnetIds, references);
  const { listeners, targetGroups, bindings } = buildListeners(context, backendSource);
  const securityGroups = managed === undefined ? [] : [managed];
  return {
    stack: { id, securityGroups, targetGroups, loadBalancer, listeners, bindings },
    usesBackendSecurityGroup: usesBackendGroup,
  };
}

function refuseProtected(service: Service): void {
  const attributes = mapOf(annotationsOf(service), "aws-load-balancer-attributes");
  if (!parseBool(attributes?.["deletion_protection.enabled"] ?? "false")) return;
  throw new Error(`deletion_protection is enabled, cannot delete the service: ${service.metadata.name}`);
}
