import type { Service } from "../../service.ts";
import { getTopic } from "./functions.ts";
import { snsState } from "./state.ts";
import { snsOperations, subscriptionResource, topicPolicyResource, topicResource } from "./topics.ts";

/** Amazon SNS: topics that tell of alarms. */
export const snsService: Service = {
  name: "sns",
  state: snsState,
  operations: { sns: snsOperations },
  resources: [topicResource, topicPolicyResource, subscriptionResource],
  functions: [getTopic],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly sns: typeof snsOperations;
  }
}
