import * as pulumi from "@pulumi/pulumi";
import { contentName } from "../shared/pods/content-name.ts";
import { colourPageFiles, type ColourPageFiles } from "./colour-page.ts";
import type { ColourPage } from "./content.ts";

/** What the ConfigMap of a page holds. */
interface ColourPageData {
  /** Follows from the files. It is plain: names are not secret. */
  readonly name: pulumi.Input<string>;
  readonly data: { readonly [File in keyof ColourPageFiles]: pulumi.Input<string> };
}

/**
 * The files of a page; those that show a secret heading are secret.
 *
 * @param prefix begins the name.
 */
export function colourPageData(prefix: string, page: ColourPage): ColourPageData {
  const data = dataOf(page);
  return { name: contentName(prefix, data), data };
}

function dataOf({ heading, ...others }: ColourPage): ColourPageData["data"] {
  if (typeof heading === "string") return { ...colourPageFiles({ ...others, heading }) };
  const files = pulumi.output(heading).apply((text) => colourPageFiles({ ...others, heading: text }));
  return {
    "default.conf": pulumi.unsecret(files.apply((known) => known["default.conf"])),
    "index.html": files.apply((known) => known["index.html"]),
  };
}
