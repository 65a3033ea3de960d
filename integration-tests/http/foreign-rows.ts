import { memberOf } from "../support/client"
import { paper } from "../support/merchants"
import type { Arcade } from "../support/server"

/** The id of a row of the foreign merchant (or of a foreign order), for a path of the contract that names one. */
export type ForeignRows = (path: string) => string

/** A seeded merchant's id, by its place in the seed. */
export async function merchantIdOf(arcade: Arcade, index: number): Promise<string> {
  const [row] = await arcade.sql<{ merchant_id: string }>(
    "select m.merchant_id from merchant_member m join pasaj_person p on p.id = m.person_id where p.email = $1 and m.role = 'owner'",
    [arcade.seed.merchants[index]?.email],
  )
  if (!row) throw new Error(`The seed has no merchant ${index}.`)
  return row.merchant_id
}

const productOf = async (arcade: Arcade, merchant: string): Promise<string> => {
  const [row] = await arcade.sql<{ id: string }>("select product_id as id from shop_product where merchant_id = $1 order by product_id limit 1", [merchant])
  return row?.id ?? "prod_foreign"
}

const firstOf = async (arcade: Arcade, table: string, merchant: string): Promise<string> => {
  const [row] = await arcade.sql<{ id: string }>(`select id from ${table} where merchant_id = $1 order by id limit 1`, [merchant])
  if (!row) throw new Error(`The seed has no ${table} of ${merchant}.`)
  return row.id
}

/**
 * A row of each kind that belongs to a seeded merchant. What the seed has is taken from it; the rest is written in SQL, as
 * poor as the constraints allow: a walk of all routes should not have to trade first.
 */
export async function foreignRows(arcade: Arcade, merchantIndex: number): Promise<ForeignRows> {
  const merchant = await merchantIdOf(arcade, merchantIndex)
  const shop = await firstOf(arcade, "pasaj_shop", merchant)
  const order = await foreignOrder(arcade, merchant, shop)
  const ids: Record<string, string> = {
    "/merchant/merchants/": merchant,
    "/merchant/documents/": await foreignDocument(arcade, merchantIndex),
    "/merchant/shops/": shop,
    "/merchant/leases/": await firstOf(arcade, "shop_lease", merchant),
    "/merchant/quotes/": await foreignQuote(arcade, merchant, shop),
    "/merchant/invoices/": await firstOf(arcade, "rent_invoice", merchant),
    "/merchant/products/": await productOf(arcade, merchant),
    "/merchant/imports/": await firstOf(arcade, "shop_import", merchant),
    "/merchant/shop-orders/": order.shop_order,
    "/merchant/members/": await firstOf(arcade, "merchant_member", merchant),
    "/merchant/invitations/": await foreignInvitation(arcade, merchant),
    "/merchant/delegations/": await foreignDelegation(arcade, merchant, shop),
    "/merchant/settlements/": await foreignSettlement(arcade, merchant),
    "/store/orders/": order.order,
    "/store/parcels/": order.parcel,
    "/store/cases/": order.dispute,
    "/merchant/parcels/": order.parcel,
  }
  return (path) => {
    const prefix = Object.keys(ids).find((each) => path.startsWith(each))
    const id = prefix && ids[prefix]
    if (!id) throw new Error(`Say in foreign-rows.ts whose row ${path} names.`)
    return id
  }
}

/** A document with its file, handed in by the merchant itself: what has a file can be read. */
async function foreignDocument(arcade: Arcade, merchantIndex: number): Promise<string> {
  const member = await memberOf(arcade, merchantIndex)
  const { body } = await member.call<{ document: { id: string } }>("POST", "/merchant/documents", paper("bank_letter"))
  return body.document.id
}

/** An order of another buyer with a parcel that has arrived. */
async function foreignOrder(arcade: Arcade, merchant: string, shop: string) {
  const ids = { order: "order_foreign", shop_order: "sord_foreign", hold: "hold_foreign", parcel: "parc_foreign", dispute: "case_foreign" }
  await arcade.sql(
    `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
     values ($1, 999001, 'irr', 1000, 0, 0, now())`,
    [ids.order],
  )
  await arcade.sql(
    `insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
     values ($1, $2, 999001, $3, $4, 'delivered', 'irr', 1000, now())`,
    [ids.shop_order, ids.order, shop, merchant],
  )
  await arcade.sql(
    `insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor)
     values ($1, $2, $3, $4, $5, 'held', 'irr', 1000)`,
    [ids.hold, ids.order, ids.shop_order, shop, merchant],
  )
  await arcade.sql(
    `insert into escrow_parcel (id, shop_order_id, hold_id, order_id, merchant_id, state, carrier, tracking_code, currency, amount_minor,
       packed_at, handed_over_at, delivered_at, delivery_evidence)
     values ($1, $2, $3, $4, $5, 'delivered', 'Iran Post', 'RR123456789IR', 'irr', 1000, now(), now(), now(), 'carrier')`,
    [ids.parcel, ids.shop_order, ids.hold, ids.order, merchant],
  )
  await arcade.sql(
    `insert into consent_window (id, parcel_id, state, policy, opened_at, due_at)
     values ('wind_foreign', $1, 'open', '{"preset": "kerkere", "starts": "delivery", "length": 7, "unit": "calendar_days"}', now(), now() + interval '7 days')`,
    [ids.parcel],
  )
  await arcade.sql(
    `insert into dispute_case (id, parcel_id, order_id, merchant_id, state, kind, reason, text, currency, amount_minor, opened_at)
     values ($1, $2, $3, $4, 'opened', 'objection', 'other', 'it is not mine', 'irr', 1000, now())`,
    [ids.dispute, ids.parcel, ids.order, merchant],
  )
  return ids
}

/** An invitation that nobody has accepted yet. */
async function foreignInvitation(arcade: Arcade, merchant: string): Promise<string> {
  await arcade.sql(
    `insert into member_invitation (id, merchant_id, email, role, token_hash, invited_by, invited_at, expires_at)
     select 'minv_foreign', $1, 'never@example.com', 'viewer', 'no token', person_id, now(), now() + interval '7 days'
     from merchant_member where merchant_id = $1 limit 1`,
    [merchant],
  )
  return "minv_foreign"
}

/** A general admin of the shop, for a while. */
async function foreignDelegation(arcade: Arcade, merchant: string, shop: string): Promise<string> {
  await arcade.sql(
    `insert into shop_delegation (id, merchant_id, shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by, assigned_at)
     values ('gadm_foreign', $1, $2, 'user_foreign', 'Mina Rad', '{order.dispatch}', now(), now() + interval '7 days', 'the first days', 'user_foreign', now())`,
    [merchant, shop],
  )
  return "gadm_foreign"
}

/** What a lease would have cost somebody else. */
async function foreignQuote(arcade: Arcade, merchant: string, shop: string): Promise<string> {
  const figures = {
    plan_version_id: "planv_foreign", currency: "irr", price_minor: 100, discount_minor: 0, credit_minor: 0, excess_minor: 0, net_minor: 100,
    tax_minor: 10, total_minor: 110, saving_minor: 0, coupon_id: null, months: "jalali", as_of: "2026-01-01", starts_on: "2026-01-01", ends_on: "2026-02-01",
  }
  await arcade.sql(
    `insert into rent_quote (id, shop_id, merchant_id, purpose, plan, term_months, figures, quoted_at, expires_at)
     values ('rquo_foreign', $1, $2, 'start', 'stall', 1, $3, now(), now() + interval '1 hour')`,
    [shop, merchant, JSON.stringify(figures)],
  )
  return "rquo_foreign"
}

/** A settlement that waits for its approval, to an account that has since been replaced. */
async function foreignSettlement(arcade: Arcade, merchant: string): Promise<string> {
  const sheba = "IR580540105180021273113007"
  await arcade.sql(
    `insert into payout_account (id, merchant_id, sheba, holder, verified_at, usable_from, replaced_at)
     values ('pacc_foreign', $1, $2, 'Omid Najafi', now(), now(), now())`,
    [merchant, sheba],
  )
  await arcade.sql(
    `insert into merchant_settlement (id, merchant_id, state, currency, amount_minor, payout_account_id, sheba, holder, requested_at, requested_by, due_on, calendar_version)
     values ('set_foreign', $1, 'requested', 'irr', 1000, 'pacc_foreign', $2, 'Omid Najafi', now(), 'pers_foreign', '2030-01-01', 1)`,
    [merchant, sheba],
  )
  return "set_foreign"
}

/** The least that a route's body must say to be understood; routes that are not listed take an empty one. */
const bodies: Record<string, Record<string, unknown>> = {
  "POST /merchant/people": { name: "Leila Karimi" },
  "POST /merchant/merchants": { kind: "natural", name: "Leila Karimi", national_id: "0076229645", phone: "+989121112233", address: "Tehran, Valiasr Street 12" },
  "POST /merchant/merchants/:id/details": { city: "Shiraz" },
  "POST /merchant/documents": paper("bank_letter"),
  "POST /admin/merchants/:id/checks": { kind: "phone_owner" },
  "POST /admin/merchant-changes/:id/refusal": { note: "it cannot be read" },
  "POST /admin/verification-rules": { reason: "to see whether it is understood" },
  "POST /merchant/shops": { handle: "never-opened", name: "Never opened", guild: "books", dispatch_address: "Tehran, Valiasr Street 12" },
  "POST /merchant/members/:id/role": { role: "viewer", reason: "to see whether it is understood" },
  "POST /merchant/members/:id/removal": { reason: "to see whether it is understood" },
  "POST /merchant/invitations": { email: "never@example.com", role: "viewer" },
  "POST /admin/shops/:id/closing": { reason: "to see whether it is understood" },
  "POST /admin/shops/:id/general-admin": { scope: ["order.dispatch"], until_at: "2999-01-01T00:00:00Z", reason: "to see whether it is understood" },
  "POST /admin/merchants/:id/onboarding-notes": { kind: "note", text: "to see whether it is understood" },
  "POST /admin/access-policy": { reason: "to see whether it is understood" },
  "POST /merchant/payout-accounts": { sheba: "IR580540105180021273113007", holder: "Leila Karimi" },
  "POST /admin/clock": { advance_days: 1 },
  "POST /admin/plans": {
    code: "never", name: "Never offered", tier: 1, currency: "irr", tax_basis_points: 0, prices: [{ term_months: 1, price_minor: 1 }],
    features: { dropshipping: false, badges: false }, limits: { products: 1, members: 1, images: 1, shops: 1, featured_places: 0 },
  },
  "POST /merchant/invoices/:id/payment": { provider_id: "pp_system_default" },
  "POST /admin/plans/drafts": {
    code: "never-drafted", name: "Never offered", tier: 1, currency: "irr", tax_basis_points: 0, prices: [{ term_months: 1, price_minor: 1 }],
    features: { dropshipping: false, badges: false }, limits: { products: 1, members: 1, images: 1, shops: 1, featured_places: 0 },
  },
  "POST /admin/rent-policy": { reason: "to see whether it is understood" },
  "POST /admin/reference-rates": { rates: [{ category_id: null, basis_points: 1_000 }], reason: "to see whether it is understood" },
  "POST /admin/coupons": { code: "NEVER", discount: { basis_points: 1 } },
  "POST /admin/rent-payments/:id/confirmation": { bank: "mellat", amount_minor: 1 },
  "POST /admin/rent-payments/:id/refusal": { reason: "it has not come" },
  "POST /admin/invoices/:id/payment-answer": { made: false, note: "seen on its own page" },
  "POST /admin/invoices/:id/credit-note": { reason: "it was a mistake" },
  "POST /admin/leases/:id/ending": { reason: "it was a mistake" },
  "POST /admin/leases/:id/lost-days": { days: 1, reason: "it was a mistake", reference: "never-1" },
  "POST /merchant/invoices/:id/offline-payment": { amount_minor: 1, reference: "140508010001", paid_on: "2026-01-01" },
  "POST /merchant/shops/:id/quotes": { purpose: "start", plan: "stall", term_months: 1 },
  "POST /merchant/shops/:id/trial": { plan: "stall" },
  "POST /merchant/leases/:id/next-term": { plan: "stall", term_months: 1 },
  "POST /merchant/leases/:id/auto-renewal": { auto_renew: true },
  "POST /merchant/shops/:id/leases": { plan: "stall", term_months: 1 },
  "POST /merchant/shops/:id/listed-products": { product_ids: [] },
  "POST /merchant/shops/:id/products": { handle: "never-made", title: "Never made", currency: "irr", variants: [{ price_minor: 1 }] },
  "POST /merchant/shops/:id/vacation": { from_on: "2030-01-01" },
  "POST /merchant/shops/:id/pictures": { content: "iVBORw0KGgo=" },
  "POST /merchant/shops/:id/imports": { csv: "Handle,Title", currency: "irr", rate: "1", rounding_minor: 1 },
  "POST /merchant/products/:id/withdrawal-exemption": { exemption: "hygiene" },
  "POST /admin/products/:id/withdrawal-exemption": { exemption: "hygiene" },
  "POST /merchant/shop-orders/:id/parcels": { carrier: "Iran Post", tracking_code: "RR123456785IR" },
  "POST /merchant/shop-orders/:id/cancellation": { reason: "out of stock" },
  "POST /admin/orders/:id/custody-cancellation": { reason: "out of stock" },
  "POST /admin/shop-orders/:id/refund": { amount_minor: 1, reason: "a scratch", reference: "never-1" },
  "POST /admin/suspense/:id/resolution": { bearer: "nobody", note: "seen and understood" },
  "POST /admin/chargebacks": { order_id: "order_never", provider: "pp_system_default", reference: "cb-never", amount_minor: 1 },
  "POST /admin/chargebacks/:id/win": { reference: "never-2", note: "the bank was wrong" },
  "POST /admin/chargebacks/:id/loss": { reference: "never-2", note: "the buyer was right" },
  "POST /admin/statements": { format: "csv", content: "account" },
  "POST /admin/statement-lines/:id/explanation": { purpose: "fee" },
  "POST /admin/parcels/:id/delivery": { note: "the carrier called" },
  "POST /admin/parcels/:id/loss": { note: "the carrier called" },
  "POST /admin/parcels/:id/extension": { days: 2, reason: "the buyer was away" },
  "POST /merchant/parcels/:id/extension": { days: 2, reason: "the buyer was away" },
  "POST /store/parcels/:id/objection": { reason: "damaged", text: "the box is broken" },
  "POST /store/consent-links/:token": { answer: "consent" },
  "POST /admin/cases/:id/verdict": { for: "buyer", note: "the photographs show it" },
  "POST /admin/consent-policy": { reason: "to see whether it is understood" },
  "POST /admin/merchants/:id/change-request": { reason: "the licence cannot be read" },
  "POST /admin/merchants/:id/rejection": { reason: "the licence is not theirs" },
  "POST /admin/transfers/:id/payment": { bank: "settlement", bank_reference: "140508010001" },
  "POST /admin/transfers/:id/rejection": { reason: "the account is closed" },
  "POST /admin/transfers/:id/return": { reason: "the holder's name differs" },
}

export const bodyFor = (method: string, path: string): Record<string, unknown> | undefined =>
  method === "GET" ? undefined : (bodies[`${method} ${path}`] ?? {})
