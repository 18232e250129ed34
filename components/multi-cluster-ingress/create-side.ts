import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { ResolvedCreateArgs } from "./args.ts";
import { ingressAnnotations } from "./ingress-annotations.ts";
import { SERVICE_PORT, type ServiceSide } from "./service.ts";
import type { SharedIngress } from "./shared-ingress.ts";

/**
 * The Ingress, and what the controller makes of it: load balancer, target group and a binding of the same name.
 *
 * Pulumi's own wait for an Ingress wants endpoints, which come only with the workload; the host name is what tells that
 * the controller has made all of these.
 */
export function createSharedIngress(
  name: string,
  args: ResolvedCreateArgs,
  { namespace, service }: ServiceSide,
  parent: pulumi.Resource,
): SharedIngress {
  const ingress = createIngress(`${name}-ingress`, args, { namespace, service }, parent);
  const targetGroup = findTargetGroup(args, ingress, parent);
  return {
    targetGroupArn: targetGroup.arn,
    loadBalancerArn: targetGroup.loadBalancerArns.apply(([arn]) => {
      if (arn === undefined)
        throw new Error(`no load balancer forwards to the target group of Ingress ${args.ingressName}`);
      return arn;
    }),
    loadBalancerDnsName: ingress.status.loadBalancer.ingress[0]!.hostname,
    bindingName: targetGroup.name,
    ready: ingress,
  };
}

function createIngress(
  name: string,
  args: ResolvedCreateArgs,
  { namespace, service }: ServiceSide,
  parent: pulumi.Resource,
): kubernetes.networking.v1.Ingress {
  const ingressArgs: kubernetes.types.input.networking.v1.Ingress = {
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
  return new kubernetes.networking.v1.Ingress(name, transformed(args.transform.ingress, ingressArgs, name), {
    parent,
    dependsOn: [service],
  });
}

/**
 * The target group by the tags that the controller puts on it: neither its name nor the Ingress tells its ARN. In
 * output form, so that it waits for the Ingress, and stays unknown in a preview before that exists.
 */
function findTargetGroup(
  args: ResolvedCreateArgs,
  ingress: kubernetes.networking.v1.Ingress,
  parent: pulumi.Resource,
): pulumi.Output<aws.lb.GetTargetGroupResult> {
  const stack = `${args.namespace}/${args.ingressName}`;
  return aws.lb.getTargetGroupOutput(
    {
      tags: pulumi.output(args.clusterName).apply((clusterName) => ({
        "elbv2.k8s.aws/cluster": clusterName,
        "ingress.k8s.aws/stack": stack,
        "ingress.k8s.aws/resource": `${stack}-${args.serviceName}:${SERVICE_PORT}`,
      })),
    },
    { parent, dependsOn: [ingress] },
  );
}
