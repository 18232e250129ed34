/** Figures as the reports print them. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

export function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(1)} min`;
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

export function latency(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}

export function megabytes(mb: number): string {
  return `${mb.toFixed(0)} MB`;
}
