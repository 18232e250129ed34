export { DEMO_APP_DEFAULTS, type DemoAppArgs, type DemoAppNodes, type DemoAppTransforms } from "./args.ts";
export { DEMO_APPS, type ColourPage, type DemoAppContent, type Game2048 } from "./content.ts";
export { DemoApp } from "./demo-app.ts";
