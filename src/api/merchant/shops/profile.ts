import { z } from "@medusajs/framework/zod"

import { WEEKDAYS } from "../../../domain/calendar"
import { closingTime, openingTime } from "../../../domain/opening-hours"

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, "a colour as #1a2b3c")
const phone = z.string().regex(/^\+?[0-9]{5,15}$/, "digits, with the country's code after a +")
const link = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(300)
const words = (most: number) => z.string().trim().min(1).max(most)

/** What buyers may read of a shop, each part whole: a part that is said replaces the one before. */
export const Colours = z.strictObject({ primary: colour, background: colour.nullable().default(null), accent: colour.nullable().default(null) })
export const Contact = z.strictObject({
  phone: phone.nullable().default(null),
  email: z.email().max(200).nullable().default(null),
  website: link.nullable().default(null),
  links: z.array(z.strictObject({ name: words(40), url: link })).max(10).default([]),
})
export const Policies = z.strictObject({
  shipping: words(8_000).nullable().default(null),
  returns: words(8_000).nullable().default(null),
  privacy: words(8_000).nullable().default(null),
})
export const OpeningHours = z.array(
  z.strictObject({
    day: z.enum(WEEKDAYS),
    opens: z.string().regex(openingTime, "a time as 09:00"),
    closes: z.string().regex(closingTime, "a time as 18:00, or 24:00"),
  }),
).max(28)
