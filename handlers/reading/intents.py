"""What a message is for: one table, read from the top."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.marks import ACTION
from handlers.reading.notices import starts_notice
from handlers.reading.values import Intent

SHORT: Final = 60  # characters; longer messages are no commands to the service

_POLITE: Final = r"(?:请问|请|麻烦|劳驾|帮我|帮忙|帮|给我|再|那|现在|目前|你好|您好|你|小办|早上好|上午好|下午好|晚上好|在吗|想|我想|问一?下|@\S{1,10}\s|[,。!~\s])*\s*"
_SUBJECT: Final = r"(?:我|我们|我办|我村|我所|我单位|本单位|我中心|我社区|本人|这边)?"
_ORDER: Final = re.compile(
    r"(?:^|[^申邀提恳聘])请(?!问|示|假|求|教|客|帖|放心|知晓$|(?:各位)?(?:领导|书记|镇长|主任|您|予以|核实|帮忙)*(?:查收|查阅|查看|过目|审阅|审核|审查|审定|审示|指示|批示|批评|指正|验收|销号|办结|结案|核查|知悉|放心|谅解|悉知)|[一-龥]{1,8}?(?:查收|审核|审阅|审定|验收|过目)[。!\s]*$)|务必|必须|责成|(?<!下达)交办(?!了|的|任务|事项|工作|件|督办|情况|单|清单)|由\S{1,12}(?:牵头|负责|主办|办理|落实)|各\S{1,8}要|(?<![按照据合])要求(?!的|落实|完成|办)"
)
_THIS: Final = r"(?:这个|这条|这件|该|此|本|刚才的?|刚刚的?|刚才那[条个]|刚才这[条个]|上一?[条个]|上面(?:的|那条)?|前面(?:的|那条)?|刚发的|(?:昨天|今天|早上|上午|下午)的?(?:那[条个]|这[条个])?|那[条个])?\s*(?:任务|指令|通知|通报|交办|消息|件|事项?|工作)?的?"
_LACK: Final = r"(?:没有?|未|尚未|还没有?|不曾|没能)"
_DONE_WORD: Final = r"(?:收到|反馈|签收|回复|确认|报送|上报|报告|报|看到?|读|交|完成|办结|办理|办|回|响应|动|提交|接收|接|落实|整改|处理|回应|汇报|点收到|点|签|弄|做|搞|填|上传|传|动静|来|到)"

_HELP: Final = re.compile(
    r"(?:请问|求助|求教|求(?=教程)|请教一?下?|麻烦|劳驾|你好|您好|在吗|那|教教我|教我|谁知道|想问一?下?|问一?下|看一?下|查看|打开|显示|看看|发我|发一?下|给我|帮忙|帮我?|[,。!\s])*(?:这个|这|那个|它|该|此|我|能|可以|你们?|机器人|小助手|助手|指尖办|系统|小程序|软件|平台|功能|东西|应用|工具|都|的|到底|究竟|应该|要|该)*(?:帮助|help|使用?(?:说明|帮助|方法|指南)|怎么用|如何用|怎样用|如何使用|怎么使用|怎样使用|咋用|咋使|咋弄|怎么弄|怎么玩|怎么样用|如何操作|怎样操作|不会用|用法|使用手册|说明书|操作(?:说明|手册|方法|流程)|教程|你(?:能|会)?(?:干|做|有)(?:点|些)?(?:什么|啥)(?:用|事)?|不会(?:操作|用|使|弄)|有啥功能|会(?:些|点|做)?(?:什么|啥)|有(?:什么|啥)(?:本事|本领|能耐|用处?)|(?:怎么|如何|怎样|咋)(?:跟|和|对|让|叫|给|用|通过)你(?:们|来)?(?:说|发|派|下|布置|交办|安排)(?:任务|指令|通知|活|事)|教教?我(?:怎么|如何)?(?:用|使用|操作)(?:一下)?|(?:怎么|如何|怎样|咋)使唤|有没有(?:操作|使用|新手|用户)?(?:指南|说明书?|手册|教程|帮助)|你能做什么|你会什么|你会做什么|能做什么|有(?:什么|哪些)功能|功能(?:介绍|列表)?|菜单|说明|指令列表|命令|有哪些命令|(?:怎么|如何|怎样|咋)(?:样)?(?:反馈|签收|回复|撤回|延期|申请延期|催办|转办|查询?|查看|下|发|发布|下达|布置|交办|上报|报|办结)(?:任务|指令|通知|进度|情况)?|怎么操作|操作指南|\?|h|帮帮我|新手指南|你是(?:谁|干什么的|做什么的|什么)|你是干啥的|怎么(?:下|发布?|下达)(?:任务|指令|通知))[吗呢啊呀呐哦的]*(?:这个|这东西|这玩意|机器人|小程序|系统|你)*[吗呢啊呀]?[?!。,\s]*",
    re.IGNORECASE,
)
_MINE: Final = re.compile(
    rf"{_POLITE}(?:查看?一?下?|看看?一?下?|列出|显示|有没有|有)?\s*(?:(?:今天|今日|本周|这周|本月|这个月|目前|现在|最近)的?)?\s*(?:我(?:的|手上的?|手头的?|名下的?|承办的?|负责的?|未完成的?|还没办的?|没办完的?|要办的?|所有的?|今天的?|本周的?|还有的?|现在的?|目前的?|这里的?|这边的?)+(?:任务|待办(?:事项)?|事项?|指令|工作|工单|清单|活|在办)?(?:有哪些|有什么|有几[个件条]|列表|清单|是什么|还有哪些)?"
    r"|我(?:名下|手上|手头|手里|这里|这边)?(?:现在|目前)?(?:还|都)?有没有\S{0,4}(?:任务|待办|指令)\S{0,2}|我(?:现在|目前|今天|本周|名下|手上|手头|手里|这里|这边|还|都|一共|总共)*有(?:哪些|什么|啥|几[个件条项]|多少)(?:\S{0,6})?(?:任务|待办|事|工作|指令|没办|没完成|要办)?\S{0,6}|待办(?:事项|任务|清单|列表)?|分给我的\S{0,4}|派给我的\S{0,4}|交给我的\S{0,4}|我(?:还)?(?:要|该|需要)(?:做|办|干|完成)(?:什么|哪些)\S{0,4}|我还有\S{0,4}没(?:办|完成|反馈|报)\S{0,4}|(?:今天|本周|这周|现在|目前)?我(?:今天|现在|本周|这边|还)*(?:要|该|得|需要)?(?:干|做|办|报|交|反馈|上报)(?:些|点)?(?:什么|啥|哪些)(?:事|活)?|我(?:还)?(?:没|未)(?:有)?(?:完成|办完?|反馈|处理|签收|报)的?(?:任务|事项|事|指令)?(?:有哪些)?|我(?:这边|这里|手上|手头|名下)?(?:还有|有没有|还有没有|有)(?:哪些|什么|啥)?(?:没|未)(?:完成|办|反馈|报|签收|处理)\S{0,6}|还?有(?:没有)?(?:什么|啥|哪些)?(?:任务|事情?|活)?(?:需?要|该)我(?:去)?(?:办|做|干|处理|完成|反馈)的?\S{0,2}|哪些(?:任务|事)(?:是我的|要我办|该我办))[吗呢啊呀]?[?!。\s]*"
)
_NUDGE: Final = re.compile(
    rf"(?:(?<!被)催(?!收|缴|生|化|款|泪|眠|讨|熟|租|债)|(?:提醒|督促|敦促|(?<![个条份的次项些])(?:叫|通知|问))(?:一下|下)?[^,。;]{{0,10}}?(?:还?{_LACK})[^,。;]{{0,6}}?{_DONE_WORD}(?:的|人|单位|村)?|督办一下|^再提醒一?[次遍下]?|^(?:提醒|督促)[^,。;]{{1,14}}?(?:尽快|抓紧|赶紧|快点|及时|按时)(?:反馈|回复|上?报|报送|签收|落实|办理?|完成|交|回)\S{{0,6}}$|(?:没|未)[^,。;]{{0,6}}?(?:收到|签收|反馈|报|回复|交|完成|办)的[^,。;]{{0,8}}?(?:提醒|通知)一?[下遍次声]|^(?:再)?崔(?:办|一?下|促)|(?:给|向|对)[^,。;]{{0,10}}?(?:没|未)[^,。;]{{0,8}}?(?:提醒|催)|^(?:再)?(?:督促|提醒|敦促)(?:一下|下)[^,。;]{{1,14}}?(?:尽快|抓紧|赶紧|快点|及时|按时)|(?<!谢)(?<!的)提醒(?:一下|下)?(?:他们|她们|TA们|大家反馈|$))"
)
_PENDING: Final = re.compile(
    rf"(?:谁|哪些|哪几|哪个|哪位|哪家|几个|几家|几人|多少|什么人|有没有(?:人|单位|村))\S{{0,12}}?(?:{_LACK}|不){{1,2}}[^,。;]{{0,6}}?{_DONE_WORD}"
    rf"|(?:{_LACK})(?:及时|按时)?{_DONE_WORD}(?:任务|指令|通知|情况)?的?(?:名单|人员|单位|部门|村)?(?:名单)?(?:有|是|都有|还有)?(?:谁|哪些|哪几|几个|多少|几人|几家|哪个)?(?:人|单位|村|个|家)?[?!。\s]*$"
    rf"|(?:还差|差|缺|还缺)(?:谁|哪些|哪几|几个|几家|多少)|{_LACK}{_DONE_WORD}(?:的)?(?:人员|单位)?名单"
    rf"|(?:谁|哪些\S{{0,4}}|哪个\S{{0,3}})(?:还在|在)?(?:拖|欠|掉队)|(?:都|全部|全都?|大家都?)(?:收到|反馈|签收|报|回复|交|确认|看到)(?:齐)?了?(?:吗|没有?|么|嘛)|(?:收到|反馈|报|交|签收|回复)(?:齐|全)了?(?:吗|没有?|么)"
    rf"|(?:收到|反馈|签收|回复|完成|办结|报|交|确认|回|签|回话|回信|(?<![你您])看)了?(?:没有?|吗|么)[?!。\s]*$"
)
_STATUS: Final = re.compile(
    r"(?:进度|进展|(?:完成|办理|落实|反馈|签收|收到|处理|处置|整改|执行|推进|任务|工作|办结|回复|上报)(?:的)?(?:情况|状态|结果|率)|怎么样|咋样|怎样(?!才)|如何|到哪(?:一?步|了|里)|什么情况|什么(?:状态|程度|地步|进度|进展)|啥情况|啥进展"
    r"|办(?:得|的)?(?:怎么|咋|好|完|结)?(?:样)?了?(?:吗|没有?|么)|(?:完成|处理|解决|落实|办好|办完|办结|搞定)了?(?:吗|没有?|么|多少)|(?:任务|指令|交办|督办|通知)(?:列表|清单|台账|汇总|一览|总览|明细|统计|情况|状态)|(?:(?:已办结|已完成)的?(?=任务|指令|事|件|有|清单|列表|哪)|(?:在办|未办结|未完成|逾期|超期|待办结|进行中|未结|到期|快到期|即将到期)的?)(?:任务|指令|事项|件|工作)?(?:有|都有|还有)?(?:哪些|几[个件条]|多少|清单|列表|情况)?[?!。\s]*$"
    r"|(?:哪些|多少|几[个件项条])(?:在办|未办结|未结|逾期|超期|快到期|没办结|督办)|(?:任务|指令|交办|事项|工作)(?:都|还|一共|总共|现在)*有(?:哪些|多少|几[个条件])|(?:有|发了|下了|交办了|布置了|还有)(?:哪些|多少|几[个条件])\S{0,8}(?:任务|指令|通知|事|交办|没办)|(?:所有|全部|今天|今日|本周|本月|昨天|近期|最近|当前|目前|我发|我下达?|我交办|我布置|我派)的?(?:任务|指令|通知|交办|督办)(?:情况|清单|列表)?[?!。\s]*$|^(?:查询|查看|查一下|看一下|看看|看下|查下|瞅瞅|看一眼|瞧瞧|查)\S{0,20}$|(?:在办|未办结|没办结|未完成|没完成|逾期|超期|快到期)的?\S{0,8}(?:列|发|给我|看看|看一下)|(?:手[上头里]|名下|[那这]边)的?(?:任务|指令|事情?|工作|活)(?:情况|清单|列表|有(?:哪些|什么|几\S))?[?!。\s]*$|^状态$|^情况$|^统计$|^汇总$|^(?:任务|指令)$)"
)
_LISTED: Final = re.compile(
    r"(?:任务|指令|交办|督办|通知)(?:的|里|中|还|都|一共|总共)*有(?:几|多少|哪)[个件项条些]?(?:还|仍)?(?:没有?|未)(?:完成|办)|未(?:完成|办结|办)的?(?:任务|事项|指令|件)(?!的?(?:人|单位|村|有谁))|(?:哪些|哪几[个件项条]|哪[个件项条]|多少[个件项条]?|几[个件项条])(?:任务|指令|事项?|工作|交办|督办|件|工单)|(?:几|多少|哪)(?:[件项条]|个件)"
)
_STATED: Final = re.compile(
    r"(?:进度|进展|情况|状态|结果)(?:如下|汇报|报告|反馈|说明)?\s*:|(?:进度|进展)(?:顺利|良好|正常|过半|已)"
)
_WITHDRAW: Final = re.compile(
    rf"(?:{_POLITE}(?:我要|我想|把|将|需要)?\s*{_THIS}\s*(?:撤回|撤销|撤消|作废|收回|取消|撤(?=[了掉吧。!]|$|一下))(?!了?(?:资格|限制|预警|警报|处分|职务|编制|违建|收费|活动|会议|集会))|^{_POLITE}(?:把|将)?\s*{_THIS}\s*(?:不用办了|不要办了|不办了|停办|终止)$"
    rf"|^(?:{_THIS}|我的?|把|将){{0,3}}\s*(?:发错了?|搞错了?|弄错了?)[,。!\s]*(?:请)?(?:撤回|撤销|作废|取消)?$)"
)
_EXTEND_WORD: Final = r"(?:延期|往后(?:推|延|放|挪)|(?<!拖)延(?=[半一两三四五六几\d])|延长(?:时限|时间|期限|办理)?|宽限|延后|推迟|延至|延到|延迟|顺延|展期|(?<!暂)(?<!减)缓(?:一缓|一下|到|至|[一两三四五六几]天|交|办)|(?<![今明当昨每])晚(?:[点些](?!到?(?:$|[,。!吧啊哈了]|到场|到会|到岗|到单位|到村|到办|来|去|走|吃|睡))|交|报|[一两几三半二四五2-9](?=[个天日周小会点]))|(?<!整)改到|(?<!整)改至|改期|推后|(?<!助)(?<!力)推[到至]|拖(?:一|两|几)|(?:能不能|能否|可否|可不可以|可以)[^,。;!?]{0,10}?再(?:交|报|反馈|办|完成)|多给\S{0,4}(?:时间|天|日|小时)|再给\S{0,6}(?:时间|天|日|小时|周)|放宽)"
_EXTEND: Final = re.compile(
    rf"(?:^|[,。;!?:\s]){_SUBJECT}(?:因|由于)?[^,。;!?]{{0,14}}?(?:特|现|拟|想|需要?|要|还是)?(?:申请|请求|恳请|希望|能否|能不能|可否|可不可以|是否可以|可以|请|麻烦|想|望|需|要)?(?:再|批准|允许|准予|予以|给予|给|将|把|时间|时限|期限|办理|反馈|上报|完成|截止|报送|一下|时间)*{_EXTEND_WORD}"
)
_NO_EXTEND: Final = re.compile(
    rf"(?:不得|不予|(?<!能)不能|严禁|不准|不许|不同意|同意|(?<!请)批准|(?<!可)不可|概不|不再)(?:再|你|他|其|申请|任何)*{_EXTEND_WORD}|延期(?:开会|开学|举行|召开|交付|手续)|推迟(?:召开|举行|开学)"
)
_WHEN: Final = re.compile(r"几[点号日时]|什么时候|啥时候|哪天|何时")
_BEGS_TIME: Final = re.compile(rf"(?:申请|请求|恳请|能否|能不能|可否)[^,。;已]{{0,6}}{_EXTEND_WORD}")
_EVENT_MOVES: Final = re.compile(
    r"(?:会议?|例会|培训|演练|活动|比赛|赛|课|考试|体检|聚餐|球|宴|饭局|酒席|婚礼|聚会|旅游|班车)(?:时间)?(?:又|也|可能|已经?|要|就)?(?:改到|改至|改期|推迟|延期|延后|顺延)"
)
_REASSIGN: Final = re.compile(
    r"^\s*(?:请)?(?:把|将)@?某+(?:同志)?(?:换成|换为)|^\s*(?:请|麻烦|我|我们|我想|我要|申请|需要|把|将|请把|请将)?\s*(?:这个|这条|这件|该|此|本|我的|手上的?|上面的?)?\s*(?:这|那)?(?:任务|事情|事项|事|件|工作|指令|活|单子?|项)?\s*(?:请|需|要|应|想|申请|帮我|给我|建议)?\s*(?:转给|转办|转交|转由|转派|转至|转到|转|移交|交由|改由|改派|改发|换成|换给|换人|由\S{1,10}(?:接手|接办|接着办|代办))(?!:|发|达|移|运|账|型|变|向|载|正|入|圈|播)"
)
_RETURN: Final = re.compile(
    r"^\s*(?:\S{1,10}?的?)?\s*(?:退回|打回|驳回|返工|重新办理|重办|重新反馈|重新上报|重报|不同意|不予办结|不能办结|不通过|不予通过|审核不通过|未通过|不合格|不行[,。!]|没办好|办得不行|材料不全|再补充|还不能办结|发回)"
)
_GIVES_BACK: Final = re.compile(r"(?:请|麻烦)*(?:把|将)\s*(?:它|这[条个件])?(?:退给|退回|打回|驳回|发回)")
_NO_RETURN: Final = re.compile(r"不同意(?:延期|延长|转|推迟|改期)")
_ACCEPT: Final = re.compile(
    r"^\s*(?:\S{1,10}?的|(?:(?![不未没请])[\u4e00-\u9fff]){2,6}?(?=同意|准予|可以)|[都均])?\s*(?:[^,。;!?不未没请]{2,14},(?=(?:同意|准予|可以)办结)|(?:经核实|经审核|按程序|按规定|按流程|依规|情况属实|没问题|好的?|很好|不错|可以了?|行|辛苦了?|收到)[,。!\s]*)*(?:我)?(?:(?:同意|准予|予以|可以|可|批准|给予|通过|请|验收合格|验收通过|审核通过)[,\s]*(?:给|予以|将其|该任务|该件|此件)?(?:办结|结案|销号|归档|结了|结束|关闭|验收|通过|了结|办结吧)|归档(?!情况|材料)|同意(?!的|后|之后|延|推|转|申|改|你|他|展|宽|调|撤|上|报|召|按|由)|(?:审核|验收|核查|核实)?(?:通过|合格)(?!.{0,4}(?:考核|检查|发现))|办结(?!\d|了|情况|任务|材料|报告|率|时限)|销号(?!情况|台账|了)|结案(?!了|情况))"
)
_ACK: Final = re.compile(
    r"(?:(?:领导|书记|镇长|主任|各位)?(?:好的?|行|嗯+|哦|噢)?[,。!\s]*)?(?:收到了?|已收到|收悉|已收悉|已阅|已阅读|已看[过到]?|已读|看到了|已知悉|知悉|已知晓|知晓|知道了?|明白了?|清楚了?|了解了?|好嘞|好哒|好滴|好呢|好的?|嗯+|遵命|照办|照做|没问题|ok|okay|okk|1|①|签收|已签收|确认收到|已确认|确认|认领|是的?|得令|马上办|马上去办|马上落实|马上处理|马上到|马上去|立即办理?|立即落实|立即处理|立刻办理?|立刻落实|立即执行|抓紧办理|抓紧落实|抓紧处理|抓紧办|尽快落实|尽快办理|我来办|我马上办|我去办|安排|这就办|这就去|(?:(?:我|我们|我村|我办|我所)?(?:马上|立即|立刻|这就|抓紧|尽快|现在就|即刻|第一时间)就?去?(?:安排|办理?|落实|处理|执行|组织|部署|通知|转发|传达|整改|行动|联系|核实|处置|着手办|跟进|排查|布置|到岗|到位)(?:人手?|下去)?(?=[,。!~了的哈吧\s👌👍✅🫡💪]|$))|保证完成|保证完成任务|坚决落实|坚决执行|按要求落实|按要求办理|按时完成|按时上报|按时报送|照此办理|👌|👍|✅|🫡|💪|\[OK\]|\[强\]|\[抱拳\]|谢谢|辛苦了?|感谢|请放心|领导放心|放心|谢谢领导|收)",
    re.IGNORECASE,
)
_RECEIVED: Final = re.compile(
    r"(?:收到|接到?)(?:了)?(?:县|市|省|上级|镇里|群众|举报|反映|信访|投诉|12345|热线|[^,。]{1,8}(?:反映|投诉|举报))"
    r"|收到了?\s*[\d一二两三四五六七八九十]+\s*[个份家户件名张](?!任务|通知|指令|消息)"
)
_THANKS: Final = re.compile(
    r"(?=.*[谢辛感放安])(?:谢谢|感谢|辛苦了?|多谢|谢了|放心|安排|请放心|大家|各位|领导|[\s,。!~👍💪🌹\U0001F000-\U0001FAFF]){1,12}"
)
_NAMED_ACK: Final = re.compile(
    r"[^\s,。谁没未请哪否都吗?]{2,8}?(?:已经?)?(?:收到|收悉|已阅|知悉|签收|知晓)了?[!。~\s]*"
)
_ACK_START: Final = re.compile(
    r"^(?:好的?[,。!\s]*|嗯[,。!\s]*|领导[,:]?|@\S{1,12}\s*)*(?:已?收到|收悉|已阅|知悉|知晓|明白|知道了|遵命|签收|已签收|确认收到|好的|ok|OK)"
)
_REPORTED: Final = re.compile(
    r"(?:已|已经|均已|现已|全部|刚刚|刚)(?!收到|阅|知|签收|确认|收悉|明白|了解|读|报名|读取|转发知)\S{0,14}|(?:完成|办好|办完|办结|处理好|处理完|落实好|搞定|弄好|整改好|修好|做好|解决|清理完|排查完|报送|上报|提交|送到|到位|结束|完工|控制住?|扑灭|疏通|恢复|劝返|处置|(?<!请)(?<!把)[改换拆搬交报修送清补扫装贴挂埋填堵]|[一-龥](?<!收)[到完通掉齐净妥平住灭清走出](?!去)|[一-龥](?<!你|您|家|们)好)(?:了|啦|咯|喽|✅)(?!吗|没|么|的|再|之?后|要|就|请|吧|告诉|给我|[?])|办妥|到岗(?=[,。!]|$)|(?:设备|秩序|情绪|供[电水气]|交通|运行|人员)\S{0,4}(?:正常|稳定|良好|到位)(?=[,。!]|$)|\S到位(?=[,。!\s]|$)|完毕|整改到位|(?:整改|排查|处置|清理|巡查|走访|任务|全部|均|清运|修复|抢修|转移|检查)完成(?!情况|率|后|前|时|的|并|,请各)|共(?:计)?\s?\d|共(?:排查|整改|检查|发现|走访|清理|出动)|(?:摸底|排查|走访|检查|巡查|清理|整治|核查|统计|登记|培训|演练|抢修|转移)(?:工作)?结束|排查\d+|发现\d+|未发现|无异常|一切正常|情况正常|零报告|正在(?!办公)|附(?:上|照片|材料|图)|情况如下|结果如下"
)
_FEEDBACK_START: Final = re.compile(
    r"^\s*(?:@\S{1,12}\s+)*(?:报\s*:|(?:工作|任务|处置|现场|整改|排查|初步|最新|情况|进展|落实|办理|续|今日|补充|进度)*(?:反馈|报告|汇报|回复|上报|续报|补报|进展|进度|情况|进展情况|反馈情况|处置情况|办理情况|报送|办理结果|结果|回报|零报告)(?:如下|情况|一下)?\s*[:,，]|(?:领导|镇长|书记|主任)\S{0,3}[,:].{0,40}(?:已|完毕|正在)|(?:向?(?:各位)?(?:领导|镇长|书记|主任)\S{0,2})?(?:报告|汇报)(?:一下)?(?:各位)?(?:领导|镇长|书记|主任|\S{1,2}(?:镇长|书记|主任))\s*[:,]|零报告|反馈(?!(?:的)?(?:时间|时限|期限|截止|日期)|的?(?:情况|进度|名单|率)|了?[吗没])\s*\S)"
)
_CHAT: Final = re.compile(
    r"(?:^|[,。!\s室里上])谁(?:把|帮|拿|动|看见|看到|捡|知道|有空)|^(?:请问|你好|您好|在吗|谢谢|辛苦|早上好|上午好|下午好|晚上好|大家好|早|晚安|哈哈)|[?]\s*$|(?:吗|呢|吧)[?!。\s]*$|怎么(?:办|样|走|填|弄|报)|为什么|几点|多少钱"
)


_DUTY: Final = re.compile(ACTION)
_ASKS: Final = re.compile(r"(?:吗|么|没有?|呢|[?])[?!。\s]*$")
_QUESTION: Final = re.compile(r"怎么样|咋样|如何(?![一-龥])|什么(?:情况|进展)|到哪|^(?:查|看|问)")
_REPORT_BACK: Final = re.compile(
    r"(?:[,;。并]|[完成结好毕束]后|及时|尽快)(?:及时|请|书面|如实|尽快|立即|并)*(?:反馈|上报|报送|报告|回复|汇报)[一-龥]{0,10}(?:情况|结果|进展|进度)(?=[,。;!\s]|$)"
)
_BARE_DONE: Final = re.compile(
    r"[我们村办所]*(?:任务|工作)?(?:基本|全部|均)?(?:完成任务|完成|办完|办好|办结完成|落实|整改完|处理完|搞定|做完)[。!\s]*"
)


def manages(text: str, *, coded: bool) -> Intent | None:
    """Give the intent of a message that is about directives there are already; None for anything else.

    `text` is normal, without the bot's name and the code; `coded` says that it named one.
    """
    if found := _whole(text, coded=coded):
        return found
    if starts_notice(text) and not coded:
        return None
    if _FEEDBACK_START.match(text) and (":" in text or not (_ASKS.search(text) or _BEGS_TIME.search(text))):
        return "feedback"
    if early := _transition(text, coded=coded) or _reasoned(text, coded=coded):
        return early
    short = len(text) <= SHORT
    if short and _NUDGE.search(text) and not _orders_first(text):
        return "nudge"
    if is_acknowledged(text):
        return "ack"
    return _query(text) if short and (coded or not orders(text)) else None


def _whole(text: str, *, coded: bool) -> Intent | None:
    """Give the intent of a message that says one thing and nothing else."""
    if _HELP.fullmatch(text):
        return "help"
    if len(text) <= SHORT and _MINE.fullmatch(text):
        return "mine"
    if len(text) <= 24 and _WITHDRAW.match(text):
        return "withdraw"
    return "status" if coded and not text.strip() else None


def _orders_first(text: str) -> bool:
    """请应急办催一下…: somebody else is to do it."""
    return bool(re.match(r"\s*请(?!催|再|帮|您|你|提醒|督促|对|给|把)", text))


def _transition(text: str, *, coded: bool) -> Intent | None:
    bare = text.strip(" ,。!:;")
    if (coded or len(bare) <= 24) and _WITHDRAW.match(bare):
        return "withdraw"
    if (
        not _NO_EXTEND.search(bare)
        and not _WHEN.search(bare)
        and (coded or not _EVENT_MOVES.search(bare))
        and _EXTEND.search(bare)
        and (
            coded
            or not _ORDER.search(bare)
            or re.match(r"^(?:申请|请求|恳请|请(?:批准|允许|准予|予以|领导)?(?:延|宽|再给|多给))", bare)
        )
    ):
        return "extend"
    if _REASSIGN.match(bare) or (
        coded
        and re.search(
            r"(?<![已经])(?:转(?=给|办|交|派|由|到|至)|移交|改由|改派|改发|改成|改为|交由|交给|换成|换给|换|派给)",
            bare[:24],
        )
    ):
        return "reassign"
    if coded and _GIVES_BACK.match(bare):
        return "return"
    if _RETURN.match(bare) and not _NO_RETURN.search(bare) and not re.match(r"^\s*请", bare):
        return "return"
    if (
        _ACCEPT.match(bare)
        and len(bare) <= 60
        and not _PENDING.search(bare)
        and not re.search(r"[吗么?]$", bare)
    ):
        return "accept"
    return None


def _reasoned(text: str, *, coded: bool) -> Intent | None:
    """情况有变,…撤回: the reason stands first, what is to happen last."""
    if len(text) > SHORT or (not coded and orders(text)):
        return None
    for clause in re.split(r"[,。;!]", text)[1:]:
        found = _transition(clause, coded=coded) if clause.strip() else None
        if found and not (found == "accept" and clause.strip().startswith("请")):
            return found  # 已整改,请验收 asks for what it does not say
    return None


def states(text: str) -> bool:
    """Whether the text says something that is neither a greeting nor a question."""
    return len(text) > 2 and not (
        _NO_EXTEND.search(text) or _CHAT.search(text) or _ASKS.search(text) or _THANKS.fullmatch(text)
    )


def _query(text: str) -> Intent | None:
    if re.search(r"(?:多少|几)[件项条个](?:任务|指令|事)?[?!。\s]*$", text) and re.search(
        r"办结|完成|逾期|任务|交办|指令", text
    ):
        return "status"
    if _PENDING.search(text) and not re.match(r"^\s*(?:办|完成|处理)了", text):
        asked = (
            re.search(r"[吗么没]有?[?!。\s]*$", text)
            and re.search(r"完成|办[结完好得了妥没]|落实|处理", text)
            and not re.search(r"谁|哪|几|多少|名单", text)
        ) or _LISTED.search(text)
        return "status" if asked else "pending"
    if _STATUS.search(text) and _ASKS.search(text):
        return "status"
    if (
        _STATUS.search(text)
        and not _STATED.search(text)
        and not _REPORTED.search(re.sub(r"(?:已办结|已完成)的?(?:任务|事项)?", "", text))
    ):
        return "status"
    return None


def is_acknowledged(text: str) -> bool:
    """Whether the text says 收到 and nothing more that matters."""
    if (
        re.search(r"谁|哪[些几个]|没(?:收|签|看)", text)
        or _RECEIVED.search(text)
        or (_ORDER.search(text) and len(text) > 12)
    ):
        return False
    if re.search(r"收到(?:后|的)?[,，]?(?:请|须|并|务必|要求)", text) and not re.search(
        r"请(?:放心|领导)", text
    ):
        return False
    if _NAMED_ACK.fullmatch(text):
        return True
    if is_bare_ack(text):
        return True
    return (
        len(text) <= SHORT
        and bool(_ACK_START.match(text))
        and not _REPORTED.search(text)
        and not _CHAT.search(text)
    )


def reports(text: str, *, coded: bool) -> bool:
    """Whether the text tells what was done: a report by whoever has the share."""
    if _FEEDBACK_START.match(text) and (":" in text or not _ASKS.search(text)):
        return True
    if (_ORDER.search(text) and not coded) or _ASKS.search(text):
        return False
    if (coded or "任务" in text) and _BARE_DONE.fullmatch(text):
        return True
    return bool(_REPORTED.search(text)) and not (_CHAT.search(text) and not coded)


def asks_action(text: str) -> bool:
    """Say whether anything to be done is named at all."""
    return bool(_DUTY.search(text))


def asks(text: str) -> bool:
    """Whether it is a question."""
    return bool(_ASKS.search(text) or _QUESTION.search(text))


def asks_report(text: str) -> bool:
    """Whether a clause of its own asks to be told how it went: …,并反馈处置结果."""
    return bool(_REPORT_BACK.search(text))


def is_chat(text: str) -> bool:
    """Whether it is a greeting or a question to nobody."""
    return bool(_CHAT.search(text))


def orders(text: str) -> bool:
    """Whether something is asked of somebody."""
    return bool(_ORDER.search(text))


def is_bare_ack(text: str) -> bool:
    """Whether the text says 收到, perhaps 马上办 and 谢谢 with it, and nothing else at all."""
    plain = re.sub(r"[@]\S{1,12}", "", text)
    rest = re.sub(r"[\W_]+", "", _ACK.sub("", plain))
    return not rest and re.search(r"\w|[👌👍✅🫡💪①]", plain) is not None and not _THANKS.fullmatch(plain)
