/** What a web ACL logs of a request: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
import { deliver } from "../aws/logs/state.ts";
import type { LoggingConfiguration, Rule } from "../aws/wafv2/rules.ts";
import { wafv2State } from "../aws/wafv2/state.ts";
import type { RequestFacts } from "./conditions.ts";
import type { Look } from "./web-acl-statements.ts";

/** What became of a request. */
export interface Verdict {
  /** The rule that decided; undefined where none did. */
  readonly rule?: Rule;
  /** Rules that matched and only counted. */
  readonly counted: readonly Rule[];
  readonly isBlocked: boolean;
}

const REDACTED = "REDACTED";

/** One event for requests of one kind that come at the same time. */
export function logRequest({ cloud, webAcl, facts }: Look, loadBalancerArn: string, verdict: Verdict): void {
  const { Name, ARN } = webAcl;
  const logging = wafv2State(cloud).loggingConfigurations.get(ARN);
  if (!isKept(logging, verdict)) return;
  const { rule, counted, isBlocked } = verdict;
  const event = {
    timestamp: cloud.clock.now(),
    formatVersion: 1,
    webaclId: ARN,
    terminatingRuleId: rule?.Name ?? "Default_Action",
    terminatingRuleType: typeOf(rule),
    action: isBlocked ? "BLOCK" : "ALLOW",
    httpSourceName: "ALB",
    httpSourceId: `${cloud.accountId}-${loadBalancerArn.replace(/^.*:loadbalancer\//, "")}`,
    nonTerminatingMatchingRules: counted.map(({ Name: ruleId }) => ({ ruleId, action: "COUNT" })),
    responseCodeSent: rule?.Action?.Block?.CustomResponse?.ResponseCode ?? null,
    httpRequest: requestOf(facts, logging),
  };
  const [destination = ""] = logging.LogDestinationConfigs;
  deliver(cloud, destination, `${cloud.region}_${Name}_0`, JSON.stringify(event));
}

/** Without a filter all are. */
function isKept({ LoggingFilter }: LoggingConfiguration, { counted, isBlocked }: Verdict): boolean {
  if (LoggingFilter === undefined) return true;
  const actions = [isBlocked ? "BLOCK" : "ALLOW", ...(counted.length > 0 ? ["COUNT"] : [])];
  return LoggingFilter.Filters.some(({ Conditions }) =>
    Conditions.some(({ ActionCondition }) => actions.includes(ActionCondition?.Action ?? "")),
  );
}

function typeOf(rule: Rule | undefined): string {
  if (rule?.Statement.RateBasedStatement !== undefined) return "RATE_BASED";
  return rule?.Statement.ManagedRuleGroupStatement === undefined ? "REGULAR" : "MANAGED_RULE_GROUP";
}

function requestOf(facts: RequestFacts, { RedactedFields = [] }: LoggingConfiguration): object {
  const headers = new Set(RedactedFields.map(({ SingleHeader }) => SingleHeader?.Name));
  const hidesQuery = RedactedFields.some(({ QueryString }) => QueryString !== undefined);
  return {
    clientIp: facts.clientAddress,
    country: facts.country ?? "-",
    headers: Object.entries(facts.headers).map(([name, value]) => ({
      name,
      value: headers.has(name.toLowerCase()) ? REDACTED : String(value),
    })),
    uri: facts.path,
    args: hidesQuery ? REDACTED : facts.query.toString(),
    httpMethod: facts.method,
  };
}
