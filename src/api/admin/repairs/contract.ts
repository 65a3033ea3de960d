import { z } from "@medusajs/framework/zod"

import { instantAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const RepairsQuery = pageQuery.extend({ after: z.coerce.number().int().min(1).optional().describe("the id of the last row already seen") })

export const repairEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/repairs",
    caller: "operator",
    summary: "What stops and crashes left half-done and the duties finished, the newest first",
    query: RepairsQuery,
    status: 200,
    answer: z.strictObject({
      repairs: z.array(z.strictObject({
        id: z.int(), at: instantAnswer, duty: z.string(), subject: z.string().describe("the id of the row that was mended"), what: z.string(),
      })),
    }),
    errors: [],
  },
]
