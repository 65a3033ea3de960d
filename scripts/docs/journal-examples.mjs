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
  const { refundCase } = load("src/domain/dispute.ts")
  const { rentPaid, rentSurplus, rentCredited, rentEarned } = load("src/domain/rent-period.ts")
  const settlement = { id: "set_01", merchant_id: "mer_01", amount: irr(5_200_000) }
  const transfer = { ...settlement, id: "trf_01" }
  const { reserveSettlement, withdrawSettlement, transferPaid, transferRejected, transferReturned } = load("src/domain/settlement.ts")
  const { exchangeCredited } = load("src/domain/returns.ts")
  const { statementJournal } = load("src/domain/statement.ts")
  const refunds = load("src/domain/refund-journals.ts")
  const { chargebackPassedOn } = load("src/domain/chargeback.ts")
  const made = { id: "ref_01", order_id: "order_01", provider: "pp_system_default", amount: irr(1_200_000) }
  const share = (account, minor) => ({ account, amount: irr(minor) })
  return [
    funded,
    released,
    refundCase({ case_id: "case_01", hold_id: "hold_02", order_id: "order_01", amount: irr(800_000) }),
    refunds.cancelPart({ id: "canc_01", order_id: "order_01" }, [share("hold:hold_02", 1_200_000)], "out of stock"),
    refunds.oweHeldRefund({ id: "rfnd_01", order_id: "order_01" }, [share("hold:hold_02", 300_000)], "a scratch"),
    refunds.oweReleasedRefund({ id: "rfnd_02", order_id: "order_01" }, "mer_01", irr(300_000), "a hidden fault"),
    refunds.refundExecuted(made, irr(1_200_000)),
    refunds.refundUnexplained({ ...made, id: "ref_02" }, irr(1_200_000)),
    refunds.suspenseResolved({ id: "susp_01" }, [share("platform:loss", 1_200_000)], "promised by phone"),
    exchangeCredited("ordch_01:sord_01", "irr", [share("hold:hold_02", 300_000)]),
    ...["payout", "fee", "tax", "owner"].map((purpose) =>
      statementJournal({ id: "stln_01", account: "bank:mellat", currency: "irr", amount_minor: purpose === "fee" || purpose === "tax" ? -50_000 : 9_000_000, gateway: "pp_system_default", purpose })),
    refunds.growthFunded({ id: "grow_01", order_id: "order_01" }, [share("hold:hold_02", 400_000)]),
    refunds.chargebackTaken(
      { id: "chbk_01", provider: "pp_system_default", order_id: "order_01" }, [share("hold:hold_02", 2_600_000), share("platform:loss", 350_000)], irr(50_000),
    ),
    chargebackPassedOn("chbk_01", [{ hold_id: "hold_02", merchant_id: "mer_01", order_id: "order_01", to: "merchant", amount: irr(2_600_000) }]),
    reserveSettlement(settlement),
    withdrawSettlement(settlement),
    transferPaid(transfer, "settlement"),
    transferRejected(transfer, "the account is closed"),
    transferReturned(transfer, "settlement", "the holder's name differs"),
    rentPaid({ id: "inv_01", number: "1405-000042", net: irr(30_000_000), tax: irr(3_000_000) }, "gateway:pp_system_default"),
    rentSurplus({ id: "capt_01", number: "1405-000042", merchant_id: "mer_01", amount: irr(33_000_000) }, "gateway:pp_system_default"),
    rentCredited({ id: "rcn_01", number: "CN-1405-000007", merchant_id: "mer_01", net: irr(10_000_000), tax: irr(1_000_000) }),
    rentEarned("irr", "2026-11-22", 1_000_000),
    mirror(released, "the parcel was another buyer's"),
  ]
}
