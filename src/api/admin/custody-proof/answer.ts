import type { z } from "@medusajs/framework/zod"

import type { CustodyProof } from "../../../modules/escrow/proof"
import { moneyOf } from "../../money-answer"
import type { ProofAnswer } from "./contract"

/** A proof as operators read it. */
export const proofAnswer = (proof: CustodyProof): z.infer<typeof ProofAnswer> => ({
  ...proof,
  sheets: proof.sheets.map(({ currency, covered, ...sheet }) => {
    const of = (minor: number) => moneyOf(minor, currency)
    return {
      currency, covered,
      gateways: of(sheet.gateways), banks: of(sheet.banks), held: of(sheet.held), payable: of(sheet.payable),
      in_settlement: of(sheet.in_settlement), due_to_buyers: of(sheet.due_to_buyers), tax: of(sheet.tax),
      suspense: of(sheet.suspense), own: of(sheet.own),
    }
  }),
})
