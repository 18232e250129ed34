import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";

/** AWS credentials of the cluster's Kubernetes provider, as the AWS CLI names them. */
export interface TokenCredentials {
  /** A profile of the AWS CLI's configuration. */
  readonly profile?: pulumi.Input<string>;
  /** ARN of a role to assume, with the credentials of the profile or else the default ones. */
  readonly roleArn?: pulumi.Input<string>;
}

/** What this module looks at of a kubeconfig. */
interface Kubeconfig {
  readonly users: readonly {
    readonly name: string;
    readonly user: { readonly exec: { readonly args: readonly string[] } };
  }[];
}

/**
 * The kubeconfig of the eks component with other credentials: its command `aws eks get-token` uses the CLI's default
 * ones. https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html
 */
export function kubeconfigWith(
  kubeconfig: pulumi.Output<string>,
  { profile, roleArn }: TokenCredentials,
): pulumi.Output<string> {
  const options = Object.entries(defined({ "--profile": profile, "--role-arn": roleArn })).flat();
  if (options.length === 0) return kubeconfig;
  return pulumi.all([kubeconfig, pulumi.all(options)]).apply(([text, known]) => withOptions(text, known));
}

function withOptions(text: string, options: readonly string[]): string {
  const kubeconfig = JSON.parse(text) as Kubeconfig;
  const users = kubeconfig.users.map(({ name, user }) => ({
    name,
    user: { ...user, exec: { ...user.exec, args: [...user.exec.args, ...options] } },
  }));
  return JSON.stringify({ ...kubeconfig, users });
}
