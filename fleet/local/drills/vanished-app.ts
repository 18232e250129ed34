import type { Stage } from "./stage.ts";
import type { Drill } from "./drill.ts";
import type { Symptom } from "./symptom.ts";
import { rest, scaleApp } from "./actions.ts";
import { describeEvent, targetSymptoms } from "./symptoms.ts";

const INGRESS = "networking.k8s.io/v1/Ingress";
const BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";

export const vanishedApp: Drill = {
  name: "vanished-app",
  summary:
    "an app leaves the Ingress while a member serves it: the member is bound to a target group that is gone",
  cause:
    "The controller deletes the target group of an app that no rule of the Ingress names any more, whoever else is bound to it. " +
    "When the app comes back it makes another one of the same name, and members go on with the one that is gone. This program " +
    "refuses to take an app away while members bind it; a change of the Ingress with kubectl, or by another program, it does not see.",
  remedy:
    "Put the rule back into the Ingress by hand, or by pulumi up --refresh: without it Pulumi sees no difference, and the rule " +
    "stays away. Then update the stack that owns the Ingress, which exports the new target group, and every " +
    "member, which binds it. To take an app away on purpose, set retire to true first, update the members, and remove the app last.",
  async play(scene) {
    const stage = await scene.runningStage("ingress");
    const { primary, member } = stage;
    const putBack = removeRules(stage, primary);
    scaleApp(stage, member, 3);
    const gone = [...bindingEvents(stage, member), ...targetSymptoms(stage)];
    putBack();
    await stage.up(primary);
    rest(stage);
    const back = [...bindingEvents(stage, member), ...targetSymptoms(stage)];
    await stage.up(member);
    rest(stage);
    return {
      moments: [
        {
          when: `somebody takes the app out of the Ingress of ${primary}, and ${member} gets a pod more`,
          symptoms: gone,
        },
        { when: `the rule is back and ${primary} is updated, ${member} is not`, symptoms: back },
      ],
      afterRemedy: [{ when: `${member} is updated, too`, symptoms: targetSymptoms(stage) }],
    };
  },
};

/** `kubectl edit` of the Ingress, which then answers by itself. @returns takes the change back. */
function removeRules(stage: Stage, stack: string): () => void {
  const { api } = stage.cluster(stack);
  const [ingress] = api.list(INGRESS);
  const { namespace, name } = ingress!.metadata;
  const edit = (change: object): void => {
    api.patch(INGRESS, namespace, name, change);
    rest(stage);
  };
  const path = {
    path: "/",
    pathType: "Prefix",
    backend: { service: { name: "gone", port: { name: "use-annotation" } } },
  };
  const annotations = {
    "alb.ingress.kubernetes.io/actions.gone":
      '{"type":"fixed-response","fixedResponseConfig":{"contentType":"text/plain","statusCode":"404"}}',
  };
  edit({ metadata: { annotations }, spec: { rules: [{ http: { paths: [path] } }] } });
  return () => {
    const taken = Object.fromEntries(Object.keys(annotations).map((key) => [key, null]));
    edit({ metadata: { annotations: taken }, spec: ingress!["spec"] });
  };
}

/** What `kubectl describe targetgroupbinding` warns of. */
function bindingEvents(stage: Stage, stack: string): Symptom[] {
  const { name, api } = stage.cluster(stack);
  const bindings = new Set(api.list(BINDING).map(({ metadata }) => metadata.name));
  const warnings = api.list("v1/Event").filter((event) => event["type"] === "Warning");
  return warnings.flatMap((event) => {
    const about = event["involvedObject"] as { readonly name: string };
    if (!bindings.has(about.name)) return [];
    return [{ where: `cluster ${name}, TargetGroupBinding/${about.name}`, what: describeEvent(event) }];
  });
}
