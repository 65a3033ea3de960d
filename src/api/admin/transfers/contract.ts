import { z } from "@medusajs/framework/zod"

import type { ErrorCode } from "../../../domain/errors"
import type { Endpoint } from "../../endpoint"
import { oneReviewed } from "../settlements/contract"

export const PaymentBody = z.strictObject({
  bank: z.string().regex(/^[a-z0-9_.-]{2,40}$/, "small Latin letters and digits").describe("which of the marketplace's accounts paid, as the ledger names it: 'mellat'"),
  bank_reference: z.string().min(1).max(80).describe("the bank's reference; spaces, case and Persian digits do not matter"),
})
export const BankReasonBody = z.strictObject({ reason: z.string().trim().min(3).max(500).describe("what the bank said") })

const told = (act: string, summary: string, description: string, body: z.ZodObject, errors: ErrorCode[]): Endpoint => ({
  method: "POST", path: `/admin/transfers/:id/${act}`, caller: "operator", summary, description, body, status: 200, answer: oneReviewed,
  errors: ["transfer_not_found", "wrong_state", ...errors],
})

export const transferEndpoints: Endpoint[] = [
  told(
    "payment", "The bank paid the transfer (K6)",
    "With the last transfer the settlement is paid. The same payment told again changes nothing; another reference on a paid transfer is refused.",
    PaymentBody, ["transfer_already_paid", "bank_reference_used", "bank_reference_invalid"],
  ),
  told("rejection", "The bank refused the transfer before paying it", "Its money is payable again.", BankReasonBody, []),
  told(
    "return", "A paid transfer came back",
    "Its money is payable again, and nothing more is paid to that account until the merchant registers one anew.", BankReasonBody, [],
  ),
]
