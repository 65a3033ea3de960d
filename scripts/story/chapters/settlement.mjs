import { expect } from "../client.mjs"
import { chapter, days, daysOf, money, refusal, tell } from "../voice.mjs"

const CURRENCY = "irr"

/** What a merchant's balance shows under `name`, in minor units; nothing where no money ever was. */
export async function balanceOf(as, name) {
  const { balances } = await as.get("/merchant/balance")
  return balances.find((each) => each.currency === CURRENCY)?.[name].minor ?? 0
}

/** The merchants ask for their money, staff approve, and the bank pays before the latest day (K5, K6, K17). */
export async function settlement(tale) {
  const merchants = Object.values(tale.people)
  chapter("Asked for, and approved", await tale.now())
  for (const one of merchants) await ask(one)
  const [parisa, company] = merchants
  const again = await parisa.as.refused("POST", "/merchant/settlements", {}, "nothing_to_settle")
  refusal("Parisa asks a second time.", again)
  const peek = await parisa.as.refused("GET", `/merchant/settlements/${company.settlement.id}`, undefined, "settlement_not_found")
  refusal("She would also like to know what the company gets.", peek)
  for (const one of merchants) await approve(tale, one)
  tell("Mina approves both: each becomes a bank order.")

  await tale.later({ days: 1 })
  chapter("The bank pays", await tale.now())
  for (const [i, one] of merchants.entries()) await pay(tale, one, `${tale.number(8)}${i}`)
  const twice = await tale.operator.refused(
    "POST", `/admin/transfers/${parisa.settlement.transfers[0].id}/payment`, { bank: "mellat", bank_reference: `${tale.number(8)}9` }, "transfer_already_paid", "wrong_state",
  )
  refusal("Mina's colleague reports Parisa's transfer again, with another reference.", twice)
}

async function ask(one) {
  const { as, called, part } = one
  one.settlement = (await as.post("/merchant/settlements", {})).settlement
  expect(one.settlement.amount.minor === part.amount.minor, `${called} should ask for ${part.amount.minor}`, one.settlement.amount)
  const [payable, reserved] = [await balanceOf(as, "payable"), await balanceOf(as, "in_settlement")]
  expect(payable === 0 && reserved === part.amount.minor, "what is asked for should be reserved at once", { payable, reserved })
  money(`${one.settlement.amount.display} asked for by ${called} (K5) and reserved at once. It arrives on ${daysOf(one.settlement.due_on)} at the latest (K6).`)
}

async function approve({ operator }, one) {
  one.settlement = (await operator.post(`/admin/settlements/${one.settlement.id}/approval`)).settlement
  expect(one.settlement.transfers.length > 0, "an approved settlement should have its bank orders", one.settlement)
}

async function pay({ operator, today }, one, reference) {
  for (const [i, transfer] of one.settlement.transfers.entries()) {
    one.settlement = (await operator.post(`/admin/transfers/${transfer.id}/payment`, { bank: "mellat", bank_reference: `MLT-${reference}${i}` })).settlement
  }
  const { state, paid_at, due_on, amount, sheba } = one.settlement
  expect(state === "paid", "a settlement whose transfers are paid should be paid", state)
  const day = await today()
  expect(day <= due_on, `the money should arrive by ${due_on}`, day)
  const left = await balanceOf(one.as, "in_settlement")
  expect(left === 0, "nothing should be left on its way", left)
  money(`${amount.display} paid to ${one.called}, ${sheba}, reference MLT-${reference}0, on ${days(paid_at)}: in time.`)
}
