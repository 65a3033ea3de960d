import type { Machine } from "./machine"

export type ShopOrderState = "awaiting_payment" | "paid" | "preparing" | "partly_shipped" | "shipped" | "delivered" | "completed" | "cancelled"
export type ShopOrderEvent = "pay" | "accept" | "ship_part" | "ship" | "deliver" | "complete" | "grow" | "cancel"

/**
 * One shop's part of an order, as its desk sees it (P1–P6). Completion waits for every parcel's consent. What an edit adds
 * to a part that is all sent, and is paid for, opens it again (`grow`), even when it was completed: only a cancelled one rests.
 */
export const shopOrderMachine: Machine<ShopOrderState, ShopOrderEvent> = {
  name: "shop order",
  initial: "awaiting_payment",
  states: {
    awaiting_payment: { pay: "paid", cancel: "cancelled" },
    paid: { accept: "preparing", cancel: "cancelled" },
    preparing: { ship_part: "partly_shipped", ship: "shipped", cancel: "cancelled" },
    partly_shipped: { ship_part: "partly_shipped", ship: "shipped" },
    shipped: { deliver: "delivered", grow: "partly_shipped" },
    delivered: { complete: "completed", grow: "partly_shipped" },
    completed: { grow: "partly_shipped" },
    cancelled: {},
  },
}

export type HoldState = "awaiting_funds" | "held" | "finished"
export type HoldEvent = "fund" | "finish" | "cancel"

/** The buyer's money for one shop's part of one order (K1, K2). Only its amount is stored; what remains is the ledger's. */
export const holdMachine: Machine<HoldState, HoldEvent> = {
  name: "hold",
  initial: "awaiting_funds",
  states: {
    awaiting_funds: { fund: "held", cancel: "finished" },
    held: { fund: "held", finish: "finished" },
    finished: { fund: "held" }, // an edited order may add money
  },
}

export type ParcelState = "packed" | "discarded" | "handed_over" | "delivered" | "lost" | "released" | "refunded" | "split"
export type ParcelEvent = "discard" | "hand_over" | "deliver" | "lose" | "release" | "refund" | "split"

/** One parcel, from the packing table to the buyer's word on it (K4, P4, P5). `split`: a verdict gave each side a share. */
export const parcelMachine: Machine<ParcelState, ParcelEvent> = {
  name: "parcel",
  initial: "packed",
  states: {
    packed: { hand_over: "handed_over", discard: "discarded" },
    discarded: {},
    handed_over: { deliver: "delivered", lose: "lost", refund: "refunded" }, // a buyer may object before it comes
    lost: { deliver: "delivered", refund: "refunded" },
    delivered: { release: "released", refund: "refunded", split: "split" },
    released: {},
    refunded: {},
    split: {},
  },
}

export type WindowState = "waiting" | "open" | "paused" | "given" | "lapsed" | "decided"
export type WindowEvent = "open" | "give" | "lapse" | "pause" | "resume" | "wait" | "arrive" | "decide" | "extend"

/**
 * The buyer's time to be satisfied or to object, opened by delivery (K4). Of an objection before delivery: `wait` takes it
 * back while the parcel is still on its way, `arrive` notes that it came and keeps the whole time for later.
 */
export const consentWindowMachine: Machine<WindowState, WindowEvent> = {
  name: "consent window",
  initial: "waiting",
  states: {
    waiting: { open: "open", pause: "paused", decide: "decided" }, // a lost parcel never opens it
    open: { give: "given", lapse: "lapsed", pause: "paused", extend: "open" },
    paused: { resume: "open", wait: "waiting", arrive: "paused", decide: "decided" },
    given: {},
    lapsed: {},
    decided: {},
  },
}

/** How long the buyer may think, and from when. Stored with each window it binds. */
export type WindowPolicy = { preset: string; starts: "delivery" | "dispatch"; length: number; unit: "calendar_days" | "business_days" }

/** Presets: Kerkere's own rule, Iran's electronic-commerce law (art. 37–38), the EU's withdrawal right. */
export const windowPolicies = {
  "kerkere": { preset: "kerkere", starts: "delivery", length: 7, unit: "calendar_days" },
  "ir-ecl": { preset: "ir-ecl", starts: "delivery", length: 7, unit: "business_days" },
  "eu-14": { preset: "eu-14", starts: "delivery", length: 14, unit: "calendar_days" },
} as const satisfies Record<string, WindowPolicy>

/** Carriers' codes are letters and digits, some with hyphens; spaces and case do not matter. */
const trackingPattern = /^[A-Z0-9][A-Z0-9-]{4,39}$/

/** A tracking code as it is kept, or null when it is none (K4, K17). */
export function trackingCode(text: string): string | null {
  const code = text.replace(/\s+/g, "").toUpperCase()
  return trackingPattern.test(code) && /\d/.test(code) ? code : null
}
