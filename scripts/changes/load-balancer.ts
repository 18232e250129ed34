import { type Change, change, inMembers } from "./change.ts";

/** Settings of HTTPS that is there before. */
const TLS = {
  "ingress.tls": {
    certificateArns: [
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    ],
  },
};

export const LOAD_BALANCER_CHANGES: readonly Change[] = [
  change("ingress.scheme", "internal", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - ingress.scheme is "internal", but was "internet-facing"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("ingress.loadBalancerName", "other", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - ingress.loadBalancerName is "other", but was not set\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("ingress.subnetIds", ["<own public subnet 0>", "<own public subnet 1>"], {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.subnetIds leaves ap-northeast-2c out, where the load balancer has targets of this stack or of members; add a subnet of each zone that it has, or leave the key out',
  }),
  change("ingress.inboundCidrs", ["203.0.113.0/24"], { updates: ["Ingress"] }),
  change(
    "ingress.inboundCidrs",
    ["10.0.0.0/8"],
    {
      updates: ["Ingress"],
      notices: ["during, after: requests fail (no connection)", "during, after: no cluster answers"],
    },
    { words: "a block without the clients" },
  ),
  change(
    "ingress.tls.certificateArns",
    ["arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012"],
    { updates: ["Ingress"] },
  ),
  change(
    "ingress.tls.certificateArns",
    ["arn:aws:acm:ap-northeast-2:123456789012:certificate/87654321-1234-1234-1234-123456789012"],
    { updates: ["Ingress"] },
    {
      before: TLS,
    },
  ),
  change(
    "ingress.tls.sslPolicy",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    { updates: ["Ingress"] },
    {
      before: TLS,
    },
  ),
  change(
    "ingress.tls.redirectHttp",
    false,
    { updates: ["Ingress"] },
    {
      before: TLS,
    },
  ),
  change("ingress.tls.mutual", "passthrough", { updates: ["Ingress"] }, { before: TLS }),
  change(
    "ingress.tls.mutual.trustStoreArn",
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:truststore/clients/0123456789abcdef",
    { updates: ["Ingress"] },
    {
      before: TLS,
      with: { "ingress.tls.mutual.ignoreExpiry": true, "ingress.tls.mutual.advertiseCaNames": true },
    },
  ),
  change("ingress.accessLogs.bucket", "<log bucket>", { updates: ["Ingress"] }),
  change(
    "ingress.accessLogs.prefix",
    "shop",
    { updates: ["Ingress"] },
    { before: { "ingress.accessLogs.bucket": "<log bucket>" } },
  ),
  change("ingress.deletionProtection", true, { updates: ["Ingress"] }),
  change("ingress.idleTimeoutSeconds", 120, { updates: ["Ingress"] }),
  change("ingress.dropInvalidHeaderFields", false, { updates: ["Ingress"] }),
  change("ingress.healthCheck.path", "/index.html", { updates: ["Ingress"] }),
  change("ingress.healthCheck.path", "/nothing", {
    updates: ["Ingress"],
    notices: [
      "after: target ... of cluster myeks is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])",
      "after: target ... of cluster myeks-cluster2 is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])",
      "after: target ... of cluster myeks-cluster3 is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])",
    ],
  }),
  change("ingress.healthCheck.port", 8080, {
    updates: ["Ingress"],
    // Their bindings open the number as well as the named port.
    others: inMembers({ updates: ["TargetGroupBinding"] }),
  }),
  change("ingress.healthCheck.port", 9090, {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.healthCheck.port is 9090, but the app answers on 8080; leave it out',
  }),
  change("ingress.healthCheck.protocol", "HTTPS", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.healthCheck.protocol is HTTPS, but the app speaks HTTP to the load balancer; leave it out',
  }),
  change("ingress.healthCheck.intervalSeconds", 30, { updates: ["Ingress"] }),
  change("ingress.healthCheck.timeoutSeconds", 10, { updates: ["Ingress"] }),
  change("ingress.healthCheck.healthyThreshold", 3, { updates: ["Ingress"] }),
  change("ingress.healthCheck.unhealthyThreshold", 3, { updates: ["Ingress"] }),
  change("ingress.healthCheck.successCodes", "200-299", { updates: ["Ingress"] }),
  change("ingress.targetGroup.deregistrationDelaySeconds", 300, {
    updates: ["Deployment", "Ingress"],
    others: inMembers({ updates: ["Deployment"] }),
  }),
  change("ingress.targetGroup.slowStartSeconds", 60, { updates: ["Ingress"] }),
  change("ingress.targetGroup.algorithm", "least_outstanding_requests", { updates: ["Ingress"] }),
  change("ingress.targetGroup.algorithm", "weighted_random", { updates: ["Ingress"] }),
  change(
    "ingress.targetGroup.anomalyMitigation",
    true,
    { updates: ["Ingress"] },
    { with: { "ingress.targetGroup.algorithm": "weighted_random" } },
  ),
  change(
    "ingress.targetGroup.stickiness.type",
    "lb_cookie",
    { updates: ["Ingress"] },
    { with: { "ingress.targetGroup.stickiness": { type: "x", durationSeconds: 60 } } },
  ),
  change(
    "ingress.targetGroup.stickiness.durationSeconds",
    120,
    { updates: ["Ingress"] },
    { before: { "ingress.targetGroup.stickiness": { type: "lb_cookie", durationSeconds: 60 } } },
  ),
  change(
    "ingress.targetGroup.stickiness.cookieName",
    "session",
    { updates: ["Ingress"] },
    {
      before: { "ingress.targetGroup.stickiness": { type: "lb_cookie", durationSeconds: 60 } },
      with: { "ingress.targetGroup.stickiness.type": "app_cookie" },
    },
  ),
  change(
    "ingress.responseHeaders.server",
    false,
    { updates: ["Ingress"] },
    {
      with: {
        "ingress.responseHeaders.contentSecurityPolicy": "default-src 'self'",
        "ingress.responseHeaders.frameOptions": "DENY",
        "ingress.responseHeaders.noSniff": true,
        "ingress.responseHeaders.cors.allowOrigin": "https://www.example.com",
        "ingress.responseHeaders.cors.allowMethods": ["GET", "PUT"],
        "ingress.responseHeaders.cors.allowHeaders": ["Authorization"],
        "ingress.responseHeaders.cors.allowCredentials": true,
        "ingress.responseHeaders.cors.exposeHeaders": ["X-Request-Id"],
        "ingress.responseHeaders.cors.maxAgeSeconds": 600,
      },
    },
  ),
  change(
    "ingress.responseHeaders.strictTransportSecurity.maxAgeSeconds",
    31_536_000,
    { updates: ["Ingress"] },
    {
      before: TLS,
      with: {
        "ingress.responseHeaders.strictTransportSecurity.includeSubDomains": true,
        "ingress.responseHeaders.strictTransportSecurity.preload": true,
      },
    },
  ),
  change("ingress.webAclArn", "<web acl>", { creates: ["WebAclAssociation"] }),
  change(
    "ingress.webAclArn",
    undefined,
    { deletes: ["WebAclAssociation"] },
    { before: { "ingress.webAclArn": "<web acl>" } },
  ),
];
