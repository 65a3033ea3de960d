import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type MerchantModuleService from "../service"
import { beginUpload, finishUpload, forgetUploads, uploadsLeftBehind } from "../uploads"
import { merchantModule } from "./arrange"

jest.setTimeout(60_000)

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    const begin = (...keys: string[]) => service.within(async (manager) => {
      for (const key of keys) await beginUpload(manager, key)
    })
    const age = (key: string, by: string) => service.within((manager) => manager.execute("update file_upload set begun_at = begun_at - ?::interval where file_key = ?", [by, key]))
    /** What the duty does, without a file provider. */
    const sweep = (most = 100) => service.within(async (manager) => {
      const keys = await uploadsLeftBehind(manager, most)
      await forgetUploads(manager, keys)
      return keys
    })

    test("an upload is left behind after an hour, not before, and is found once", async () => {
      await begin("old", "young")
      await age("old", "61 minutes")
      await age("young", "59 minutes")
      expect(await sweep()).toEqual(["old"])
      expect(await sweep()).toEqual([])
    })

    test("of two that look at once each finds others, or nothing; together they find all", async () => {
      const keys = Array.from({ length: 9 }, (_, i) => `key-${i}`)
      await begin(...keys)
      for (const key of keys) await age(key, "2 hours")
      const found = (await Promise.all([sweep(5), sweep(5), sweep(5)])).flat()
      expect(new Set(found).size).toBe(found.length)
      expect([...found, ...(await sweep())].sort()).toEqual(keys)
    })

    test("what was deleted as left behind is nobody's row any more: whoever still uploads it is refused", async () => {
      await begin("slow", "quick")
      await service.within((manager) => finishUpload(manager, "quick"))
      await age("slow", "2 hours")
      const [swept, finished] = await Promise.allSettled([sweep(), service.within((manager) => finishUpload(manager, "slow"))])
      const kept = finished.status === "fulfilled"
      expect(swept).toEqual({ status: "fulfilled", value: kept ? [] : ["slow"] })
      if (!kept) expect(finished.reason).toMatchObject({ code: "upload_left_behind" })
      await expect(service.within((manager) => finishUpload(manager, "quick"))).rejects.toMatchObject({ code: "upload_left_behind" })
    })
  },
})
