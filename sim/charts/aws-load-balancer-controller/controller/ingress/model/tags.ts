import { mapOf } from "../annotations.ts";
import type { ControllerConfig } from "../../config.ts";
import { namespacedName, type Service } from "../../kubernetes/objects.ts";
import type { Tags } from "../../model.ts";
import { keyValues, withDefaultTags } from "../../tags.ts";
import type { ClassifiedIngress } from "../class.ts";
import { mergedMaps } from "./group-setting.ts";

/** Tags of what belongs to the whole group. @throws Error when members disagree. */
export function groupTags(config: ControllerConfig, members: readonly ClassifiedIngress[]): Tags {
  const tags = mergedMaps(
    members,
    (member) => ownTags(config, member),
    (values) => `conflicting tag ${values}`,
  );
  return withDefaultTags(config, tags);
}

/** Tags of what belongs to one Ingress. */
export function ingressTags(config: ControllerConfig, member: ClassifiedIngress): Tags {
  return withDefaultTags(config, ownTags(config, member));
}

/** Tags of a target group: those of the Service go before those of the Ingress. */
export function backendTags(config: ControllerConfig, member: ClassifiedIngress, service: Service): Tags {
  const annotated = {
    ...mapOf(member.ingress.metadata.annotations, "tags"),
    ...mapOf(service.metadata.annotations, "tags"),
  };
  const where = `Ingress ${namespacedName(member.ingress)} and Service ${namespacedName(service)}`;
  refuseExternal(config, annotated, where);
  return withDefaultTags(config, { ...annotated, ...classTags(config, member) });
}

function ownTags(config: ControllerConfig, member: ClassifiedIngress): Tags {
  const annotated = mapOf(member.ingress.metadata.annotations, "tags") ?? {};
  refuseExternal(config, annotated, `Ingress ${namespacedName(member.ingress)}`);
  return { ...annotated, ...classTags(config, member) };
}

function classTags(config: ControllerConfig, { params }: ClassifiedIngress): Tags {
  const tags = keyValues(params?.spec?.tags);
  refuseExternal(config, tags, `IngressClassParams ${params?.metadata.name ?? ""}`);
  return tags;
}

function refuseExternal(config: ControllerConfig, tags: Tags, where: string): void {
  const key = Object.keys(tags).find((candidate) => config.externalManagedTags.includes(candidate));
  if (key !== undefined) {
    throw new Error(`failed build tags for ${where}: external managed tag key ${key} cannot be specified`);
  }
}
