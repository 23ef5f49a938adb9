"""What kind of request people's own sentences are; written by hand, as people type and talk."""

# ruff: noqa: E501 - sentences read better unbroken

from __future__ import annotations

import pytest

from handlers.citizen.reading_kind import begun, kind_of, small_talk

SENTENCES = {
    "consult": (
        "身份证到期了怎么换", "请问办老年证要带什么材料", "低保要什么条件才能申请", "医保在哪里交", "你们几点下班",
        "周六上班吗", "异地就医怎么备案", "咋个办居住证嘛", "办营业执照要多少钱", "想问下小孩上户口要些什么",
        "社保卡丢了在哪点补", "农机补贴还有没有啊 能领多少", "请问镇政府电话是多少", "我想咨询一下公租房的事", "退休金几号发 什么时候到账",
        "高龄补贴80岁可以领吗", "结婚证丢了可以在这里补吗", "生二胎有没有补贴", "我户口在外地能不能在这里办", "怎么投诉物业",
        "举报电话是多少", "不是投诉,就是问一下办准生证要带哪些证件", "残疾证怎么申请要等多久", "我妈今年65了坐公交要钱不", "请教一下宅基地审批流程是什么流程",
        "公积金咋提取", "老人家认证咋弄 不会用手机",
    ),
    "help": (
        "幸福路路灯不亮了", "我们小区停水了", "红旗村断电一下午了 老人受不了热,请尽快处理", "家门口井盖不见了,好危险", "水管爆了水流得到处都是",
        "下水道堵了 污水冒出来", "帮帮我,孩子走丢了", "我家屋顶漏水 能不能来人看一下", "独居老人没人照顾 请社区帮忙", "求助:老公住院没钱治病",
        "电梯坏了老人下不了楼", "树倒了把路堵了", "村里的水压太小了 洗澡都洗不了", "门口马蜂窝 麻烦派人来弄一下", "没得水用咋个办哦",
        "顺交社区3栋 楼道灯坏了,麻烦修一下", "桥栏杆断了小孩容易掉下去", "我家房子墙开裂了是不是危房呀求助", "路面塌陷一个大坑", "宽带断网了没信号",
        "家里实在困难 揭不开锅了", "红绿灯坏了路口好乱", "野猪下山拱庄稼怎么办啊", "路登不亮了 黑漆漆的", "邻居之间扯皮 请帮忙调解一下",
    ),
    "complaint": (
        "我要投诉小区物业乱收费", "楼下烧烤店每天半夜吵得人睡不着", "垃圾堆了一个星期没人清", "路灯坏了一个月没人修", "窗口的人态度太差了",
        "我跑了三趟都说材料不齐", "打了五次电话都不接", "工地晚上施工扰民", "老板欠我工资三个月不给", "停水三天了也没人管",
        "幸福路那条臭水沟 臭死了 反映了好多次都没解决", "广场舞音乐震天响", "买的猪肉变质了 店家不退钱", "车子乱停堵住我家门口", "村里修路修了半年还没通",
        "公交车等了一个小时都不来 太不像话", "办个事推来推去踢皮球", "隔壁养猪 臭气熏天", "狗不牵绳 到处拉狗屎", "去办证的时候那个女的爱理不理 还翻白眼",
        "真是感谢你们,三个月了路还没修", "服务好得很,让我跑了五趟", "你们效率可真高 等了半年没个信", "呵呵 为人民服务 电话接都不接", "谢谢你们啊 垃圾堆成山都没人管",
        "预付卡办了健身房 现在关门了不给退", "菜市场缺斤少两", "物业费涨价了 卫生还那么差", "这个村干部凶得很 骂人", "冇人理 打电话冇人接",
        "本人于上个月在你们大厅办理房产过户 工作人员一会说少这个一会说少那个 前前后后跑了四次 每次都要请假 最后才告诉我要先去税务 请问这就是一次性告知吗 非常气愤", "污水排到我家田里 说了多少遍都不管", "楼上高空抛物 物业不管",
    ),
    "report": (
        "举报有人在河里电鱼", "我要举报村口那家店卖假药", "有人在山上盗伐树木", "工厂半夜偷排污水到河里", "隔壁开赌场 天天聚赌",
        "那家饭店没有营业执照", "村主任冒领低保", "有人私搭乱建 占了消防通道", "小区里有黑诊所无证行医", "有人搞传销 骗老人",
        "沙场非法采砂", "检举某某贪污扶贫款", "养殖场直排粪水到河沟", "有人打鸟卖野生动物", "村里有人烧秸秆",
        "货车超载把路压坏了", "亲戚关系户都评上低保 优亲厚友", "有个小作坊用地沟油",
    ),
    "suggestion": (
        "建议在学校门口装个红绿灯", "希望能多开一趟公交车", "能不能在村口装几个路灯", "提个意见 办事大厅中午最好也有人", "要是能在河边建个步道就好了",
        "希望政府给我们村修条路", "应该多装点垃圾桶", "建议广场增加健身器材", "可不可以增设一个老年食堂", "最好把斑马线重新画一下",
        "希望社区多搞点活动", "能不能延长图书室开放时间", "呼吁大家不要乱扔垃圾 希望镇里加强宣传", "小朋友放学没地方去 希望咱社区搞个托管班", "我有个小建议 公示栏字太小了老人看不清",
    ),
    "praise": (
        "表扬一下便民中心的褚静 服务特别耐心", "感谢村里帮我们修好了路", "要给环卫工人点个赞", "谢谢社区朱书记帮我找回老人", "窗口的小姑娘态度真好 办事也快",
        "想送面锦旗给派出所", "你们办事效率真高", "非常满意 十分钟就办好了", "工作人员热心肠 忙前忙后真心感谢", "为竹里村干部点赞 下雨天还在巡堤",
    ),
}  # fmt: skip
LATER = (
    ("help", "村头的变压器又跳了 家里米饭都煮不成"),
    ("help", "昨晚下大雨 我家门口全是水 出不了门"),
    ("complaint", "卖保健品的天天骗老人家的钱"),
    ("consult", "老人去世了户口怎么销"),
    ("consult", "娃儿要读一年级了 啥时候报名"),
    ("complaint", "快递总是放门口不送上楼"),
    ("help", "小区门口的铁门掉下来差点砸到人"),
    ("suggestion", "学校门口放学太堵了，建议错峰"),
    ("complaint", "加油站的油有问题 车开两天就熄火"),
    ("praise", "今天去办退休，那位戴眼镜的小哥真不错"),
    ("consult", "补办驾照去哪里"),
    ("complaint", "乡卫生院挂号排队排一上午"),
    ("report", "河对面的厂晚上冒黑烟，味道刺鼻"),
    ("consult", "我爸八十多了一个人在家不会做饭有没有送餐的"),
    ("consult", "新生儿医保怎么交"),
    ("complaint", "领导你好 我家的地被征了钱一直没到账 找村里村里说找镇里 找镇里说等"),
    ("consult", "申请廉租房有什么要求"),
    ("help", "路边电线垂下来快碰到头了"),
    ("report", "有人冒充社保局打电话"),
    ("complaint", "楼上天天拖椅子 半夜还放歌"),
    ("suggestion", "村口那个弯道看不到车 装个凸面镜吧"),
    ("complaint", "政务中心取号机坏了也没人说一声 白等一上午"),
    ("consult", "我是外省的 能在这儿交居民养老吗"),
    ("help", "孩子两天没回家了"),
    ("complaint", "学校食堂饭菜有虫"),
    ("consult", "失业了能领什么钱"),
    ("report", "村里会计把补贴打到自己亲戚卡上"),
    ("complaint", "网上买的东西商家不发货也不退款"),
    ("praise", "抢修师傅大半夜冒雨来修电，辛苦了"),
    ("help", "水龙头流出来的水是黄的"),
)
"""Written after the patterns were, without looking at them."""

SMALL = {
    "你好": "hello", "您好!": "hello", "在吗": "there", "有人吗？": "there", "谢谢": "thanks", "好的谢谢": "thanks", "谢谢你们": "thanks",
    "早上好": "hello", "哈喽": "hello", "再见": "bye", "没事了": "bye", "嗯嗯": "fine", "[微笑]": "fine", "好的": "fine", "收到": "fine",
    "辛苦了": "thanks", "你好在吗": "there", "ok": "fine", "123": "fine", "？": "fine", "你是机器人吗": "there",
}  # fmt: skip
NEITHER = ("哈密瓜", "竹里村", "今晚的月亮", "李大爷", "学校旁边")


def test_most_of_them_are_many() -> None:
    """There are enough sentences for the figure to mean something."""
    assert sum(map(len, SENTENCES.values())) >= 120


@pytest.mark.parametrize(("kind", "text"), [*((k, t) for k, them in SENTENCES.items() for t in them), *LATER])
def test_kind(kind: str, text: str) -> None:
    """Each sentence is of the kind a clerk would put it under."""
    found = kind_of(text)

    assert found is not None
    assert kind == found.name


@pytest.mark.parametrize(("text", "what"), SMALL.items())
def test_small_talk(text: str, what: str) -> None:
    """Small talk is no request, and each sort has its own answer."""
    assert what == small_talk(text)
    assert kind_of(text) is None


@pytest.mark.parametrize("text", NEITHER)
def test_nothing_to_tell(text: str) -> None:
    """What says too little is of no kind, and no small talk."""
    assert kind_of(text) is None
    assert "" == small_talk(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("我要投诉", "complaint"), ("我要反映问题", ""), ("投诉", "complaint"), ("我想举报", "report"), ("我要反映一件事", ""),
     ("提建议", None), ("你好,我要投诉", "complaint"), ("我有个建议", "suggestion"), ("我要投诉物业", None), ("有件事要反映", "")],
)  # fmt: skip
def test_begun(text: str, kind: str | None) -> None:
    """我要投诉 begins a request and says nothing of the matter; with the matter it is the matter."""
    assert kind == begun(text)
