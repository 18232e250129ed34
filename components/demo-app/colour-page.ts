import type * as pulumi from "@pulumi/pulumi";
import { DEMO_APPS, type ColourPage } from "./content.ts";

/** Files of the page, by the name that they have in its ConfigMap. */
export interface ColourPageFiles {
  readonly "default.conf": string;
  readonly "index.html": string;
}

/** @param page with a heading that is known. */
export function colourPageFiles(page: pulumi.Unwrap<ColourPage>): ColourPageFiles {
  return { "default.conf": serverConfig(page), "index.html": html(page) };
}

/** `$server_addr` is the address that the request came in on: the pod's own. `always` covers error answers too. */
function serverConfig({ cluster }: Pick<ColourPage, "cluster">): string {
  const { containerPort, healthCheckPath } = DEMO_APPS["colour-page"];
  return `server {
  listen ${containerPort};
  server_tokens off;
  add_header X-Cluster "${cluster}" always;
  add_header X-Pod-IP "$server_addr" always;

  location = ${healthCheckPath} {
    access_log off;
    default_type text/plain;
    return 200 "ok\\n";
  }

  location / {
    root /usr/share/nginx/html;
  }
}
`;
}

function html({ heading, colour }: pulumi.Unwrap<ColourPage>): string {
  const text = escapeHtml(heading);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${text}</title>
  </head>
  <body style="background-color: ${colour}; padding: 6rem; font-family: sans-serif; text-align: center">
    <h1 style="font-size: 5rem">${text}</h1>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character]!);
}
