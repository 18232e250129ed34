import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { defined } from "../shared/defined.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { COMPONENT_NAME, type ProblemOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkTags } from "../shared/tags.ts";
import {
  LOGGED_REQUESTS,
  MANAGED_RULE_GROUPS,
  RATE_WINDOWS,
  RETENTION_DAYS,
  RULE_ACTIONS,
  type EdgeProtectionArgs,
  type ProtectionLoggingArgs,
} from "./args.ts";
import { COUNTRIES } from "./countries.ts";
import type { ResolvedEdgeProtectionArgs } from "./resolve.ts";
import { protectionRules } from "./rules.ts";
import { sum } from "./statements.ts";

type Check = ArgsCheck<ResolvedEdgeProtectionArgs>;

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const MAX_CAPACITY = 5_000;
/** What the price of a web ACL includes: https://aws.amazon.com/waf/pricing/ */
const BASIC_CAPACITY = 1_500;
/** Entries of lists, each in one web ACL, rule or list of addresses. */
const MOST_ENTRIES = {
  rateLimits: 10,
  allowedCountries: 50,
  blockedCountries: 50,
  allowedCidrs: 10_000,
  blockedCidrs: 10_000,
} as const;
/** Of a custom answer, in bytes: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const MAX_TEXT_BYTES = 4_096;
/** What a web ACL of a load balancer sees of a body, which cannot be raised. */
const MAX_BODY_BYTES = 8_192;

const ACL_NAME: Form = [/^[\w-]{1,100}$/, "1 to 100 letters, digits, hyphens and underscores"];
const RULE_NAME: Form = [/^[\w-]{1,64}$/, "1 to 64 letters, digits, hyphens and underscores"];
const MANAGED_RULE: Form = [/^[\w-]{1,128}$/, "the name of a rule such as SizeRestrictions_BODY"];
const PATH: Form = [
  /^\/[\x21-\x7e]{0,198}$/,
  "the beginning of a path such as /upload/, of up to 199 characters",
];
const COUNTRY: Form = [/^[A-Z]{2}$/, "a country code of two capital letters such as KR"];
const LOG_DESTINATION: Form = [
  /^arn:[a-z-]+:(logs:[a-z0-9-]+:\d{12}:log-group:|s3:::|firehose:[a-z0-9-]+:\d{12}:deliverystream\/)aws-waf-logs-[\w/.-]+$/,
  "the ARN of a log group, bucket or delivery stream whose name begins with aws-waf-logs-",
];
const HEADER: Form = [/^[\w-]{1,255}$/, "the name of a header such as X-Forwarded-For"];
const REDACTED_HEADER: Form = [
  /^[\w-]{1,64}$/,
  "the name of a header such as authorization, of up to 64 characters",
];

/** What is wrong with args that have their defaults. */
export function edgeProtectionProblems(
  name: string,
  args: ResolvedEdgeProtectionArgs,
): readonly ProblemOf<EdgeProtectionArgs>[] {
  const check = new ArgsCheck(args);
  const [form, expected] = ACL_NAME;
  check.addAt(COMPONENT_NAME, form.test(name) ? undefined : `is ${shown(name)}; use ${expected}`);
  checkManagedRules(check);
  checkRateLimits(check);
  checkClients(check);
  checkBodies(check);
  checkLogging(check);
  checkTags(check.at("tags"));
  checkEntries(check);
  if (check.problems.length === 0) checkCapacity(check);
  return problemsIn(check);
}

/** What the rules take of the web ACL. */
export function capacityOf(args: ResolvedEdgeProtectionArgs): number {
  const { allowedCidrs, blockedCidrs } = args;
  const anyOf = (cidrs: readonly string[]) => (cidrs.length > 0 ? "later" : undefined);
  return sum(protectionRules(args, defined({ allowed: anyOf(allowedCidrs), blocked: anyOf(blockedCidrs) })));
}

/** What it costs that there are so many rules; undefined if nothing. */
export function capacityWarning(args: ResolvedEdgeProtectionArgs): string | undefined {
  const capacity = capacityOf(args);
  if (capacity <= BASIC_CAPACITY) return undefined;
  return `the rules take ${capacity} WCU; beyond ${BASIC_CAPACITY} AWS charges more for each request`;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
function checkEntries(check: Check): void {
  for (const [key, most] of Object.entries(MOST_ENTRIES) as [keyof typeof MOST_ENTRIES, number][]) {
    const count = check.args[key]?.length ?? 0;
    if (count > most) check.add(key, `has ${count} entries; AWS WAF takes ${most}`);
  }
}

function checkManagedRules(check: Check): void {
  check.oneOf("managedRules", RULE_ACTIONS);
  for (const group of check.each("managedRuleGroups")) {
    group.oneOf("name", Object.keys(MANAGED_RULE_GROUPS));
    group.oneOf("action", RULE_ACTIONS);
    group.texts("countedRules", MANAGED_RULE);
    group.distinct("countedRules");
  }
  checkNamedOnce(check, "managedRuleGroups");
}

function checkRateLimits(check: Check): void {
  for (const rate of check.each("rateLimits")) {
    rate.text("name", RULE_NAME);
    rate.integer("limit", { min: 10, max: 2_000_000_000 });
    rate.text("pathPrefix", PATH);
    rate.oneOf("action", RULE_ACTIONS);
    const { windowSeconds } = rate.args;
    if (windowSeconds !== undefined && !RATE_WINDOWS.some((one) => one === windowSeconds)) {
      rate.add("windowSeconds", `is ${windowSeconds}; use one of ${RATE_WINDOWS.join(", ")}`);
    }
  }
  checkNamedOnce(check, "rateLimits");
  check.integer("rateLimitStatusCode", { min: 400, max: 599 });
  const bytes = Buffer.byteLength(check.args.rateLimitText ?? "");
  if (bytes > MAX_TEXT_BYTES) {
    check.add("rateLimitText", `has ${bytes} bytes; use up to ${MAX_TEXT_BYTES}`);
  }
}

/** Names of rules, of which a web ACL has each once. */
function checkNamedOnce(check: Check, key: "managedRuleGroups" | "rateLimits"): void {
  const names = check.args[key].map(({ name }) => name);
  check.each(key).forEach((one, index) => {
    const first = names.indexOf(names[index]!);
    if (first !== index)
      one.add("name", `is ${shown(names[index])}, as is ${key}[${first}].name; name it once`);
  });
}

function checkClients(check: Check): void {
  for (const key of ["allowedCidrs", "blockedCidrs"] as const) {
    check.cidrs(key, "203.0.113.0/24");
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html
    check.args[key].forEach((block, index) => {
      if (block === "0.0.0.0/0")
        check.at(key)!.add(index as never, `is ${shown(block)}, which a list cannot hold; leave it out`);
    });
  }
  for (const key of ["blockedCountries", "allowedCountries"] as const) checkCountries(check, key);
  checkBlockedAndAllowed(check);
  if (check.args.allowedCountries?.length === 0) {
    check.add(
      "allowedCountries",
      "is empty, so that no request would be taken; name a country, or leave it out",
    );
  }
  check.text("clientAddressHeader", HEADER);
}

function checkCountries(check: Check, key: "blockedCountries" | "allowedCountries"): void {
  check.texts(key, COUNTRY);
  check.distinct(key);
  const [form] = COUNTRY;
  (check.args[key] ?? []).forEach((code, index) => {
    if (!form.test(code) || COUNTRIES.has(code)) return;
    const reason = `is ${shown(code)}, which is not a country to AWS WAF; use an ISO 3166 code such as GB`;
    check.at(key)!.add(index as never, reason);
  });
}

/** Nobody from there would get in. */
function checkBlockedAndAllowed(check: Check): void {
  const { blockedCountries, allowedCountries = [] } = check.args;
  allowedCountries.forEach((code, index) => {
    const blocked = blockedCountries.indexOf(code);
    if (blocked < 0) return;
    const reason = `is ${shown(code)}, as is blockedCountries[${blocked}]; name it in one of them`;
    check.at("allowedCountries")!.add(index as never, reason);
  });
}

function checkBodies(check: Check): void {
  const { maxBodyBytes } = check.args;
  if (Number.isInteger(maxBodyBytes) && maxBodyBytes! > MAX_BODY_BYTES) {
    check.add(
      "maxBodyBytes",
      `is ${maxBodyBytes}, but a web ACL of a load balancer sees only the first ${MAX_BODY_BYTES} bytes of a body; use a number up to that, or leave it out and let the application refuse`,
    );
  } else check.integer("maxBodyBytes", { min: 1, max: MAX_BODY_BYTES });
  check.texts("uploads", PATH);
  check.distinct("uploads");
}

function checkLogging(check: Check): void {
  const logging = check.at("logging");
  if (logging === undefined) return;
  logging.oneOf("requests", LOGGED_REQUESTS);
  logging.text("destinationArn", LOG_DESTINATION);
  logging.text("keyArn", FORMS.keyArn);
  const { expireDays, destinationArn } = logging.args;
  if (expireDays !== undefined && !RETENTION_DAYS.some((one) => one === expireDays)) {
    logging.add("expireDays", `is ${expireDays}; use one of ${RETENTION_DAYS.join(", ")}`);
  }
  logging.texts("redactedHeaders", REDACTED_HEADER);
  logging.distinct("redactedHeaders");
  if (destinationArn !== undefined) checkGivenDestination(logging);
}

/** What is a matter of whoever made the destination. */
function checkGivenDestination(logging: ArgsCheck<ProtectionLoggingArgs>): void {
  for (const key of ["expireDays", "deleteLogs", "keyArn"] as const) {
    if (logging.args[key] === undefined) continue;
    logging.add(
      key,
      "is a matter of whoever made the destination that is given; leave it or destinationArn out",
    );
  }
}

function checkCapacity(check: Check): void {
  const capacity = capacityOf(check.args);
  if (capacity <= MAX_CAPACITY) return;
  check.add(
    check.args.managedRuleGroups.length > 0 ? "managedRuleGroups" : "rateLimits",
    `and the other rules take ${capacity} WCU together; AWS allows ${MAX_CAPACITY}, so take some away`,
  );
}
