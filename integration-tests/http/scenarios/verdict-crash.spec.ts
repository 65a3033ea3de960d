import { eventually } from "../../support/client"
import { openPostOffice, type PostOffice } from "../../support/parcels"

jest.setTimeout(240_000)

let post: PostOffice

beforeAll(async () => {
  post = await openPostOffice()
})
afterAll(() => post?.arcade.stop())

/** Starts the server so that it dies at the failpoint, lets `act` run into it, and starts it again as usual. */
async function dieAt(failpoint: string, act: () => Promise<unknown>): Promise<void> {
  await post.arcade.restart({ PASAJ_FAILPOINT: failpoint })
  await act().catch(() => undefined) // the connection is cut
  await eventually(() => fetch(`${post.arcade.url}/health`).then(() => true, () => false), (answers) => !answers)
  await post.arcade.restart()
}

test("K7 killed before an objection or a verdict is committed: nothing has happened, and the same again does it once", async () => {
  const parcel = await post.delivered()
  await dieAt("objection-before-commit", () => post.object(parcel.id))
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "delivered", window: { state: "open" }, open_case: null })

  const { body } = await post.object(parcel.id)
  await dieAt("verdict-before-commit", () => post.decide(body.case.id, { for: "split", refund_minor: 1000 }))
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "delivered", window: { state: "paused" }, open_case: { id: body.case.id } })
  expect(await post.journal(`case:${body.case.id}:refund:1`)).toEqual([])

  expect(await post.decide(body.case.id, { for: "split", refund_minor: 1000 })).toMatchObject({ status: 200 })
  expect(await post.journal(`case:${body.case.id}:refund:1`)).toHaveLength(1)
  expect(await post.invariants()).toEqual([])
})
