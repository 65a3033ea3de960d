import { existsSync, readFileSync } from "node:fs"
import { relative } from "node:path"

import { root } from "./paths.mjs"
import { unlessStopping } from "./stopping.mjs"

const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (code) => (text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = paint("1")
export const dim = paint("2")
const red = paint("31")
const green = paint("32")

/** Something the user can do something about: one sentence of what is wrong, then what to do, line by line. */
export class Failure extends Error {
  /**
   * @param {string} what one sentence
   * @param {string[]} todo what to do about it
   */
  constructor(what, ...todo) {
    super(what)
    this.todo = todo.flat().filter(Boolean)
  }
}

export const say = (text = "") => console.log(text)

/** Prints a failure without a stack trace. */
export function complain(error) {
  const what = error instanceof Error ? error.message : String(error)
  console.error(`\n${red("✗")} ${what}`)
  for (const line of error?.todo ?? []) console.error(`  ${line}`)
}

/** Seconds since `from`, for people. */
export const took = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`

/** Runs one step of a command and prints its name with the time it took. */
export async function step(name, work) {
  await unlessStopping()
  const from = performance.now()
  const tty = process.stdout.isTTY
  if (tty) process.stdout.write(dim(`  … ${name}`))
  try {
    const result = await work()
    await unlessStopping()
    const note = typeof result === "string" ? ` ${result}` : ""
    if (tty) process.stdout.write("\r\u001b[2K")
    say(`  ${green("✓")} ${name}${note} ${dim(`(${took(from)})`)}`)
    return result
  } catch (error) {
    await unlessStopping()
    if (tty) process.stdout.write("\r\u001b[2K")
    throw error
  }
}

export const shortPath = (path) => {
  const inside = relative(root, path)
  return inside.startsWith("..") ? path : inside
}

// eslint-disable-next-line no-control-regex -- terminal colours are control characters
const plain = (text) => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").replace(/\r/g, "\n")

const stamp = /^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] / // of Postgres' log

/** The sentences of a log that tell what went wrong, newest last, without stack frames. */
export function reasons(logFile, limit = 3) {
  if (!logFile || !existsSync(logFile)) return []
  const lines = plain(readFileSync(logFile, "utf8"))
    .split("\n")
    .map((line) => line.trim().replace(stamp, ""))
    .filter((line) => line && !/^at |^\{?node:|^Node\.js v|^[{}\]^~]+[,;]?$/.test(line))
  const telling = lines.filter((line) => /error|fatal|panic|fail|cannot|could not|denied|refused|invalid/i.test(line))
  return [...new Set(telling)].slice(-limit).map((line) => line.slice(0, 240))
}
