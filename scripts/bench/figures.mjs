import { bold, say } from "../lib/messages.mjs"

const round = (value, places) => Number(value.toFixed(places))

/** The smallest sample that at least `share` (0 to 1) of the samples do not exceed. */
export function percentile(samples, share) {
  const sorted = [...samples].sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/**
 * What two sets of samples (milliseconds) have to say: their medians and their 95th percentiles. Without a baseline there
 * is nothing to divide by, and the ratio is null.
 */
export function figuresOf(name, ours, baseline) {
  const at = (share) => ({
    ours: round(percentile(ours, share), 2),
    baseline: baseline ? round(percentile(baseline, share), 2) : 0,
    ratio: baseline ? round(percentile(ours, share) / percentile(baseline, share), 3) : null,
    unit: "ms",
  })
  return [{ name, ...at(0.5) }, { name: `${name}, p95`, ...at(0.95) }]
}

/** One figure for programs: a line of JSON, its keys always in this order. */
export const print = ({ bench, name, ours, baseline, ratio, unit }) =>
  process.stdout.write(`${JSON.stringify({ bench, name, ours, baseline, ratio, unit })}\n`)

/** The medians for people, with a mark on each whose ratio is above the target or the most, or below the least, that the figure itself asks for. */
export function summary(figures, target) {
  const medians = figures.filter(({ name }) => !name.endsWith(", p95"))
  const width = Math.max(...medians.map(({ name }) => name.length))
  say(`\n${bold("".padEnd(width))}  ${["ours", "baseline", "ratio"].map((head) => head.padStart(10)).join("")}`)
  for (const { name, ours, baseline, ratio, least, most = target } of medians) {
    const cells = [ours.toFixed(1), ratio === null ? "–" : baseline.toFixed(1), ratio === null ? "–" : ratio.toFixed(3)]
    const mark = ratio > most ? `   above ${most}` : ratio < least ? `   below ${least}` : ""
    say(`${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(10)).join("")}${mark}`)
  }
}
