/**
 * Cookies by which clients come back to the same target or target group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
import { createHash } from "node:crypto";

export const TARGET_COOKIE = "AWSALB";
export const APPLICATION_COOKIE = "AWSALBAPP-0";
export const TARGET_GROUP_COOKIE = "AWSALBTG";

/** What stands for something in a cookie. On AWS it is encrypted; here too nothing can be read from it. */
export function cookieToken(...parts: readonly string[]): string {
  return createHash("sha512").update(parts.join(" ")).digest("base64");
}

/** Cookies of a request by name. */
export function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0) cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
  return cookies;
}

/** The `Set-Cookie` values that make a client sticky: a cookie, and its twin for requests from other sites. */
export function stickyCookies(name: string, token: string, seconds: number, now: Date): string[] {
  const expires = new Date(now.getTime() + seconds * 1000).toUTCString();
  return [
    `${name}=${token}; Expires=${expires}; Path=/`,
    `${name}CORS=${token}; Expires=${expires}; Path=/; SameSite=None`,
  ];
}

/** Whether a response sets the cookie. */
export function setsCookie(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.entries(headers).some(
    ([header, value]) => header.toLowerCase() === "set-cookie" && value.startsWith(`${name}=`),
  );
}
