import { askProvider, manualProvider, verificationProvider, VERIFICATION_PROVIDER, type VerificationProvider } from "./verification-provider"

const subject = { national_id: "0499370899", name: "Sara" }
const container = (registered: unknown) => ({ resolve: <T>(key: string) => (key === VERIFICATION_PROVIDER ? registered : undefined) as T })
const provider = (check: VerificationProvider["check"]): VerificationProvider => ({ identifier: "registry", check })

test("K10 a host's service takes the place of people, and anything else does not", () => {
  const own = provider(async () => ({ result: "passed" }))
  expect(verificationProvider(container(own))).toBe(own)
  for (const nothing of [undefined, null, {}, { identifier: "half" }, "text"]) expect(verificationProvider(container(nothing))).toBe(manualProvider)
})

test("K10 a service is asked about exactly the subject, and its answer is kept", async () => {
  const asked: unknown[] = []
  const own = provider(async (...question) => {
    asked.push(question)
    return { result: "failed", reference: "r-1", note: "n".repeat(2_000) }
  })
  expect(await askProvider(own, "national_id_name", subject)).toEqual({ result: "failed", reference: "r-1", note: "n".repeat(500) })
  expect(asked).toEqual([["national_id_name", subject]])
})

test.each<[string, VerificationProvider["check"], RegExp]>([
  ["fails", () => Promise.reject(new Error("no line")), /failed: no line/],
  ["fails before it begins", () => { throw new Error("not set up") }, /failed: not set up/],
  ["says nothing", () => new Promise(() => undefined), /did not answer/],
])("K10 a service that %s stops nobody: the answer is not known", async (_how, check, note) => {
  expect(await askProvider(provider(check), "phone_owner", subject, 20)).toEqual({ result: "unknown", note: expect.stringMatching(note) as string })
})

test("K10 without a service the check waits for people", async () => {
  expect(await askProvider(manualProvider, "licence", subject)).toMatchObject({ result: "pending" })
})
