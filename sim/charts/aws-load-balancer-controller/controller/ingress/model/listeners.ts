import { defined } from "../../../../../core/defined.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import type { ListenerResource, RuleAction, Tags } from "../../model.ts";
import { int32Of, mapOf } from "../annotations.ts";
import { buildBackend } from "../backend.ts";
import type { ClassifiedIngress } from "../class.ts";
import { buildActions } from "./actions.ts";
import type { BuildContext } from "./context.ts";
import { goList, mergedMaps } from "./group-setting.ts";
import type { ListenPort } from "./listen-ports.ts";
import { buildRules } from "./rules.ts";
import { keyValues } from "../../tags.ts";
import { groupTags } from "./tags.ts";

/** Listeners with their rules, by port. Facts: pkg/ingress/model_build_listener.go. */
export function buildListeners(
  context: BuildContext,
  ports: ReadonlyMap<number, ListenPort>,
): readonly ListenerResource[] {
  const redirectPort = sslRedirectPort(context.group.members, ports);
  return [...ports.values()].map((listen) => {
    const redirects = redirectPort !== undefined && listen.protocol === "HTTP";
    return {
      port: listen.port,
      protocol: listen.protocol,
      defaultActions: redirects ? [redirectTo(redirectPort)] : defaultActions(context, listen),
      certificates: listen.certificates.map((CertificateArn) => ({ CertificateArn })),
      ...defined({ sslPolicy: listen.sslPolicy, mutualAuthentication: listen.mutualAuthentication }),
      attributes: listenerAttributes(listen),
      tags: groupTags(context.config, listen.members),
      rules: redirects ? [] : buildRules(context, listen),
    };
  });
}

/** The HTTPS port that all HTTP listeners redirect to, if any Ingress asks for it. */
function sslRedirectPort(
  members: readonly ClassifiedIngress[],
  ports: ReadonlyMap<number, ListenPort>,
): number | undefined {
  const wanted = new Set<number>();
  for (const { ingress, params } of members) {
    const ofClass = params?.spec?.sslRedirectPort;
    if (ofClass) {
      // A value that is not a number silently switches redirects off for the whole group.
      if (!/^\d+$/.test(ofClass)) return undefined;
      wanted.add(Number(ofClass));
      continue;
    }
    try {
      const port = int32Of(ingress.metadata.annotations, "ssl-redirect");
      if (port !== undefined) wanted.add(port);
    } catch (error) {
      throw new Error(`ingress: ${namespacedName(ingress)}: ${(error as Error).message}`);
    }
  }
  if (wanted.size > 1) {
    throw new Error(`conflicting sslRedirect port: ${goList([...wanted].sort((a, b) => a - b))}`);
  }
  const [port] = wanted;
  if (port === undefined) return undefined;
  const listener = ports.get(port);
  if (listener === undefined) throw new Error(`listener does not exist for SSLRedirect port: ${port}`);
  if (listener.protocol !== "HTTPS")
    throw new Error(`listener protocol non-SSL for SSLRedirect port: ${port}`);
  return port;
}

function redirectTo(port: number): RuleAction {
  return { type: "redirect", config: { Port: String(port), Protocol: "HTTPS", StatusCode: "HTTP_301" } };
}

/** The default backend of the one Ingress that has one, else 404. */
function defaultActions(context: BuildContext, listen: ListenPort): readonly RuleAction[] {
  const [member, ...others] = listen.members.filter(
    ({ ingress }) => ingress.spec.defaultBackend !== undefined,
  );
  if (others.length > 0) {
    const keys = [member!, ...others].map(({ ingress }) => namespacedName(ingress));
    throw new Error(`multiple ingress defined default backend: ${goList(keys)}`);
  }
  if (member?.ingress.spec.defaultBackend === undefined) {
    return [{ type: "fixed-response", config: { ContentType: "text/plain", StatusCode: "404" } }];
  }
  const backend = buildBackend(
    context.reader,
    member.ingress,
    member.ingress.spec.defaultBackend,
    context.config,
  );
  return buildActions(context, listen.protocol, member, backend);
}

function listenerAttributes({ port, protocol, members }: ListenPort): Tags {
  const ofClass = keyValues(
    members[0]?.params?.spec?.listeners?.find(
      (listener) => listener.port === port && listener.protocol === protocol,
    )?.listenerAttributes,
  );
  return mergedMaps(
    members,
    ({ ingress }) => mapOf(ingress.metadata.annotations, `listener-attributes.${protocol}-${port}`) ?? {},
    (values, { ingress }) =>
      `conflicting listener attributes ${values} for ingress ${namespacedName(ingress)}`,
    ofClass,
  );
}
