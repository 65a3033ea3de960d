import { header } from "./header"

/** Bicycles and their parts: dear and cheap, heavy and light. */
export const bicycles = `${header}
city-bike,دوچرخه‌ی شهری رکاب ۲۸,"<p>تنه‌ی آلومینیومی، هفت سرعته، با گلگیر و ترک‌بند.</p><p>Seven-speed aluminium city bike with mudguards and a rack.</p>",رکاب,دوچرخه,"شهری, ۲۸",true,قد تنه,۵۰,رنگ,مشکی,CB-50-K,14800,3,310.00,6260300300010
city-bike,,,,,,,,۵۴,,مشکی,CB-54-K,15000,4,310.00,6260300300027
city-bike,,,,,,,,۵۰,,سبز,CB-50-G,14800,2,318.00,6260300300034
bike-helmet,کلاه ایمنی سبک,"<p>۱۸ سوراخ تهویه، دور سر قابل تنظیم.</p><p>Light helmet with 18 vents and an adjustable fit.</p>",رکاب,ایمنی,"کلاه, ایمنی",true,سایز,M,,,BH-M,260,16,21.60,
bike-helmet,,,,,,,,L,,,BH-L,280,13,21.60,
led-light-set,چراغ جلو و عقب USB,"<p>ضد آب، شارژی، سه حالت.</p><p>Rechargeable front and rear lights, waterproof.</p>",رکاب,چراغ,"چراغ, شب",true,Title,Default Title,,,LL-2,120,40,14.99,6260300300041
repair-kit,کیف پنچرگیری,"<p>وصله، چسب، تایراهرم و آچار آلن.</p><p>Patches, glue, tyre levers and hex keys in one pouch.</p>",رکاب,ابزار,ابزار,true,Title,Default Title,,,RK-1,210,60,7.49,6260300300058
floor-pump,تلمبه‌ی ایستاده با فشارسنج,"<p>تا ۱۶۰ پی‌اس‌آی، سر دومنظوره.</p><p>Floor pump with a gauge, up to 160 psi.</p>",رکاب,ابزار,ابزار,true,Title,Default Title,,,FP-160,1500,8,27.90,6260300300065
`
