import type { PlanFeatures, PlanLimits, PlanTerms } from "../../domain/rental"
import { CURRENCY } from "./marketplace"

/** Value added tax on rent: 10 %. */
const TAX_BASIS_POINTS = 1_000
const TERMS = [1, 3, 6, 12]

/** @param rial for 1, 3, 6 and 12 months, before tax: longer terms are cheaper by the month (K9) */
const plan = (tier: number, code: string, name: string, rial: number[], features: PlanFeatures, limits: PlanLimits): PlanTerms => ({
  code, name, tier, features, limits,
  trial_days: 0,
  currency: CURRENCY,
  tax_basis_points: TAX_BASIS_POINTS,
  prices: TERMS.flatMap((term_months, i) => (rial[i] === undefined ? [] : [{ term_months, price_minor: rial[i] }])),
})

/** From a stall to a gallery (K15); training and the general admin are free on each (K13, K14). */
export const plans: PlanTerms[] = [
  plan(
    1, "stall", "دکه", [9_900_000, 28_200_000, 53_400_000, 99_000_000],
    { dropshipping: false, badges: false }, { products: 300, members: 2, images: 5, shops: 50, featured_places: 0 },
  ),
  plan(
    2, "shop", "مغازه", [24_900_000, 71_100_000, 134_400_000, 249_000_000],
    { dropshipping: true, badges: true }, { products: 3_000, members: 5, images: 10, shops: 200, featured_places: 1 },
  ),
  plan(
    3, "gallery", "گالری", [59_900_000, 170_700_000, 323_400_000, 599_000_000],
    { dropshipping: true, badges: true }, { products: null, members: null, images: 20, shops: null, featured_places: 5 },
  ),
]
