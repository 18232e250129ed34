import { describe, expect, it } from "vitest";
import { awaitApplied } from "../../../components/multi-cluster-ingress/await-applied.ts";
import { runProgram, type Answers } from "../../support/pulumi-program.ts";

const APPLIED = {
  clusterName: "myeks",
  namespace: "game-2048",
  ingressName: "ingress-2048",
  backends: { "2048": "service-2048:80" },
  hostname: "shared-1234567890.ap-northeast-2.elb.amazonaws.com",
  annotations: { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80}]' },
  ruleCount: 1,
  revision: "new",
};

/** Target groups by the rules that forward to them; each with its tags `resource of cluster`. */
interface Rules {
  readonly [priority: number]: { readonly revision: string; readonly targetGroup: string };
}

function cloud(rules: Rules, others: Answers["calls"] = {}): Answers["calls"] {
  return {
    "aws:lb/getLoadBalancer:getLoadBalancer": ({ name }) => ({
      arn: "balancer",
      name,
      dnsName: APPLIED.hostname,
    }),
    "aws:lb/getListener:getListener": () => ({
      arn: "listener",
      defaultActions: [],
      tags: { "multicluster-ingress/revision": "new" },
    }),
    "aws:lb/getListenerRule:getListenerRule"({ priority }) {
      const rule = rules[Number(priority)];
      if (rule === undefined) throw new Error("reading ELBv2 Listener Rule: empty result");
      return {
        actions: [{ forwards: [{ targetGroups: [{ arn: rule.targetGroup }] }] }],
        tags: { "multicluster-ingress/revision": rule.revision },
      };
    },
    "aws:lb/getTargetGroup:getTargetGroup"({ arn }) {
      const [resource, cluster] = String(arn).split(" of ");
      const tags = { "ingress.k8s.aws/resource": resource, "elbv2.k8s.aws/cluster": cluster };
      return { arn, name: `name of ${String(arn)}`, tags };
    },
    ...others,
  };
}

/** What was found, or the message of the refusal. */
async function outcome(
  calls: Answers["calls"],
  annotations: Readonly<Record<string, string>> = APPLIED.annotations,
) {
  const run = await runProgram(
    () => awaitApplied({ ...APPLIED, annotations }, {}).catch((error: unknown) => (error as Error).message),
    { calls: calls! },
  );
  return await run.result;
}

const OURS = "game-2048/ingress-2048-service-2048:80 of myeks";
const FOUND = {
  loadBalancerArn: "balancer",
  targetGroups: { "2048": { arn: OURS, name: `name of ${OURS}` } },
};

/** The message about a problem. */
function notApplied(problem: string): string {
  return (
    `the load balancer controller of myeks has not applied Ingress game-2048/ingress-2048: ${problem}. ` +
    "Its events say what AWS refused: kubectl describe ingress --namespace game-2048 ingress-2048. " +
    "Mend it, or take the change back, and run pulumi up again; with --refresh, if the Ingress was changed by other means than Pulumi"
  );
}

describe("awaitApplied", () => {
  it("finds the target group behind rules of other Ingresses of a group", async () => {
    const rules = {
      1: { revision: "theirs", targetGroup: "shop/other-shop:80 of myeks" },
      2: { revision: "new", targetGroup: OURS },
    };
    const annotations = { ...APPLIED.annotations, "alb.ingress.kubernetes.io/group.name": "shared" };
    expect(await outcome(cloud(rules), annotations)).toEqual(FOUND);
  });

  it("waits while rules are as an earlier state of the Ingress asked for", async () => {
    const revisions = ["old", "old", "new"];
    const rules = {
      get 1() {
        return { revision: revisions.shift()!, targetGroup: OURS };
      },
    };
    expect(await outcome(cloud(rules))).toEqual(FOUND);
    expect(revisions).toEqual([]);
  });

  it("says where the reason stands when the controller does not apply a change", async () => {
    expect(await outcome(cloud({ 1: { revision: "old", targetGroup: OURS } }))).toBe(
      notApplied("it still matches an earlier state of the Ingress"),
    );
  });

  it("says what it looked for and what there is", async () => {
    const rules = { 1: { revision: "new", targetGroup: OURS.replace("myeks", "other") } };
    const wanted =
      "it made no target group for 2048: no rule forwards to one with the tags " +
      "ingress.k8s.aws/resource=game-2048/ingress-2048-service-2048:80 and elbv2.k8s.aws/cluster=myeks; found: ";
    expect(await outcome(cloud(rules))).toBe(
      notApplied(`${wanted}game-2048/ingress-2048-service-2048:80 of other`),
    );
    expect(await outcome(cloud({}), APPLIED.annotations)).toBe(notApplied(`${wanted}no other target group`));
  });

  it("names all apps that have no target group, and those that have several", async () => {
    const backends = { news: "service-news:80", shop: "service-shop:80", blog: "service-blog:80" };
    const of = (app: string) => `game-2048/ingress-2048-service-${app}:80 of myeks`;
    const tags = { "multicluster-ingress/revision": "new" };
    const calls = cloud(
      {},
      {
        "aws:lb/getListenerRule:getListenerRule": ({ priority }) => ({
          tags,
          actions: [
            priority === 1
              ? { forwards: [{ targetGroups: [{ arn: of("blog") }, { arn: `${of("blog")} of old` }] }] }
              : { fixedResponses: [{ statusCode: "503", messageBody: "Backend service does not exist" }] },
          ],
        }),
      },
    );
    const ingress = { ...APPLIED, backends, ruleCount: 2 };
    const run = await runProgram(
      () => awaitApplied(ingress, {}).catch((error: unknown) => (error as Error).message),
      {
        calls: calls!,
      },
    );
    expect(await run.result).toBe(
      notApplied(
        "it made no target group for news, shop: no rule forwards to one with the tags " +
          "ingress.k8s.aws/resource=game-2048/ingress-2048-service-news:80 or " +
          "ingress.k8s.aws/resource=game-2048/ingress-2048-service-shop:80 and elbv2.k8s.aws/cluster=myeks; " +
          'found: no other target group, and rules that answer "Backend service does not exist"; ' +
          `it made several target groups for blog: ${of("blog")}, ${of("blog")} of old`,
      ),
    );
  });

  it("does not take another load balancer of the same name for the one that is gone", async () => {
    const gone = notApplied(
      `the load balancer ${APPLIED.hostname} is gone; run pulumi refresh to read the present one from the Ingress`,
    );
    const dnsName = "shared-2.ap-northeast-2.elb.amazonaws.com";
    const getLoadBalancer = () => ({ arn: "balancer", name: "shared", dnsName });
    const calls = { "aws:lb/getLoadBalancer:getLoadBalancer": getLoadBalancer };
    expect(await outcome(cloud({ 1: { revision: "new", targetGroup: OURS } }, calls))).toBe(gone);
  });
});
