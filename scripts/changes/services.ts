import { type Change, change, type ChangeOptions, type Effect, everywhere } from "./change.ts";
import { APPS, SHOP } from "./fleets.ts";

/** The Service of the container changes in all stacks, the owner first. */
function service(words: string, fields: object, effect: Effect, options: ChangeOptions = {}): Change {
  const apps = { ...APPS, shop: { ...SHOP, service: fields } };
  return change("apps", apps, effect, { words, of: "all", fleet: "applications", ...options });
}

/** The same, of an application whose load balancer sends requests to nodes. */
function behindNodes(words: string, fields: object, effect: Effect): Change {
  const ofNodes = { ...SHOP, targetType: "instance" };
  const apps = { ...APPS, shop: { ...ofNodes, service: fields } };
  const before = { apps: { ...APPS, shop: ofNodes } };
  return change("apps", apps, effect, { words, of: "all", fleet: "applications", before });
}

/** Services of applications, behind pods and behind nodes as targets. */
export const SERVICE_CHANGES: readonly Change[] = [
  service("a Service of type ClusterIP", { type: "ClusterIP" }, everywhere({ updates: ["Service"] })),
  service("a certain node port", { nodePort: 30_001 }, everywhere({ updates: ["Service"] })),
  service(
    "a node port that is open to some",
    { nodePort: 30_001, nodePortSources: ["203.0.113.0/24"] },
    everywhere({ creates: ["SecurityGroupRule"], updates: ["Service"] }),
  ),
  service(
    "a node port of type ClusterIP",
    { type: "ClusterIP", nodePort: 30_001 },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.service.nodePort does not go with type ClusterIP; use NodePort, or leave it out',
    },
  ),
  service(
    "another port of the Service, which another target group would be for",
    { port: 8081 },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.service.port is 8081 and was 80, but shop has pods in myeks-cluster2, myeks-cluster3; set it back, describe it under another name beside this one, move the routes, and retire this one',
    },
  ),
  change(
    "apps",
    { ...APPS, shop: { ...SHOP, service: { port: 8081 } } },
    { updates: ["Gateway", "HTTPRoute", "Service"] },
    {
      words: "another port of the Service behind a Gateway",
      fleet: "applications",
      before: { "addons.gatewayApi": true, "ingress.kind": "gateway" },
    },
  ),
  service(
    "externalTrafficPolicy Local",
    { externalTrafficPolicy: "Local" },
    everywhere({ updates: ["Service"] }),
  ),
  service(
    "internalTrafficPolicy Local",
    { internalTrafficPolicy: "Local" },
    everywhere({ updates: ["Service"] }),
  ),
  service("session affinity", { sessionAffinitySeconds: 600 }, everywhere({ updates: ["Service"] })),
  behindNodes(
    "externalTrafficPolicy Local, with nodes as targets",
    { externalTrafficPolicy: "Local" },
    {
      ...everywhere({ updates: ["Service"] }),
      // Nodes without a pod give no answer until the load balancer has found them unhealthy.
      notices: [
        "after: shop.example.com: requests fail (status 504 of shop.example.com/)",
        ...["myeks", "myeks-cluster2", "myeks-cluster3"].map(
          (cluster) =>
            `after: target i-...:30978 of cluster ${cluster} is unhealthy (Target.Timeout: Request timed out)`,
        ),
      ],
    },
  ),
  behindNodes(
    "another node port, with nodes as targets",
    { nodePort: 30_001 },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.service.nodePort is 30001 and was 30978, and nodes of myeks would get no requests for shop until health checks have found the other port; set it back, or describe it under another name beside this one, move the routes, and retire this one',
    },
  ),
  behindNodes(
    "a Service of type ClusterIP, with nodes as targets",
    { type: "ClusterIP" },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.service.type is ClusterIP, which opens no port of the nodes for targetType instance; use NodePort',
    },
  ),
];
