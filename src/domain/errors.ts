/**
 * Every refusal of Pasaj, by its stable code: the broken rule in snake_case. A code never changes its meaning; a
 * message may be reworded. `docs/errors.md` and the contract's error lists are generated from this table.
 *
 * `type` is one of Medusa's error types, which decides the HTTP status: invalid_data and not_allowed are 400,
 * unauthorized 401, forbidden 403, not_found 404. (Medusa replaces the code of its `conflict` type, so we never use it.)
 */
export const errors = {
  // money
  money_not_whole: { type: "invalid_data", message: "An amount is a whole number of minor units; {minor} is not." },
  money_out_of_range: { type: "invalid_data", message: "An amount must stay within 9,007,199,254,740,991 minor units." },
  money_negative: { type: "invalid_data", message: "This amount cannot be negative; {minor} is." },
  money_wrong_currency: { type: "invalid_data", message: "The amount is in {got}, where {wanted} is due." },
  money_without_parts: { type: "invalid_data", message: "An amount cannot be split into no parts." },
  currency_unknown: { type: "invalid_data", message: "'{currency}' is not a three-letter currency code." },
  // states
  wrong_state: { type: "not_allowed", message: "A {machine} that is '{state}' cannot '{event}'." },
  row_not_found: { type: "not_found", message: "There is no {machine} {id}." },
  // ledger
  journal_key_reused: { type: "not_allowed", message: "The journal {key} was already posted with other content." },
  journal_empty: { type: "invalid_data", message: "The journal {key} moves nothing." },
  journal_circular: { type: "invalid_data", message: "The journal {key} moves money from {account} to itself." },
  account_unknown: { type: "invalid_data", message: "'{account}' is not an account of the chart." },
  account_overdrawn: { type: "not_allowed", message: "The account {account} does not hold that much." },
  journal_mixed_currencies: { type: "invalid_data", message: "The journal {key} moves two currencies." },
  // doors
  bad_input: { type: "invalid_data", message: "{problems}" },
  role_may_not: { type: "forbidden", message: "The role '{role}' may not do this; it needs '{permission}'." },
  merchant_choice_needed: { type: "invalid_data", message: "Say for which of your merchants, in the header x-pasaj-merchant." },
  // merchants and shops
  merchant_not_found: { type: "not_found", message: "There is no merchant {id}." },
  merchant_not_verified: { type: "not_allowed", message: "The merchant is '{state}'; it must be verified first." },
  person_already_registered: { type: "not_allowed", message: "This sign-in already belongs to a person." },
  member_not_found: { type: "not_found", message: "There is no member {id}." },
  member_already: { type: "not_allowed", message: "{email} is a member already; change the role instead." },
  member_limit_reached: { type: "not_allowed", message: "There is room for {most} members, open invitations counted. Remove a member, revoke an invitation, or take a higher plan." },
  last_owner: { type: "not_allowed", message: "The last owner cannot leave, be removed or get another role; make somebody else an owner first." },
  merchant_over: { type: "not_allowed", message: "The merchant is '{state}': nobody joins it any more." },
  invitation_not_found: { type: "not_found", message: "There is no invitation {id}." },
  invitation_invalid: { type: "not_allowed", message: "This is no invitation of ours, or it was revoked, or a newer one has replaced it." },
  invitation_used: { type: "not_allowed", message: "This invitation has been accepted: it is good for once." },
  invitation_expired: { type: "not_allowed", message: "This invitation has expired; ask for a new one." },
  invitation_not_yours: { type: "not_allowed", message: "This invitation is for {email}; sign in under that address." },
  operator_not_found: { type: "not_found", message: "There is no operator {id}." },
  delegation_not_found: { type: "not_found", message: "There is no assignment {id} of a general admin." },
  delegation_not_begun: { type: "forbidden", message: "This assignment begins at {from_at}." },
  delegation_expired: { type: "forbidden", message: "This assignment was over at {until_at}; ask for a new one." },
  delegation_ended: { type: "forbidden", message: "This assignment has been ended; nothing can be done under it any more." },
  delegation_scope_lacks: { type: "forbidden", message: "This assignment does not cover '{needed}'." },
  delegation_time_invalid: { type: "invalid_data", message: "An assignment ends after it begins, in the future, and lasts at most {days} days." },
  general_admin_assigned: { type: "not_allowed", message: "The shop has a general admin for some of that time, under {id}; end that assignment first." },
  act_not_delegable: { type: "forbidden", message: "Only the merchant itself may do this: nobody acts for it here." },
  national_id_invalid: { type: "invalid_data", message: "'{national_id}' is not a national id: ten digits, the last one a checksum." },
  company_id_invalid: { type: "invalid_data", message: "'{company_id}' is not the id of a legal person: eleven digits, the last one a checksum." },
  merchant_identity_missing: { type: "invalid_data", message: "A {kind} person is identified by its {field}." },
  shop_not_found: { type: "not_found", message: "There is no shop {id}." },
  shop_handle_taken: { type: "invalid_data", message: "The handle '{handle}' is taken; choose another." },
  shop_limit_reached: { type: "not_allowed", message: "Your plans allow {most} shops; take a larger plan for one of them, or close one." },
  product_limit_reached: { type: "not_allowed", message: "The shop's plan lists {most} products; withdraw one, or take a larger plan." },
  image_limit_reached: { type: "not_allowed", message: "The shop's plan allows {most} images for each product; leave some out, or take a larger plan." },
  product_handle_taken: { type: "invalid_data", message: "The shop has a product '{handle}' already; change that one, or choose another handle." },
  product_not_accepted: { type: "invalid_data", message: "The product was not accepted, because of this: {cause}." },
  product_without_variant: { type: "invalid_data", message: "A product has at least one variant to buy." },
  variant_not_found: { type: "not_found", message: "The product has no variant {id}." },
  variant_repeated: { type: "invalid_data", message: "Two variants with the options '{options}' cannot be told apart." },
  variant_options_wrong: { type: "invalid_data", message: "Each variant says one value for each of the options: {options}." },
  variant_without_price: { type: "invalid_data", message: "The variant '{options}' has no price; say one." },
  sku_repeated: { type: "invalid_data", message: "The SKU '{sku}' names two variants; it can name one." },
  sku_taken: { type: "invalid_data", message: "Another variant or inventory item holds the SKU '{sku}'; choose another." },
  stock_below_reserved: { type: "not_allowed", message: "Buyers have ordered {reserved} of it already; {stock} in stock is too few." },
  category_not_found: { type: "not_found", message: "There is no category {id} that buyers see." },
  image_invalid: { type: "invalid_data", message: "'{image}' is neither a picture of the shop nor the address of an image." },
  shop_closed: { type: "not_allowed", message: "The shop is closed for good; nothing of it can be changed." },
  opening_hours_invalid: { type: "invalid_data", message: "On {day}, {opens} to {closes} does not fit: hours open before they close, and do not overlap." },
  vacation_dates_invalid: { type: "invalid_data", message: "A vacation ends after it begins and after today; {from_on} to {back_on} does not." },
  picture_unreadable: { type: "invalid_data", message: "This is no picture in JPEG, PNG or WebP, whatever its name says." },
  picture_too_large: { type: "invalid_data", message: "A picture has at most {most} bytes; this one has {bytes}." },
  picture_not_found: { type: "not_found", message: "The shop has no picture {id}." },
  shop_not_selling: { type: "not_allowed", message: "'{title}' cannot be bought now: its shop is not open. Remove it from the cart." },
  // verification
  verification_rules_contradict: { type: "invalid_data", message: "The set '{set}' asks for '{item}', which such applicants cannot have." },
  requirements_missing: { type: "not_allowed", message: "The merchant cannot be verified yet; missing or expired: {missing}." },
  claimed_by_another: { type: "not_allowed", message: "Another reviewer has taken the application; it must be released first." },
  item_not_asked_for: { type: "not_allowed", message: "The reviewer did not ask for a change of '{item}'; asked for: {asked}." },
  changes_outstanding: { type: "not_allowed", message: "The reviewer still waits for: {asked}." },
  nothing_changed: { type: "invalid_data", message: "Everything is as it was: say what is to change." },
  change_not_found: { type: "not_found", message: "There is no change {id}." },
  change_decided: { type: "not_allowed", message: "The change {id} was decided already." },
  document_not_found: { type: "not_found", message: "There is no document {id}." },
  document_gone: { type: "not_allowed", message: "The document {id} is no longer kept." },
  document_not_what_it_says: { type: "invalid_data", message: "This is no whole file of the type {type}: its own bytes say otherwise. Hand in the original file." },
  document_type_not_taken: { type: "invalid_data", message: "A document of the type {type} is not taken; taken are: {types}." },
  document_too_large: { type: "invalid_data", message: "A document has at most {most} bytes; this one has {bytes}." },
  document_expired: { type: "invalid_data", message: "It was good until {expires_on} only; hand in one that is still good." },
  documents_too_many: { type: "not_allowed", message: "A merchant hands in at most {most} documents, replaced ones included; ask the marketplace." },
  check_subject_missing: { type: "not_allowed", message: "For the check '{kind}' the merchant has not given: {missing}." },
  // leaving
  leaving_blocked: { type: "not_allowed", message: "The merchant cannot be gone yet: {blocks}." },
  leaving_too_soon: { type: "not_allowed", message: "The merchant can be gone from {from} on: until then orders under way come into the books." },
  // time
  bad_day: { type: "invalid_data", message: "'{day}' is not a day; write it as 2026-11-21." },
  bad_instant: { type: "invalid_data", message: "'{instant}' is not an instant; write it as 2026-11-21T20:30:00.000Z." },
  bad_jalali_date: { type: "invalid_data", message: "'{date}' is not a date of the Jalali calendar." },
  bad_zone: { type: "invalid_data", message: "'{zone}' is not a time zone; write it as Asia/Tehran." },
  bad_days: { type: "invalid_data", message: "A number of days is whole and within reach; {count} is not." },
  bad_hours: { type: "invalid_data", message: "A number of hours is above 0 and within ten years; {hours} is not." },
  bad_months: { type: "invalid_data", message: "A number of months is whole and within a hundred years; {count} is not." },
  bad_weekend: { type: "invalid_data", message: "A weekend names different days of the week and leaves at least one to work." },
  calendar_never_open: { type: "not_allowed", message: "The calendar, edition {version}, has no open day in a whole year." },
  calendar_version_unknown: { type: "not_found", message: "There is no edition {version} of the calendar." },
  calendar_change_unsigned: { type: "invalid_data", message: "A change of the calendar needs its {missing}." },
  holiday_exists: { type: "not_allowed", message: "{day} is a holiday already." },
  holiday_unknown: { type: "not_found", message: "{day} is not a holiday." },
  clock_goes_back: { type: "not_allowed", message: "The clock stands at {now} and cannot go back to {at}." },
  clock_too_far: { type: "not_allowed", message: "The clock goes at most {days} days forward at a time; {at} is further." },
  clock_not_sandbox: { type: "not_allowed", message: "The clock of a real marketplace cannot be moved; only a sandbox has a test clock." },
  // orders, parcels and consent
  shop_order_not_found: { type: "not_found", message: "There is no shop order {id}." },
  parcel_not_found: { type: "not_found", message: "There is no parcel {id}." },
  order_not_found: { type: "not_found", message: "There is no order {id}." },
  tracking_code_invalid: { type: "invalid_data", message: "'{tracking_code}' is not a tracking code: 5 to 40 letters and digits, at least one digit." },
  nothing_left_to_ship: { type: "not_allowed", message: "Everything of the shop order {id} is already in a parcel." },
  delivery_before_dispatch: { type: "invalid_data", message: "A parcel cannot arrive ({delivered_at}) before it was handed over." },
  delivery_in_future: { type: "invalid_data", message: "A delivery at {delivered_at} has not happened yet." },
  consent_already_given: { type: "not_allowed", message: "Satisfaction with the parcel {id} is already recorded." },
  consent_window_closed: { type: "not_allowed", message: "The time to answer for the parcel {id} is over: silence counts as satisfaction." },
  // part shipments, objections, cases and links
  line_not_in_shop_order: { type: "invalid_data", message: "The shop order {id} has no line {line_item_id}." },
  quantity_not_left: { type: "invalid_data", message: "Of the line {line_item_id}, {left} are left to send; {quantity} cannot be packed." },
  objection_open: { type: "not_allowed", message: "There is an objection to the parcel {id}: its case decides now, unless it is withdrawn." },
  case_not_found: { type: "not_found", message: "There is no case {id}." },
  verdict_amount_wrong: { type: "invalid_data", message: "Only a split says how much goes back, from 1 to {most} minor units; {refund_minor} does not fit." },
  verdict_needs_delivery: { type: "not_allowed", message: "The parcel {id} is not known to have arrived: record its delivery first, or decide for the buyer." },
  extension_used: { type: "not_allowed", message: "The time to answer for the parcel {id} was extended once already." },
  tracking_not_stale: { type: "not_allowed", message: "The carrier itself reported the parcel {id} as delivered: there is no reason for more time." },
  consent_link_invalid: { type: "not_allowed", message: "This link is not one of ours, or a newer one has replaced it." },
  consent_link_used: { type: "not_allowed", message: "This link has been used: it answers once." },
  consent_link_expired: { type: "not_allowed", message: "This link has expired; ask for a new one." },
  withdrawal_exempt: { type: "not_allowed", message: "'{title}' cannot be given back without a fault: {exemption}. If something is wrong with it, say what." },
  product_not_found: { type: "not_found", message: "There is no product {id} in a shop." },
  // cancellations, refunds and chargebacks
  nothing_to_cancel: { type: "not_allowed", message: "Nothing of {id} can still be cancelled." },
  part_already_sent: { type: "not_allowed", message: "{id} is in a parcel already: what was sent is returned, not cancelled." },
  cancellation_too_late: { type: "not_allowed", message: "The merchant works on the order {id} already; ask the merchant to cancel." },
  refund_too_large: { type: "not_allowed", message: "At most {most} minor units can be refunded; {amount} is more." },
  refund_reference_used: { type: "not_allowed", message: "The reference '{reference}' belongs to a refund of another amount." },
  suspense_not_found: { type: "not_found", message: "There is no suspense item {id}." },
  // statements
  statement_unreadable: { type: "invalid_data", message: "The statement cannot be read, at line {line}: {cause}." },
  statement_empty: { type: "invalid_data", message: "The statement has no lines." },
  statement_columns_missing: { type: "invalid_data", message: "Line {line} of the statement lacks {columns}." },
  statement_line_wrong: { type: "invalid_data", message: "Line {line} of the statement says '{value}' for {column}, which is not one." },
  statement_gap: { type: "invalid_data", message: "Line {line} of the statement ends with {got} minor units where {wanted} follow from the line before: a line is missing." },
  statement_line_changed: { type: "not_allowed", message: "Line {line} of the statement, '{reference}', has come before and said something else." },
  statement_line_not_found: { type: "not_found", message: "There is no statement line {id}." },
  statement_line_explained: { type: "not_allowed", message: "The statement line {id} is known already: it was '{purpose}'." },
  statement_purpose_wrong: { type: "invalid_data", message: "A movement of {amount_minor} minor units on {account} cannot be '{purpose}'; a payout needs its gateway." },
  suspense_bearer_wrong: { type: "invalid_data", message: "'{bearer}' does not fit: money needs someone who bears it, and an item without money nobody." },
  chargeback_too_large: { type: "not_allowed", message: "Of this order at most {most} minor units can be charged back; {amount} is more." },
  chargeback_reference_used: { type: "not_allowed", message: "The reference '{reference}' belongs to another chargeback." },
  chargeback_not_found: { type: "not_found", message: "There is no chargeback {id}." },
  // settlement
  sheba_invalid: { type: "invalid_data", message: "'{sheba}' is not a Sheba: IR and 24 digits, with their checksum." },
  payout_account_missing: { type: "not_allowed", message: "There is no account to pay to; register a Sheba first." },
  payout_account_cooling: { type: "not_allowed", message: "The Sheba was changed; it can be paid to from {usable_from} on." },
  nothing_to_settle: { type: "not_allowed", message: "Nothing is payable now: only released money can be settled." },
  settlement_currency_needed: { type: "invalid_data", message: "Money is payable in {currencies}; say which one." },
  settlement_not_found: { type: "not_found", message: "There is no settlement {id}." },
  transfer_not_found: { type: "not_found", message: "There is no transfer {id}." },
  transfer_already_paid: { type: "not_allowed", message: "This transfer was paid by {bank} under the reference {bank_reference}." },
  bank_reference_used: { type: "not_allowed", message: "{bank}'s reference {bank_reference} belongs to another transfer." },
  bank_reference_invalid: { type: "invalid_data", message: "'{bank_reference}' is not a bank's reference: letters, digits and - / . only." },
  // rent
  plan_without_price: { type: "invalid_data", message: "A plan needs a price for at least one term." },
  term_price_invalid: { type: "invalid_data", message: "A plan prices each term of 1 to 12 months once, above zero; {term_months} months does not fit." },
  term_dearer_than_shorter: { type: "invalid_data", message: "By the month, {term_months} months must not be dearer than {shorter}." },
  tax_rate_invalid: { type: "invalid_data", message: "A tax rate is a whole number of basis points from 0 to 10,000; {tax_basis_points} is not." },
  plan_not_found: { type: "not_found", message: "There is no plan '{code}' on offer." },
  term_not_offered: { type: "invalid_data", message: "The plan is not offered for {term_months} months." },
  plan_limit_reached: { type: "not_allowed", message: "The plan allows {most} {what}; let one go first, or move to a larger plan." },
  lease_not_found: { type: "not_found", message: "There is no lease {id}." },
  lease_already_exists: { type: "not_allowed", message: "The shop {shop_id} has a lease already." },
  invoice_already_open: { type: "not_allowed", message: "The shop {shop_id} has an unpaid invoice; pay that one first." },
  invoice_not_found: { type: "not_found", message: "There is no invoice {id}." },
  invoice_void: { type: "not_allowed", message: "The invoice {number} is void; there is nothing to pay." },
  payment_amount_wrong: { type: "not_allowed", message: "The invoice is for {wanted}; {got} does not pay it." },
  payment_provider_not_offered: { type: "invalid_data", message: "No region offers payments in {currency} through '{provider_id}'." },
  payment_not_authorized: { type: "not_allowed", message: "The payment provider did not authorise the payment." },
  payment_not_captured: { type: "not_allowed", message: "The payment provider has not taken the money yet." },
  // catalogues
  catalogue_too_large: { type: "invalid_data", message: "A catalogue has at most {most} characters; split the file." },
  catalogue_too_long: { type: "invalid_data", message: "A catalogue has at most {rows} rows; split the file." },
  catalogue_unreadable: { type: "invalid_data", message: "This is no CSV file: line {line}, {cause}." },
  catalogue_columns_missing: { type: "invalid_data", message: "The first line must name the columns; missing: {columns}." },
  catalogue_empty: { type: "invalid_data", message: "The catalogue names its columns, but has no row." },
  rate_malformed: { type: "invalid_data", message: "'{rate}' is not a rate; write it as 420000 or 0.94." },
  rounding_malformed: { type: "invalid_data", message: "Prices round to a whole number of minor units from 1 on; {rounding_minor} is not." },
  import_not_found: { type: "not_found", message: "There is no import {id}." },
  import_running: { type: "not_allowed", message: "Another import of this shop is still running; try again when it is done." },
  marketplace_incomplete: { type: "not_allowed", message: "The marketplace has no {missing} yet; ask its operator." },
  product_not_for_sale: { type: "not_allowed", message: "'{title}' cannot be bought now: it is not for sale any more. Remove it from the cart." },
} as const satisfies Record<string, { type: ErrorType; message: string }>

export type ErrorType = "invalid_data" | "not_allowed" | "unauthorized" | "forbidden" | "not_found"
export type ErrorCode = keyof typeof errors

/** The one refusal of Pasaj. `instanceof` does not survive a workflow: compare `code`. */
export class DomainError extends Error {
  readonly type: ErrorType
  readonly code: ErrorCode

  constructor(code: ErrorCode, details: Record<string, string | number> = {}) {
    super(errors[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?")))
    this.name = "DomainError"
    this.code = code
    this.type = errors[code].type
  }
}

/** Stops here with the refusal `code`; `details` fill the braces of its message. */
export function refuse(code: ErrorCode, details: Record<string, string | number> = {}): never {
  throw new DomainError(code, details)
}

/** Tells whether something caught, also behind a workflow, is the refusal `code`. */
export const isRefusal = (caught: unknown, code: ErrorCode): boolean =>
  typeof caught === "object" && caught !== null && "code" in caught && caught.code === code
