const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333";

/** The target group of its one application. */
export const SHARED_TARGET_GROUP = `${ELB}:targetgroup/k8s-game2048-service2-0123456789/0123456789abcdef`;

/** Outputs of a stack that shares its load balancer, as a member finds them. */
export const SHARED = {
  contractVersion: 3,
  region: "ap-northeast-2",
  vpcId: "vpc-0123456789abcdef0",
  publicSubnetIds: ["subnet-0000000000000000a", "subnet-0000000000000000b"],
  privateSubnetIds: ["subnet-0000000000000001a", "subnet-0000000000000001b"],
  publicSubnetCidrBlocks: ["192.168.0.0/22", "192.168.4.0/22"],
  privateSubnetCidrBlocks: ["192.168.12.0/22", "192.168.16.0/22"],
  podSubnetIds: {},
  podSubnetCidrBlocks: [],
  apps: {
    "2048": {
      targetGroups: [{ kind: "controller", arn: SHARED_TARGET_GROUP }],
      port: 8080,
      healthCheckPort: "traffic-port",
      deregistrationDelaySeconds: 30,
      targetType: "ip",
      protocolVersion: "HTTP1",
      retire: false,
    },
  },
  backendSecurityGroupId: "sg-0123456789abcdef0",
  lbcPolicyArn: "arn:aws:iam::111122223333:policy/myeks-lbc",
  deletionGuardArn: "arn:aws:iam::111122223333:policy/destroy-the-member-stacks-first",
  loadBalancerDnsName: "k8s-game2048-ingress2-0123456789-1.ap-northeast-2.elb.amazonaws.com",
  loadBalancerArn: `${ELB}:loadbalancer/app/k8s-game2048-ingress2-0123456789/0123456789abcdef`,
} as const;
