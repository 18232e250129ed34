import type { Service } from "../../service.ts";
import { acmOperations, certificateResource } from "./certificates.ts";
import { acmState } from "./state.ts";
import { certificateValidationResource } from "./validation-resource.ts";
import { awaitRecords } from "./validation.ts";

/** AWS Certificate Manager: certificates that Amazon issues, validated by DNS. */
export const acmService: Service = {
  name: "acm",
  state: acmState,
  operations: { acm: acmOperations },
  resources: [certificateResource, certificateValidationResource],
  resume(cloud) {
    for (const certificate of acmState(cloud).certificates.values()) awaitRecords(cloud, certificate);
  },
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly acm: typeof acmOperations;
  }
}
