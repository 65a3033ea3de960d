import { load } from "./source.mjs"

/**
 * One example of each kind of journal, made by the functions that make the real ones, so that docs/ledger.md cannot show
 * what the code does not do.
 */
export function journalExamples() {
  const { money } = load("src/domain/money.ts")
  const { fundCapture, releaseParcel } = load("src/domain/custody-journals.ts")
  const { mirror } = load("src/domain/journal.ts")
  const irr = (minor) => money(minor, "irr")

  const funded = fundCapture(
    { id: "capt_01", order_id: "order_01", provider: "pp_system_default", amount: irr(9_350_000) },
    [
      { account: "hold:hold_01", due: 5_200_000, funded: 0 },
      { account: "hold:hold_02", due: 3_800_000, funded: 0 },
      { account: "platform:order_income", due: 318_000, funded: 0 },
      { account: "platform:tax_due", due: 32_000, funded: 0 },
    ],
  )
  const released = releaseParcel({ id: "parc_01", hold_id: "hold_01", merchant_id: "mer_01", amount: irr(5_200_000) }, "given")
  const { rentPaid, rentEarned } = load("src/domain/rent-period.ts")
  const settlement = { id: "set_01", merchant_id: "mer_01", amount: irr(5_200_000) }
  const transfer = { ...settlement, id: "trf_01" }
  const { reserveSettlement, withdrawSettlement, transferPaid, transferRejected, transferReturned } = load("src/domain/settlement.ts")
  return [
    funded,
    released,
    reserveSettlement(settlement),
    withdrawSettlement(settlement),
    transferPaid(transfer, "settlement"),
    transferRejected(transfer, "the account is closed"),
    transferReturned(transfer, "settlement", "the holder's name differs"),
    rentPaid({ id: "inv_01", number: "1405-000042", net: irr(30_000_000), tax: irr(3_000_000) }, "pp_system_default"),
    rentEarned("irr", "2026-11-22", 1_000_000),
    mirror(released, "the parcel was another buyer's"),
  ]
}
