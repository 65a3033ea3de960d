import type { Coupon } from "../../../modules/rental/coupons"
import { moneyOf } from "../../money-answer"
import type { CouponAnswer } from "./contract"

/** A coupon as operators see it. */
export const couponAnswer = ({ amount_minor, currency, ...row }: Coupon): CouponAnswer => ({
  ...row, amount: amount_minor !== null && currency !== null ? moneyOf(amount_minor, currency) : null,
})
