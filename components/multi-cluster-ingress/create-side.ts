import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { transformedObject, type WithPlainMetadata } from "../shared/transform.ts";
import type { ResolvedCreateArgs } from "./args.ts";
import { awaitApplied } from "./await-applied.ts";
import { ALB_ANNOTATION, ingressAnnotations } from "./ingress-annotations.ts";
import type { MadeByController } from "./made-by-controller.ts";
import { withRevision, type RevisedIngress } from "./revision.ts";
import { SERVICE_PORT, type ServiceSide } from "./service.ts";
import type { IngressSide } from "./ingress-side.ts";

/**
 * The Ingress, and what the controller makes of it: load balancer, target group and a binding of the same name.
 *
 * Pulumi's own wait for an Ingress wants endpoints, which come only with the workload; the host name is what tells that
 * the controller has made all of these. A changed Ingress has one already: that the change is applied is looked up in AWS.
 */
export function createSharedIngress(
  name: string,
  args: ResolvedCreateArgs,
  serviceSide: ServiceSide,
  parent: pulumi.Resource,
): IngressSide {
  const ingressName = `${name}-ingress`;
  const revised = withRevision(
    transformedObject<kubernetes.types.input.networking.v1.Ingress>(
      args.transform.ingress,
      ingressArgs(args, serviceSide),
      ingressName,
    ),
  );
  const ingress = createIngress(ingressName, revised, serviceSide, {
    parent,
    // Its name is fixed, and so may be the load balancer's.
    deleteBeforeReplace: args.replaceable,
  });
  const hostname = ingress.status.loadBalancer.ingress[0]!.hostname;
  const made = appliedIngress(args, revised, hostname, parent);
  return {
    targetGroupArn: made.apply(({ targetGroupArn }) => targetGroupArn),
    loadBalancerArn: made.apply(({ loadBalancerArn }) => loadBalancerArn),
    loadBalancerDnsName: made.apply(() => hostname),
    bindingName: made.apply(({ targetGroupName }) => targetGroupName),
    ready: ingress,
  };
}

function ingressArgs(
  args: ResolvedCreateArgs,
  { namespace, service }: ServiceSide,
): WithPlainMetadata<kubernetes.types.input.networking.v1.Ingress> {
  return {
    metadata: {
      name: args.ingressName,
      namespace,
      annotations: {
        ...ingressAnnotations(args),
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
      },
    },
    spec: {
      ingressClassName: args.ingressClassName,
      rules: [
        {
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: service.metadata.name, port: { number: SERVICE_PORT } } },
              },
            ],
          },
        },
      ],
    },
  };
}

function createIngress(
  name: string,
  { args }: RevisedIngress,
  { service }: ServiceSide,
  opts: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.Ingress {
  return new kubernetes.networking.v1.Ingress(name, args, {
    ...opts,
    dependsOn: [service],
    // Both need another load balancer. The controller makes one for a changed scheme, but its host name would come too
    // late for this update; a changed name it ignores.
    replaceOnChanges: ["scheme", "load-balancer-name"].map(
      (annotation) => `metadata.annotations["${ALB_ANNOTATION}${annotation}"]`,
    ),
  });
}

function appliedIngress(
  args: ResolvedCreateArgs,
  { annotations, revision }: RevisedIngress,
  hostname: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<MadeByController> {
  const { namespace, ingressName, serviceName } = args;
  const made = pulumi
    .all([args.clusterName, hostname, annotations, revision])
    .apply(([clusterName, host, known, wanted]) =>
      awaitApplied(
        {
          clusterName,
          namespace,
          ingressName,
          backend: `${serviceName}:${SERVICE_PORT}`,
          hostname: host,
          annotations: known,
          revision: wanted,
        },
        { parent },
      ),
    );
  // Tags of the Ingress may be secret; what the controller made of it is not.
  return pulumi.unsecret(made);
}
