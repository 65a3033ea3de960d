import { expect } from "../client.mjs"
import { chapter, daysOf, line, money, refusal, tell } from "../voice.mjs"

/** Each merchant takes a shop, picks a plan and a term, and pays the rent (K8, K9, K12, K16). */
export async function rent(tale) {
  const { parisa, company } = tale.people
  chapter("Rent, and no commission", await tale.now())
  const { plans } = await parisa.as.get("/merchant/plans")
  const [cheapest] = plans
  tell(`The arcade lives on rent and takes no commission on any sale (K8). For rent are: ${plans.map((plan) => plan.name).join(", ")}. “${cheapest.name}” costs, tax included (K9):`)
  for (const price of cheapest.prices) line(priceLine(price))

  await takeShop(parisa)
  const taken = await company.as.refused("POST", "/merchant/shops", { ...company.shop, handle: parisa.shop.handle }, "shop_handle_taken")
  refusal(`The company wants the same address in the arcade, “${parisa.shop.handle}”.`, taken)
  await takeShop(company)
  await takeSecondShop(company)
  const wrongTerm = { plan: cheapest.code, term_months: 5 }
  const refused = await parisa.as.refused("POST", `/merchant/shops/${parisa.shop_id}/leases`, wrongTerm, "term_not_offered")
  refusal("Parisa asks for five months.", refused)

  await payRent(parisa, cheapest)
  await payRent(company, plans[1] ?? cheapest)
}

const priceLine = ({ term_months, total, saving }) =>
  `${String(term_months).padStart(2)} ${term_months === 1 ? "month " : "months"}  ${total.display.padStart(16)}${saving.minor > 0 ? `   saves ${saving.display} before tax` : ""}`

async function takeShop(one) {
  const { shop } = await one.as.post("/merchant/shops", one.shop)
  expect(shop.status === "draft", "a shop without a lease should be a draft", shop)
  one.shop_id = shop.id
}

async function takeSecondShop({ as, shop_id, shop, second_shop }) {
  const { shop: second } = await as.post("/merchant/shops", second_shop)
  const { shops } = await as.get("/merchant/shops")
  expect(second.status === "draft" && shops.map(({ id }) => id).join() === [shop_id, second.id].join(), "the company should now have two shops", shops)
  tell(`The company takes a second shop, “${second.name}” for ${second.guild}, beside “${shop.name}” for ${shop.guild}: one merchant may have many, in any trade (K12). Its rent can wait.`)
}

async function payRent(one, plan) {
  const { as, shop_id, called, term_months, shop } = one
  const { lease, invoice } = await as.post(`/merchant/shops/${shop_id}/leases`, { plan: plan.code, term_months })
  expect(lease.state === "awaiting_payment" && invoice.state === "open", "a new lease should wait for its invoice", { lease: lease.state, invoice: invoice.state })
  const paid = await as.post(`/merchant/invoices/${invoice.id}/payment`, { provider_id: "pp_system_default" })
  expect(paid.invoice.state === "paid" && paid.lease.state === "active", "a paid lease should be active", { lease: paid.lease.state, invoice: paid.invoice.state })
  const after = await as.get(`/merchant/shops/${shop_id}`)
  expect(after.shop.status === "open", "a shop whose rent is paid should be open", after.shop)
  tell(`${called === "Parisa" ? "Parisa" : "The company"} rents “${plan.name}” for ${term_months} months and pays invoice ${invoice.number}: ${shop.name} is open, paid until ${daysOf(paid.lease.paid_until)}.`)
  money(`${invoice.total.display} from the gateway: ${invoice.net.display} rent the arcade has yet to earn day by day, ${invoice.tax.display} tax.`)
}
