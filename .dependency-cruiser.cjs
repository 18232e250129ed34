/** Imports point one way; see docs/architecture.md. */
const only = (from, to, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: to },
});

module.exports = {
  forbidden: [
    only("components", "^(stacks|fleet|sim|tests|index\\.ts)", "Components know nothing of who uses them."),
    only("stacks", "^(fleet|sim|tests)", "Stacks compose components; they do not know where they run."),
    only("sim", "^(components|stacks|fleet|tests|index\\.ts)", "The simulated cloud never sees our classes."),
    only(
      "facts",
      "^(components|stacks|fleet|sim|tests|index\\.ts)",
      "Facts about others' products, for everybody.",
    ),
    only("fleet", "^tests", "Nothing but tests imports tests."),
    {
      name: "sdk-only-in-hosts",
      comment: "The model of the cloud is plain TypeScript; only the hosts speak to Pulumi's SDK.",
      severity: "error",
      from: { path: "^sim/", pathNot: "^sim/hosts/" },
      to: { path: "node_modules/@pulumi/" },
    },
    only("sim/core", "^sim/(?!core/)", "The core knows nothing of what is built on it."),
    only(
      "sim/kubernetes",
      "^sim/(?!core/|kubernetes/|service\\.ts)",
      "A cluster knows nothing of AWS, charts and images: whoever runs it gives them to it.",
    ),
    only(
      "sim/aws",
      "^sim/(?!core/|kubernetes/|aws/|service\\.ts)",
      "AWS runs clusters, not what is installed in them.",
    ),
    only(
      "sim/(charts|images)",
      "^sim/(?!core/|kubernetes/|aws/|charts/|images/|service\\.ts)",
      "Programs see the cluster and AWS that they run on, not who looks at them.",
    ),
    only(
      "sim/packages",
      "^sim/(?!core/|aws/ec2/cidr\\.ts|packages/|service\\.ts)",
      "Expansions register resources; what these do is for others to say.",
    ),
    only(
      "sim/data-plane",
      "^sim/(?!core/|kubernetes/|aws/|data-plane/)",
      "Requests go through load balancers to pods.",
    ),
    {
      name: "stacks-use-component-folders-by-barrel",
      comment: "Stacks use what components/index.ts offers, as any other program would.",
      severity: "error",
      from: { path: "^stacks/" },
      to: { path: "^components/", pathNot: "^components/(index\\.ts|shared/)" },
    },
    {
      name: "no-circles",
      comment: "Not even through types: what two files need of each other belongs into a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "dev-dependencies-only-in-tests",
      severity: "error",
      from: { path: "^(components|stacks|index\\.ts)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm-peer"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
