import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import {
  createServiceAccountRole,
  type ServiceAccountRole,
} from "../shared/identity/service-account-role.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

/** Who the pods are, in the cluster and in AWS. */
export interface AppIdentity extends Partial<ServiceAccountRole> {
  readonly serviceAccount: kubernetes.core.v1.ServiceAccount | undefined;
}

export function createIdentity(parent: pulumi.Resource, name: string, args: ResolvedAppArgs): AppIdentity {
  const role = args.role === undefined ? undefined : createRole(parent, name, args, args.role);
  const serviceAccount = args.createServiceAccount
    ? createServiceAccount(parent, name, args, role?.role.arn)
    : undefined;
  return { ...role, serviceAccount };
}

function createRole(
  parent: pulumi.Resource,
  name: string,
  { namespace, serviceAccountName, deploymentName, transform }: ResolvedAppArgs,
  { identity, clusterName, policies, policyArns, tags }: NonNullable<ResolvedAppArgs["role"]>,
): ServiceAccountRole {
  return createServiceAccountRole(parent, name, {
    identity,
    clusterName,
    namespace,
    serviceAccount: serviceAccountName,
    trusted: "App",
    description: pulumi.interpolate`App ${deploymentName} of cluster ${clusterName}`,
    policyArns,
    inlinePolicies: policies,
    tags,
    transform,
  });
}

function createServiceAccount(
  parent: pulumi.Resource,
  name: string,
  { namespace, serviceAccountName, labels, role, transform }: ResolvedAppArgs,
  roleArn: pulumi.Output<string> | undefined,
): kubernetes.core.v1.ServiceAccount {
  // With Pod Identity, too: it serves pods that come before the association has taken effect.
  const isTrusted = roleArn !== undefined && role?.identity.oidcProviderArn !== undefined;
  const annotations = isTrusted ? { "eks.amazonaws.com/role-arn": roleArn } : undefined;
  return createObject(kubernetes.core.v1.ServiceAccount, `${name}-service-account`, {
    args: {
      metadata: { name: serviceAccountName, namespace, labels, ...defined({ annotations }) },
      automountServiceAccountToken: false,
    },
    opts: { parent },
    transform: transform.serviceAccount,
  });
}
