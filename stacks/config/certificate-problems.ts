import { Certificate } from "../../components/index.ts";
import { FORMS } from "../../components/shared/forms.ts";
import { shown } from "../../components/shared/shown.ts";
import { routedHosts } from "../apps/hosts.ts";
import { certificateArgs } from "../load-balancer/certificate.ts";
import { componentNames } from "../names.ts";
import type { ConfigProblem } from "./issues.ts";
import { wants } from "./feature-keys.ts";
import { besideListener, ofFeature, withoutZone } from "./feature-problems.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What is wrong with the certificate that the stack is to make. */
export function problemsOfCertificate(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "certificate")) return [];
  const { certificate, ingress } = config;
  if (ingress.listenerArn !== undefined)
    return [besideListener("certificate", "listener that has certificates")];
  if (certificate.zone === undefined) return [withoutZone("certificate")];
  const ofHosts = certificate.names === undefined ? hostProblems(config) : [];
  if (ofHosts.length > 0) return ofHosts;
  const name = componentNames(config.clusterName).certificate;
  return ofFeature("certificate", Certificate.problems(name, certificateArgs(config)));
}

/** Where the names are those of the routes. */
function hostProblems(config: OwnerConfig): ConfigProblem[] {
  const path = "certificate.names";
  const hosts = routedHosts(config);
  if (hosts.length === 0) {
    return [{ path, reason: "is missing, and no route names a host; give the names of the certificate" }];
  }
  const [pattern, expected] = FORMS.domainName;
  return hosts
    .filter(({ host }) => !pattern.test(host))
    .map((one) => ({
      path,
      reason: `is missing, and ${one.path} is ${shown(one.host)}, which no certificate can be for; give names, each ${expected}`,
    }));
}
