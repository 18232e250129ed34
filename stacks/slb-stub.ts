import * as pulumi from "@pulumi/pulumi";

/** Stands in until the component is there. */
export interface SharedLoadBalancerArgs {
  readonly apps: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly [arg: string]: unknown;
  }[];
  readonly [arg: string]: unknown;
}

type Arns = Readonly<Record<string, pulumi.Output<string>>>;

export class SharedLoadBalancer extends pulumi.ComponentResource {
  readonly loadBalancerArn!: pulumi.Output<string>;
  readonly loadBalancerDnsName!: pulumi.Output<string>;
  readonly targetGroupArns!: Arns;
  readonly targetGroupArnsByCluster!: Readonly<Record<string, Arns>>;

  static problems(_name: string, _args: SharedLoadBalancerArgs): never[] {
    return [];
  }

  constructor(name: string, _args: SharedLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("multicluster-ingress:index:SharedLoadBalancer", name, {}, opts);
    throw new pulumi.RunError("ingress.ownership pulumi is not there yet");
  }
}
