// What a newcomer may type in each room, and what an empty room says.
"use strict";

// What a chip says and, where that is longer, what it fills in.
const SAMPLES = {
  leader_group: [
    ["特急交办", "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈"], ["谁没收到"], ["进展", "进展怎么样"],
    ["各村报送", "请各村明天下午下班前报送森林防火排查情况"], ["发通知", "通知:明天上午9点在镇政府三楼会议室召开安全生产会议"],
  ],
  leader_app: [["谁没收到"], ["我的任务"], ["帮助"]],
  staff_group: [["收到"], ["反馈", "反馈:已组织人员到场,火势已控制"], ["帮助"]],
  staff_app: [["收到"], ["反馈", "反馈:已组织人员到场"], ["我的任务"], ["帮助"]],
  citizen: [["你好"], ["我家门口的路灯坏了"], ["怎么办居住证"]],
};
const HINTS = {
  group: "群里还没有消息\n点下面的示例，再点「发送」", app: "还没有消息\n收到的任务卡片会出现在这里", official: "你已关注该公众号\n发一句话试试",
};
