import type { ArgsCheck } from "../args-check.ts";
import { REDIRECT_FORMS } from "./forms.ts";
import {
  CONTENT_TYPES,
  REDIRECT_DEFAULTS,
  REDIRECT_PROTOCOLS,
  REDIRECT_STATUS_CODES,
  type DefaultAction,
  type FixedResponse,
  type Route,
  type RouteRedirect,
} from "./route.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
const LONGEST_BODY = 1_024;

/** Checks a redirect and a fixed response, where they are. */
export function checkAnswer(answer: ArgsCheck<Route | DefaultAction>): void {
  checkRedirect(answer.at("redirect"));
  checkFixedResponse(answer.at("fixedResponse"));
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
function checkRedirect(redirect: ArgsCheck<RouteRedirect> | undefined): void {
  if (redirect === undefined) return;
  redirect.oneOf("protocol", REDIRECT_PROTOCOLS);
  redirect.text("host", REDIRECT_FORMS.host);
  if (redirect.args.port !== "#{port}") redirect.integer("port", { min: 1, max: 65_535 });
  redirect.text("path", REDIRECT_FORMS.path);
  redirect.text("query", REDIRECT_FORMS.query);
  const { statusCode } = redirect.args;
  if (statusCode !== undefined && !REDIRECT_STATUS_CODES.includes(statusCode)) {
    redirect.add("statusCode", `is ${statusCode}; use ${REDIRECT_STATUS_CODES.join(" or ")}`);
  }
  if (!changes(redirect.args)) {
    redirect.addAt(redirect.place, "leads back to itself; give another protocol, host, port or path");
  }
}

function changes(redirect: RouteRedirect): boolean {
  return (["protocol", "host", "port", "path"] as const).some(
    (key) => redirect[key] !== undefined && redirect[key] !== REDIRECT_DEFAULTS[key],
  );
}

function checkFixedResponse(response: ArgsCheck<FixedResponse> | undefined): void {
  if (response === undefined) return;
  const { statusCode, body = "" } = response.args;
  if (!/^[245]\d\d$/.test(String(statusCode))) {
    response.add("statusCode", `is ${statusCode}; use a whole number from 200 to 299 or from 400 to 599`);
  }
  response.oneOf("contentType", CONTENT_TYPES);
  if (body.length > LONGEST_BODY) {
    response.add("body", `has ${body.length} characters; use at most ${LONGEST_BODY}`);
  }
}
