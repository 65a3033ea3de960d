"use strict"

/**
 * Loaded before a server (`node --require`): the payment provider of the seed behaves as the file PASAJ_PROVIDER_FILE says at the
 * moment it is asked. `hang`: it does not answer while that is so. `decline`: it refuses. `lost`: it moves the money, and its answer is
 * lost. Else it works. What it really moved is added to `<file>.moved`, one line each.
 */
const { appendFileSync, readFileSync } = require("node:fs")
const { setTimeout: pause } = require("node:timers/promises")
const { SystemPaymentProvider } = require("@medusajs/payment/dist/providers/system")

const file = process.env.PASAJ_PROVIDER_FILE ?? ""
const mood = () => {
  try {
    return readFileSync(file, "utf8").trim()
  } catch {
    return ""
  }
}

for (const method of ["capturePayment", "refundPayment"]) {
  SystemPaymentProvider.prototype[method] = async function ({ amount }) {
    while (mood() === "hang") await pause(20)
    if (mood() === "decline") throw new Error("the bank says no")
    appendFileSync(`${file}.moved`, `${method} ${Number(amount?.value ?? amount ?? 0)}\n`)
    if (mood() === "lost") throw Object.assign(new Error("Request timed out"), { code: "ETIMEDOUT" })
    return { data: {} }
  }
}
