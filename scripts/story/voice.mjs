// How the story sounds: headings, sentences, refusals, checks, days and money.

const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (code) => (text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = paint("1")
export const dim = paint("2")
const green = paint("32")
const red = paint("31")
const yellow = paint("33")

const WIDTH = 100
const say = (text = "") => console.log(text)

/** Breaks a sentence into lines that fit, each set in by `margin`. */
function wrapped(text, margin) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1]
    if (last && last.length + word.length + 1 > WIDTH - margin.length) lines.push(word)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines.join(`\n${margin}`)
}

let chapters = 0

/** A chapter's heading, with the day on the arcade's clock. */
export function chapter(name, instant) {
  chapters += 1
  say(`\n${bold(`${chapters}. ${name}`)}${instant ? dim(` · ${days(instant)}`) : ""}`)
}

export const tell = (text) => say(`   ${wrapped(text, "   ")}`)
export const money = (text) => say(`   ${yellow("$")} ${wrapped(text, "     ")}`)
export const refusal = (text, code) => say(`   ${red("✗")} ${wrapped(`${text} Refused: ${code}.`, "     ")}`)
export const check = (text) => say(`   ${green("✓")} ${wrapped(text, "     ")}`)
export const missed = (text) => say(`   ${red("✗")} ${wrapped(text, "     ")}`)
export const line = (text) => say(`     ${text}`)
export const title = (text) => say(`\n${bold(text)}`)

const ZONE = "Asia/Tehran"
const date = { timeZone: ZONE, day: "numeric", month: "long", year: "numeric" }
const gregorian = new Intl.DateTimeFormat("en-GB", { ...date, weekday: "long" })
const jalali = new Intl.DateTimeFormat("en-GB-u-ca-persian", { timeZone: ZONE, day: "numeric", month: "long", year: "numeric" })

const jalaliText = (instant) => {
  const parts = Object.fromEntries(jalali.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts.day} ${parts.month} ${parts.year}`
}

/** An instant as people in Iran write its day, in both calendars: `30 Aban 1405 (Saturday 21 November 2026)`. */
export const days = (instant) => `${jalaliText(instant)} (${gregorian.format(new Date(instant)).replace(",", "")})`

/** A day `2026-11-24` in both calendars. */
export const daysOf = (day) => days(`${day}T08:30:00.000Z`)

/** Minor units of rial for people: `1,250,000 IRR`. */
export const rial = (minor) => `${Math.round(minor).toLocaleString("en-US")} IRR`
