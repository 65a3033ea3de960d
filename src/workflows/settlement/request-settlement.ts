import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { readPayableStep, reserveSettlementStep, type RequestSettlementInput } from "./steps"

/**
 * A merchant asks to be paid everything that is payable in one currency (K5). Only released money is payable (K17).
 *
 * Order: the balance is read, then the request is written and its money reserved, as one transaction: the point of no
 * return, after which only a withdrawal gives the money back. If another request, or a fine, took some of the money in
 * between, the ledger refuses to overdraw the account and nothing is written; asking again asks for what is left.
 * @returns the settlement's id
 * @throws nothing_to_settle, settlement_currency_needed, payout_account_missing, payout_account_cooling, account_overdrawn
 */
export const requestSettlementWorkflow = createWorkflow("pasaj-request-settlement", (input: RequestSettlementInput) => {
  const amount = readPayableStep(input)
  return new WorkflowResponse(reserveSettlementStep({ asked: input, amount }))
})
