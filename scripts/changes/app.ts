import { change, type Change } from "./change.ts";

export const APP_CHANGES: readonly Change[] = [
  change(
    "app.content.type",
    "game-2048",
    {
      updates: ["Deployment", "Ingress"],
      deletes: ["ConfigMap"],
    },
    { with: { "app.content": { type: "x" } } },
  ),
  change(
    "app.content.type",
    "game-2048",
    {
      updates: ["Deployment"],
      failed: [
        "kubernetes:apps/v1:DeploymentPatch: the Kubernetes API server reported that \"game-2048/deployment-2048\" failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready",
      ],
      notices: [
        "after: a pod of myeks-cluster2 stays: Cannot evict pod as it would violate the pod's disruption budget.",
        "after: target ... of cluster myeks-cluster2 is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])",
      ],
    },
    { with: { "app.content": { type: "x" } }, of: "member" },
  ),
  change("app.content.heading", "New", { updates: ["Deployment"], replaces: ["ConfigMap"] }),
  change("app.content.colour", "pink", { updates: ["Deployment"], replaces: ["ConfigMap"] }),
  change("app.content.cluster", "other", { updates: ["Deployment"], replaces: ["ConfigMap"] }),
  change("app.replicas", 4, { updates: ["Deployment"] }),
  change("app.replicas", 1, { updates: ["Deployment"], notices: ["after: myeks does not answer"] }),
  change("app.replicas", 0, {
    updates: ["Deployment"],
    notices: ["after, on the way back: myeks does not answer"],
  }),
  change("app.replicas", 4, { updates: ["Deployment"] }, { of: "member" }),
  change("app.image", "nginxinc/nginx-unprivileged:1.29-alpine", { updates: ["Deployment"] }),
  change(
    "app.image",
    "nginx:1.29",
    {
      updates: ["Deployment"],
      failed: [
        "kubernetes:apps/v1:DeploymentPatch: the Kubernetes API server reported that \"game-2048/deployment-2048\" failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready",
      ],
      notices: [
        "after: a pod of myeks stays: Cannot evict pod as it would violate the pod's disruption budget.",
      ],
    },
    { words: "one that does not start" },
  ),
  change(
    "app.resources.requests.cpu",
    "100m",
    { updates: ["Deployment"] },
    { with: { "app.resources": { requests: { cpu: "x", memory: "64Mi" }, limits: { memory: "64Mi" } } } },
  ),
  change(
    "app.resources.requests.memory",
    "32Mi",
    { updates: ["Deployment"] },
    { with: { "app.resources": { requests: { cpu: "50m", memory: "x" }, limits: { memory: "64Mi" } } } },
  ),
  change(
    "app.resources.limits.cpu",
    "1",
    { updates: ["Deployment"] },
    { with: { "app.resources": { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } } } },
  ),
  change(
    "app.resources.limits.memory",
    "128Mi",
    { updates: ["Deployment"] },
    { with: { "app.resources": { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "x" } } } },
  ),
  change("app.preStopSeconds", 60, { updates: ["Deployment"] }),
  change("app.preStopSeconds", 0, { updates: ["Deployment"] }),
  change(
    "app.tolerations[].key",
    "batch",
    { updates: ["Deployment"] },
    { with: { "app.tolerations": [{ operator: "Exists" }] } },
  ),
  change(
    "app.tolerations[].operator",
    "Exists",
    { updates: ["Deployment"] },
    { with: { "app.tolerations": [{ key: "batch" }] } },
  ),
  change(
    "app.tolerations[].value",
    "yes",
    { updates: ["Deployment"] },
    { with: { "app.tolerations": [{ key: "batch", effect: "NoSchedule" }] } },
  ),
  change(
    "app.tolerations[].effect",
    "NoExecute",
    { updates: ["Deployment"] },
    { with: { "app.tolerations": [{ key: "batch", value: "yes" }] } },
  ),
];
