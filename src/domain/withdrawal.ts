import { windowEnd, type BusinessCalendar, type Instant, type Window } from "./calendar"
import { refuse } from "./errors"
import { windowPolicies, type WindowPolicy } from "./escrow"

/**
 * What cannot be given back merely because the buyer no longer wants it, and why: Iran's by-law to art. 38 of the
 * electronic-commerce law, and art. 16 of the EU's directive 2011/83. Faults may be objected to all the same.
 */
export const withdrawalExemptions = {
  perishable_food: "it is food, or spoils or expires soon",
  custom_made: "it was made to the buyer's wish",
  market_priced: "its price follows a market that the seller does not control",
  opened_media: "it is a sealed recording, and the seal protects it from copying",
  software: "it is software, or digital content that is used by being delivered",
  press: "it is a newspaper, a magazine or another periodical",
  hygiene: "it is sealed for health or hygiene",
  started_service: "it is a service that begins at once by the buyer's wish",
  mixed_after_delivery: "it is mixed with other things by its nature once delivered",
  dated_leisure: "it is a ticket, a stay or a meal for a certain day",
} as const satisfies Record<string, string>

export type WithdrawalExemption = keyof typeof withdrawalExemptions
export const exemptionKinds = Object.keys(withdrawalExemptions) as WithdrawalExemption[]
export const isExemption = (kind: string): kind is WithdrawalExemption => Object.hasOwn(withdrawalExemptions, kind)

/** A line of a parcel, with the exemption that stood when it was ordered. */
export type SoldLine = { title: string; exemption: string | null }

/** A parcel is exempt when everything in it is; one line with the full right gives it to the whole parcel. */
export const isExemptParcel = (lines: SoldLine[]): boolean => lines.length > 0 && lines.every((line) => line.exemption !== null)

/** Refuses a withdrawal without a reason when nothing in the parcel may be withdrawn from. @throws withdrawal_exempt */
export function mustBeWithdrawable(lines: SoldLine[]): void {
  if (!isExemptParcel(lines)) return
  const [first] = lines
  const kind = first?.exemption ?? "?"
  refuse("withdrawal_exempt", { title: first?.title ?? "?", exemption: isExemption(kind) ? withdrawalExemptions[kind] : kind })
}

/** The window of a policy by its own values: it carries a preset's name when it is one. */
export function namedWindow({ starts, length, unit }: Omit<WindowPolicy, "preset">): WindowPolicy {
  const known = Object.values(windowPolicies).find((each) => each.starts === starts && each.length === length && each.unit === unit)
  return known ?? { preset: "custom", starts, length, unit }
}

/** How long an exempt parcel may be looked at: always from delivery, to say that it is broken or another one. */
export const exemptWindow = ({ length, unit }: Window): WindowPolicy => ({ preset: "exempt", starts: "delivery", length, unit })

/**
 * When the window of a parcel is over that was handed over and then delivered. One that runs from dispatch may be over
 * before the parcel comes; the buyer has `least` from delivery all the same, for nobody answers for what they have not seen.
 */
export function windowDue(policy: WindowPolicy, least: Window, handed: Instant, delivered: Instant, calendar: BusinessCalendar): Instant {
  if (policy.starts === "delivery") return windowEnd(delivered, policy, calendar)
  const [fromDispatch, fromDelivery] = [windowEnd(handed, policy, calendar), windowEnd(delivered, least, calendar)]
  return fromDispatch > fromDelivery ? fromDispatch : fromDelivery
}
