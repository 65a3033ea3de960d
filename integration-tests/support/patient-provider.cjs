"use strict"

/**
 * A payment provider as gateways with a redirect are: a payment waits until its payer has been there. The tests say what the payer did
 * by writing it into the session's data: `{ "payer": "paid" }` or `{ "payer": "declined" }`. A shy one throws when it is asked before, and
 * `{ "payer": "lost" }` loses the answer. Only `medusa-config.ts` of a test knows it.
 */
const { AbstractPaymentProvider, ModuleProvider, Modules } = require("@medusajs/framework/utils")

class PatientProvider extends AbstractPaymentProvider {
  static identifier = "patient"

  async initiatePayment({ data }) {
    if (data.broken) throw new Error("it knows no such data")
    return { id: data.session_id, status: "pending", data: { ...data, redirect_url: `https://bank.example/pay/${data.session_id}` } }
  }

  async authorizePayment({ data }) {
    if (data.shy && !data.payer) throw new Error("nobody has been there yet")
    if (data.payer === "lost") throw Object.assign(new Error("Request timed out"), { code: "ETIMEDOUT" })
    const status = { paid: "authorized", declined: "error" }[data.payer] ?? "requires_more"
    return { status, data }
  }

  async capturePayment({ data }) {
    return { data }
  }

  async deletePayment({ data }) {
    return { data }
  }

  async cancelPayment({ data }) {
    return { data }
  }

  async getWebhookActionAndData({ data }) {
    return { action: "captured", data: { session_id: data.session_id, amount: data.amount } }
  }
}

module.exports = ModuleProvider(Modules.PAYMENT, { services: [PatientProvider] })
