import { acmService } from "./aws/acm/service.ts";
import { cloudControlService } from "./aws/cloudcontrol/service.ts";
import { ec2Service } from "./aws/ec2/service.ts";
import { cloudWatchService } from "./aws/cloudwatch/service.ts";
import { eksService } from "./aws/eks/service.ts";
import { elbv2Service } from "./aws/elbv2/service.ts";
import { iamService } from "./aws/iam/service.ts";
import { kmsService } from "./aws/kms/service.ts";
import { logsService } from "./aws/logs/service.ts";
import { route53Service } from "./aws/route53/service.ts";
import { s3Service } from "./aws/s3/service.ts";
import { shieldService } from "./aws/shield/service.ts";
import { snsService } from "./aws/sns/service.ts";
import { stsService } from "./aws/sts/service.ts";
import { wafv2Service } from "./aws/wafv2/service.ts";
import { loadBalancerControllerService } from "./charts/aws-load-balancer-controller/service.ts";
import { externalDnsService } from "./charts/external-dns/service.ts";
import { helmService } from "./charts/helm/service.ts";
import { imagesService } from "./images/service.ts";
import { kubernetesService } from "./kubernetes/service.ts";
import { packagesService } from "./packages/service.ts";
import type { Service } from "./service.ts";

/** Everything that the simulated cloud consists of. A saved world goes on in this order. */
export const services: readonly Service[] = [
  ec2Service,
  iamService,
  stsService,
  kmsService,
  eksService,
  s3Service,
  elbv2Service,
  route53Service,
  acmService,
  logsService,
  wafv2Service,
  snsService,
  cloudWatchService,
  shieldService,
  cloudControlService,
  kubernetesService,
  helmService,
  loadBalancerControllerService,
  externalDnsService,
  imagesService,
  packagesService,
];

/** Helm charts that can be installed. */
export const charts = services.flatMap((service) => service.charts ?? []);

/** Repositories of the container images that are modelled, in alphabetical order. */
export const imageNames = services.flatMap(({ images }) => images?.names ?? []).toSorted();
