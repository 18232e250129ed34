import { defined } from "../../../../../core/defined.ts";
import { NotSimulated } from "../../../../../core/errors.ts";
import { labelled } from "../../labelled.ts";
import type { ApplicationProtocol, Reference, RuleAction } from "../../model.ts";
import { stringOf } from "../annotations.ts";
import type { EnhancedBackend } from "../backend.ts";
import type { ClassifiedIngress } from "../class.ts";
import type { TargetGroupChoice } from "../action-config.ts";
import type { BuildContext } from "./context.ts";
import { buildTargetGroup } from "./target-group.ts";

/** What a rule or listener does with requests for a backend. Facts: pkg/ingress/model_build_actions.go. */
export function buildActions(
  context: BuildContext,
  protocol: ApplicationProtocol,
  member: ClassifiedIngress,
  backend: EnhancedBackend,
): readonly RuleAction[] {
  const { action } = backend;
  refuseAuthentication(protocol, member, backend);
  if (action.type !== "forward") return [action];
  return [
    {
      type: "forward",
      targetGroups: action.targetGroups.map((choice) => ({
        targetGroup: chosen(context, member, backend, choice),
        ...defined({ weight: choice.weight }),
      })),
      ...defined({ stickiness: action.stickiness }),
    },
  ];
}

function chosen(
  context: BuildContext,
  member: ClassifiedIngress,
  backend: EnhancedBackend,
  choice: TargetGroupChoice,
): Reference {
  if (choice.arn !== undefined) return { id: choice.arn };
  if (choice.name !== undefined) return { id: arnOf(context, choice.name) };
  const { name, port } = choice.service ?? { name: "", port: 0 };
  const service = backend.services.get(name);
  if (service === undefined) throw new Error(`Service "${name}" not found`);
  return { resource: buildTargetGroup(context, member, service, port).resourceId };
}

function arnOf({ aws }: BuildContext, name: string): string {
  return labelled(`searching TargetGroup with name ${name}`, () => {
    const { TargetGroups } = aws.call("elasticloadbalancing", "DescribeTargetGroups", { Names: [name] });
    const arn = TargetGroups[0]?.TargetGroupArn;
    if (arn === undefined) throw new Error("no target group found");
    return arn;
  });
}

/** Authentication acts on HTTPS listeners only; elsewhere the annotations mean nothing. */
function refuseAuthentication(
  protocol: ApplicationProtocol,
  { ingress }: ClassifiedIngress,
  { services }: EnhancedBackend,
): void {
  if (protocol !== "HTTPS") return;
  for (const object of [ingress, ...services.values()]) {
    const annotations = object.metadata.annotations;
    const type = stringOf(annotations, "auth-type");
    if (type !== undefined && type !== "none") throw new NotSimulated("ingress annotation auth-type", type);
    if (stringOf(annotations, "jwt-validation") !== undefined) {
      throw new NotSimulated("ingress annotation jwt-validation");
    }
  }
}
