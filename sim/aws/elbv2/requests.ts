export interface ListenerArnInput {
  readonly ListenerArn: string;
}

export interface LoadBalancerArnInput {
  readonly LoadBalancerArn: string;
}

export interface TargetGroupArnInput {
  readonly TargetGroupArn: string;
}

export interface AttributesOutput {
  readonly Attributes: readonly Attribute[];
}

/** Shapes of the ELBv2 API as the AWS SDK for JavaScript v3 spells them; only what Application Load Balancers use. */

/** A key and value of a load balancer's, target group's or listener's attributes. */
export interface Attribute {
  readonly Key?: string;
  readonly Value?: string;
}
