//! The whole program on the demo's month, as it is read: every room in three languages, at the sizes people have. A change
//! of a word, a column or a colour's place shows here before anybody meets it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]
#![allow(dead_code, reason = "the desk is shared with other tests")]

mod desk;

use desk::{Desk, open};
use insta::assert_snapshot;
use qun::base::{Lang, Language, Zone};
use std::sync::LazyLock;

/// The demo's file in each language, made once.
static MONTHS: LazyLock<Vec<(Language, Vec<u8>)>> = LazyLock::new(|| {
    let month = |language| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("qun.db");
        let mut db = open(&path, "周宁");
        qun::app::demo::fill(&mut db, &Lang::load(language), Zone::default()).unwrap();
        let _: i64 = db.conn().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0)).unwrap();
        drop(db);
        (language, std::fs::read(path).unwrap())
    };
    Language::ALL.iter().map(|(language, _)| month(*language)).collect()
});

/// The screen after `keys`; `|` shows where lines begin.
fn shown(language: Language, size: (u16, u16), keys: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qun.db");
    let month = MONTHS.iter().find(|(known, _)| *known == language).unwrap();
    std::fs::write(&path, &month.1).unwrap();
    let mut desk = Desk::on(open(&path, "周宁"), folder, Lang::load(language), size);
    desk.press(keys);
    desk.screen().lines().map(|line| format!("|{line}\n")).collect()
}

#[test]
fn dashboard_simplified() {
    assert_snapshot!(shown(Language::Hans, (120, 36), ""), @r"
    | qun 青苔植物社        10月10日 周六 调休上班 17:20  7日 91.4%  30日 91.4%        周宁(经理)  在线 柚子 话术，老陆 审核
    | 危机 营养土生虫 还剩 1:23   先办 1 早安浇水打卡 .. 迟8时20   2 南山小雨 QQ 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |═ 1 日历 ════════════════════════════════════════════ 今天 5：迟2 待3 ═┬─ 2 话术 ──────────────────── 等 3：最急 余6分 ─
    | 今天 10月10日 周六 调休上班                                           │ 余6分     南山小雨   QQ 互助群     退款
    | ▸ 迟8时20  09:00 微信 新苗1群  固定  互动 早安浇水打卡 第19天  周宁   │           「到货的花盆裂了，能退吗」
    |   迟4时50  12:30 小红书 群聊   固定  干货 叶尖发黄的 5 个原因  柚子   │ 余19分    阿Ann      微信 会员群   咨询
    |   余40分   18:00 微博 超话     热点  互动 冰块浇花翻车 跟进    柚子   │           「今晚的换盆课在哪看回放？」
    |   余55分   18:15 危机          步骤  危机：产品质量 发停售说.. --     │ 余27分    绿豆沙     抖音 粉丝群   投诉
    |   待2时10  19:30 抖音 粉丝群   固定  干货 直播提醒：换盆全流程 周宁   │           「团购的营养土少发了一袋」
    |   待2时40  20:00 微信 会员群   固定  福利 会员团购：陶粒与粗砂 周宁   │
    |                                                                       │ 建议话术
    | 明天 10月11日 周日 休                                                 │ tk        退款登记                 用 33 次
    |            09:00 微信 新苗1群  固定  互动 早安浇水打卡 第20天  周宁   │ hf        直播回放在哪看           用 36 次
    |            12:30 微信 进阶群   固定  干货 进阶课：配土的比例   柚子   │ bf        少发漏发补寄             用 35 次
    |            20:00 B站 粉丝群    固定  互动 晒图点评 周会场      老陆   │
    | 10月12日 周一                                                         │
    |            09:00 微信 新苗1群  固定  互动 早安浇水打卡 第21天  周宁   │
    |            12:30 QQ 互助群     固定  干货 小飞虫的三道防线     柚子   │
    | 本周配比  干货 50% (目标50)  互动 30% (30)  福利 20% (20)  推送 27/30 │
    | 留意 2 条送审超过 24 时：新手买盆避坑 (a 批准)                        │
    | 留意 绿植抽奖连 3 场人数递减 236 > 188 > 139，下一场在 10月15日       │ 今日 答40 按时37 超时3   本周 91.4%
    |─ 3 审核 ───────────────────────────────────────────── 20：最旧 3时12 ─┼─ 4 指标 ───────────────────────── 越界1 未填1 ─
    | 入群 7 内容 11 举报 1 申诉 1   L3 3  L2 17  机审 通过 12 拒绝 4 看 4  │ 退群率     0.62%  ▂▁▁▁▃▂▄▄█ ▴+0.18点 越界 今日
    |                                                                       │   为何 10/8 抽奖降到 139 人，绿植抽奖 第3场..
    |   L3 内容 微信 新苗2群  种子小铺   加V领进口营养土，..  广告   3时12  │ 30日留存   23.6%  ▄▄▂▃▆▄▄▃▁ ▾-0.3点  留意 今日
    |   L2 内容 QQ 互助群     麦浪       @老陆在看 收多肉收.. 刷屏   2时40  │ 发言率     17.1%  ▆▇▅▁▂▄▆█▇ ▾-0.4点  正常 今日
    |   L2 入群 微信 会员群   Vivi       答：订单尾号 5521    通过   2时31  │ 净增率     0.55%  ▄▆▅▅▁▁▂▂█ ▴+0.18点 正常 今日
    |   L2 入群 微信 新苗1群  小院阿静   邀请人 阿禾          通过   2时05  │ DAU          469  ▅▆▄▁▂▄▆█▇ ▾-2.3%   正常 今日
    |   L2 内容 小红书 群聊   一只贝壳   第一次养兰，求点评   通过   1时58  │ 粘性       23.1%  ▆▇▅▁▂▄▆█▇ ▾-0.8点  正常 自动
    |   L3 举报 微博 超话     闲云       老陆荐拒不实 听说..  不实   1时44  │ 7日留存    41.0%  ▃▁▂▆▆▁▅█▄ ▾-0.9点  正常 今日
    |   L2 入群 QQ 互助群     momo       没有填写答案         看     1时30  │ 互动量     1,128  ▇██▇██▇██ ▴+0.6%   正常 今日
    |   L2 内容 B站 粉丝群    根系观察员 琴叶榕换盆 30 天记录 通过   1时21  │ 优质UGC    28.3%  ▂▃▇▆▆█▄▅▆ ▴+0.4点  正常 今日
    |                                                                       │ 沉默占比   28.2%  ▆▄▅▄▃▂▄▄▁ ▾-0.2点  正常 自动
    |   还有 12 条，今日已审 46，用时中位 4分                               │ 另 1 项正常，转化率今日未填
    | y 后去 App 粘贴，回来按 a；Y 一步做完
    | 日历  a 已发  y 复制  Y 复制并标已发  o 改期  x 取消  n 新建  e 编辑  m 换视图      │ 1-4 切换  c 巡检  ? 帮助  q 退出
    ");
}

#[test]
fn dashboard_english() {
    assert_snapshot!(shown(Language::En, (120, 36), ""), @r"
    | qun Mossgate Plants   Sat 10 Oct, make-up workday, 17:20  7d 91% 30d 91%    周宁 (manager)  on: Priya SOP, Tomas Queue
    | CRISIS soil gnats 1:23   FIRST 1 Morning wate.. late 8h20   2 Rainy Hill Help 6m left     37/40=92.5% goal 90% spare 1
    |═ 1 Calendar ═════════════════════════════════ today 5: late 2, due 3 ═┬─ 2 SOP ───────────── waiting 3: first 6m left ─
    | Today, Sat 10 Oct, make-up workday                                    │ 6m left   Rainy Hill Telegram Help refund
    | ▸ late 8h20 09:00 Discord Seeds 1  fixed chat Morning water.. 周宁    │           「the pot arrived cracked, can I r..
    |   late 4h50 12:30 RED Notes        fixed tips Five reasons .. Priya   │ 19m left  Ann        Telegram Me.. ask
    |   left 40m  18:00 Weibo Fans       hot   chat Ice-cube wate.. Priya   │           「where is tonight's class recorde..
    |   left 55m  18:15 crisis           step  Crisis: quality: P.. --      │ 27m left  Bean Soup  Zulip Herbs   complaint
    |   in 2h10   19:30 Zulip Herbs      fixed tips Live tonight:.. 周宁    │           「one bag of soil is missing from ..
    |   in 2h40   20:00 Telegram Memb..  fixed perk Group buy: cl.. 周宁    │
    |                                                                       │ Suggested replies
    | Tomorrow, Sun 11 Oct, rest day                                        │ refund    Refund registered        used 33
    |             09:00 Discord Seeds 1  fixed chat Morning water.. 周宁    │ replay    Where the recording is   used 36
    |             12:30 Discord Growers  fixed tips Class: mixing.. Priya   │ missing   Missing item, sent again used 35
    |             20:00 Bilibili Videos  fixed chat Photo review,.. Tomas   │
    | Mon 12 Oct                                                            │
    |             09:00 Discord Seeds 1  fixed chat Morning water.. 周宁    │
    |             12:30 Telegram Help    fixed tips Gnats: three .. Priya   │
    | Mix this week  tips 50% (50)  chat 30% (30)  perk 20% (20) push 27/30 │
    | WATCH 2 wait for approval over 24h: Buying a first pot (a approves)   │
    | WATCH plant lottery: 3 in a row fall 236 > 188 > 139; the next is 1.. │ today 40 answered, 37 in time; week 91.4%, l..
    |─ 3 Queue ─────────────────────────────────────────── 20: oldest 3h12 ─┼─ 4 KPI ──────────────────── out 1, unfilled 1 ─
    | joins 7  posts 11  flags 1  pleas 1    L3 3  L2 17                    │ leave rate   0.62%  ▁▂▁▁▁▃▂▄▄█ ▴+0.18pt out
    |                                                                       │   why? 8 Oct lottery down to 139, Plant lott..
    |   L3 post Disc Seeds 2  Seed Cor.. free imported soil.. ad      3h12  │ 30-day ret.  23.6%  ▆▄▄▂▃▆▄▄▃▁ ▾-0.3pt  watch
    |   L2 post Telegra Help  Barley     @Tomas is on it bu.. flood   2h40  │ speaking     17.1%  ▄▆▇▅▁▂▄▆█▇ ▾-0.4pt  ok
    |   L2 join Tele Members  Vivi       answer: order endi.. pass    2h31  │ net growth   0.55%  ▄▄▆▅▅▁▁▂▂█ ▴+0.18pt ok
    |   L2 join Disc Seeds 1  Jing fro.. invited by Maya      pass    2h05  │ DAU            469  ▃▅▆▄▁▂▄▆█▇ ▾-2.3%   ok
    |   L2 post RED Notes     one_shell  my first orchid, c.. pass    1h58  │ stickiness   23.1%  ▄▆▇▅▁▂▄▆█▇ ▾-0.8pt  ok
    |   L3 flag Weibo Fans    idle_cloud Tomas: reject, false false   1h44  │ 7-day ret.   41.0%  ▄▃▁▂▆▆▁▅█▄ ▾-0.9pt  ok
    |   L2 join Telegra Help  momo       no answer given      look    1h30  │ interactions 1,128  █▇██▇██▇██ ▴+0.6%   ok
    |   L2 post Bilib Videos  Root Wat.. repotting the fidd.. pass    1h21  │ quality UGC  28.3%  ▁▂▃▇▆▆█▄▅▆ ▴+0.4pt  ok
    |                                                                       │ silent       28.2%  ▆▆▄▅▄▃▂▄▄▁ ▾-0.2pt  ok
    |   12 more, 46 decided today, median 4m                                │ 1 more ok, conversion not filled today
    | y, paste in the app, then a; Y does both
    | Calendar  a posted  y copy  Y copy+posted  o later  x cancel  n new  e edit     │ 1-4 pane  c check-in  ? help  q quit
    ");
}

#[test]
fn dashboard_small() {
    assert_snapshot!(shown(Language::Hant, (80, 24), ""), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    | [1 日曆 5 遲2]  2 話術 3 急1   3 審核 20 舊3時12   4 指標 越界1 未填1
    |═ 日曆 列表   10月10日 至 10月16日 ════════════════════════════════ 推送 27/30 ═
    | 今天 10月10日 週六 班
    | ▸ 遲8時20  09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第19天      周宁 未發
    |   遲4時50  12:30 微信 花友群     固定 乾貨 葉尖變黃的 5 個原因      小燕 未發
    |   餘40分   18:00 小紅書 群聊     熱點 互動 冰塊澆花翻車 跟進        小燕 未發
    |   餘55分   18:15 危機            步驟 危機：產品品質 發停售說明，.. --   待辦
    |   待2時10  19:30 Telegram 市集群 固定 乾貨 直播提醒：換盆全流程     周宁 備好
    |   待2時40  20:00 Discord 會員區  固定 福利 會員團購：發泡煉石       周宁 備好
    | 明天 10月11日 週日 休
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第20天      周宁 備好
    |            12:30 Discord 進階區  固定 乾貨 進階課：介質的比例       小燕 備好
    |            20:00 B站 粉絲群      固定 互動 曬圖點評 每週場          阿哲 備好
    | 10月12日 週一
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第21天      周宁 備好
    |─ 配比 乾貨 50/50  互動 30/30  福利 20/20 ──────────────────────────────────────
    | 留意 2 則送審超過 24 時：新手買盆別踩雷 (a 核准)
    | 留意 綠植抽獎連 3 場人數遞減 236 > 188 > 139，下一場在 10月15日
    | 節點 重陽 10月18日 8天後   霜降 10月23日   雙11 32天後
    | 熱點 1：冰塊澆花翻車 跟進 18:00 前跟進，21:00 過期 (微博，熱度 4)
    | y 後去 App 貼上，回來按 a；Y 一步做完
    | a 已發  y 複製  Y 複製並標已發  o 改期  x 取消  n 新增  e 編輯  ? 說明  q 結束
    ");
}

#[test]
fn calendar_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 列表   10月10日 至 10月16日 ════════════════════════════════ 推送 27/30 ═
    | 今天 10月10日 周六 班
    | ▸ 迟8时20  09:00 微信 新苗1群 固定 互动 早安浇水打卡 第19天         周宁 未发
    |   迟4时50  12:30 小红书 群聊  固定 干货 叶尖发黄的 5 个原因         柚子 未发
    |   余40分   18:00 微博 超话    热点 互动 冰块浇花翻车 跟进           柚子 未发
    |   余55分   18:15 危机         步骤 危机：产品质量 发停售说明，同..  --   待办
    |   待2时10  19:30 抖音 粉丝群  固定 干货 直播提醒：换盆全流程        周宁 备好
    |   待2时40  20:00 微信 会员群  固定 福利 会员团购：陶粒与粗砂        周宁 备好
    | 明天 10月11日 周日 休
    |            09:00 微信 新苗1群 固定 互动 早安浇水打卡 第20天         周宁 备好
    |            12:30 微信 进阶群  固定 干货 进阶课：配土的比例          柚子 备好
    |            20:00 B站 粉丝群   固定 互动 晒图点评 周会场             老陆 备好
    | 10月12日 周一
    |            09:00 微信 新苗1群 固定 互动 早安浇水打卡 第21天         周宁 备好
    |─ 配比 干货 50/50  互动 30/30  福利 20/20 ──────────────────────────────────────
    | 留意 2 条送审超过 24 时：新手买盆避坑 (a 批准)
    | 留意 绿植抽奖连 3 场人数递减 236 > 188 > 139，下一场在 10月15日
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后
    | 热点 1：冰块浇花翻车 跟进 18:00 前跟进，21:00 过期 (微博，热度 4)
    | y 后去 App 粘贴，回来按 a；Y 一步做完
    | a 已发  y 复制  Y 复制并标已发  o 改期  x 取消  n 新建  e 编辑  ? 帮助  q 退出
    ");
}

#[test]
fn calendar_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "1"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    | [1 日曆 5 遲2]  2 話術 3 急1   3 審核 20 舊3時12   4 指標 越界1 未填1
    |═ 日曆 列表   10月10日 至 10月16日 ════════════════════════════════ 推送 27/30 ═
    | 今天 10月10日 週六 班
    | ▸ 遲8時20  09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第19天      周宁 未發
    |   遲4時50  12:30 微信 花友群     固定 乾貨 葉尖變黃的 5 個原因      小燕 未發
    |   餘40分   18:00 小紅書 群聊     熱點 互動 冰塊澆花翻車 跟進        小燕 未發
    |   餘55分   18:15 危機            步驟 危機：產品品質 發停售說明，.. --   待辦
    |   待2時10  19:30 Telegram 市集群 固定 乾貨 直播提醒：換盆全流程     周宁 備好
    |   待2時40  20:00 Discord 會員區  固定 福利 會員團購：發泡煉石       周宁 備好
    | 明天 10月11日 週日 休
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第20天      周宁 備好
    |            12:30 Discord 進階區  固定 乾貨 進階課：介質的比例       小燕 備好
    |            20:00 B站 粉絲群      固定 互動 曬圖點評 每週場          阿哲 備好
    | 10月12日 週一
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第21天      周宁 備好
    |─ 配比 乾貨 50/50  互動 30/30  福利 20/20 ──────────────────────────────────────
    | 留意 2 則送審超過 24 時：新手買盆別踩雷 (a 核准)
    | 留意 綠植抽獎連 3 場人數遞減 236 > 188 > 139，下一場在 10月15日
    | 節點 重陽 10月18日 8天後   霜降 10月23日   雙11 32天後
    | 熱點 1：冰塊澆花翻車 跟進 18:00 前跟進，21:00 過期 (微博，熱度 4)
    | y 後去 App 貼上，回來按 a；Y 一步做完
    | a 已發  y 複製  Y 複製並標已發  o 改期  x 取消  n 新增  e 編輯  ? 說明  q 結束
    ");
}

#[test]
fn calendar_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "1"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Calendar list   10 Oct to 16 Oct ════════════════════════════════ push 27/30 ═
    | Today, Sat 10 Oct, workday
    | ▸ late 8h20 09:00 Discord Seeds 1 fixed chat Morning watering.. 周宁  due
    |   late 4h50 12:30 RED Notes       fixed tips Five reasons for.. Priya due
    |   left 40m  18:00 Weibo Fans      hot   chat Ice-cube waterin.. Priya due
    |   left 55m  18:15 crisis          step  Crisis: quality: Post.. --    open
    |   in 2h10   19:30 Zulip Herbs     fixed tips Live tonight: re.. 周宁  ready
    |   in 2h40   20:00 Telegram Memb.. fixed perk Group buy: clay .. 周宁  ready
    | Tomorrow, Sun 11 Oct, rest day
    |             09:00 Discord Seeds 1 fixed chat Morning watering.. 周宁  ready
    |             12:30 Discord Growers fixed tips Class: mixing soil Priya ready
    |             20:00 Bilibili Videos fixed chat Photo review, th.. Tomas ready
    | Mon 12 Oct
    |             09:00 Discord Seeds 1 fixed chat Morning watering.. 周宁  ready
    |─ Mix tips 50/50  chat 30/30  perk 20/20 ───────────────────────────────────────
    | WATCH 2 wait for approval over 24h: Buying a first pot (a approves)
    | WATCH plant lottery: 3 in a row fall 236 > 188 > 139; the next is 15 Oct
    | Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d
    | Hot 1: Ice-cube watering gone wrong by 18:00, over at 21:00 (Weibo, heat 4)
    | y, paste in the app, then a; Y does both
    | a posted  y copy  Y copy+posted  o later  x cancel  n new       ? help  q quit
    ");
}

#[test]
fn calendar_week_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 m"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 周矩阵   10月10日 至 10月16日   9 群 x 7 天 ════ m 换视图  [ ] 前后一周 ═
    | 群            今 10 六 班     11 日 休        12 一           13 二
    |────────────────────────────────────────────────────────────────────────────────
    | 热点          18:00 冰块浇..
    |
    | 微信 新苗1群 ▸迟 09:00 早安.. 09:00 早安浇..  09:00 早安浇..  09:00 早安浇..
    | 微信 新苗2群  -               -               缺 用户案例：.. -
    | 微信 进阶群   -               12:30 进阶课..  -               20:30 视频：..
    | 微信 会员群   20:00 会员团..  -               -               20:00 会员答..
    |
    | QQ 互助群     -               -               12:30 小飞虫..  -
    |
    | 微博 超话     18:00 冰块浇..  -               19:00 超话福..  -
    | 抖音 粉丝群   19:30 直播提..  -               -               -
    | B站 粉丝群    -               20:00 晒图点..  -               -
    | 小红书 群聊   迟 12:30 叶尖.. -               -               12:30 新手买..
    |────────────────────────────────────────────────────────────────────────────────
    | 条数          5 条            3 条            3 条 缺 1       4 条
    | 推送 27/30  微信 新苗1群 7/7 已满   缺口 3   配比 干货 50/50 互动 30/30 福利..
    | 微信 新苗1群 09:00 早安浇水打卡 第19天 迟8时20 固定 互动 周宁
    | a 已发  y 复制  Y 复制并标已发  o 改期  x 取消  n 新建  e 编辑  ? 帮助  q 退出
    ");
}

#[test]
fn calendar_week_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "1 m"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Calendar week   10 Oct to 16 Oct   9 communities x 7 days ═ m view  [ ] week ═
    | community         [10] Sat work  11 Sun off     12 Mon         13 Tue
    |────────────────────────────────────────────────────────────────────────────────
    | Hot topics        18:00 Ice-cu..
    |
    | Discord Seeds 1  ▸late 09:00 M.. 09:00 Mornin.. 09:00 Mornin.. 09:00 Mornin..
    | Discord Seeds 2   -              -              gap Case: a .. -
    | Discord Growers   -              12:30 Class:.. -              20:30 Video:..
    |
    | Telegram Members  20:00 Group .. -              -              20:00 Member..
    | Telegram Help     -              -              12:30 Gnats:.. -
    |
    | Weibo Fans        18:00 Ice-cu.. -              19:00 Fan tr.. -
    | Zulip Herbs       19:30 Live t.. -              -              -
    | Bilibili Videos   -              20:00 Photo .. -              -
    | RED Notes         late 12:30 F.. -              -              12:30 Buying..
    |────────────────────────────────────────────────────────────────────────────────
    | posts             5              3              3 gap 1        4
    | push 27/30  Discord Seeds 1 7/7 full   gaps 3   Mix tips 50/50 chat 30/30 pe..
    | Discord Seeds 1 09:00 Morning watering, day 19 late 8h20 fixed chat 周宁
    | a posted  y copy  Y copy+posted  o later  x cancel  n new       ? help  q quit
    ");
}

#[test]
fn calendar_month() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 m m"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 月   2026年10月 ═══════════════════ 固定 | 热点 ! | 缺 ?   [ ] 前后一月 ═
    | 周一       周二       周三       周四       周五       周六       周日
    | 9/28  4条  9/29  4条  9/30  5条  1 国庆 休  2 休  5条  3 休  4条  4 休  3条
    | 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早..
    | 12:30 介.. 12:30 第.. 12:30 一.. 12:30 拆.. 12:30 阳.. 12:30 浇.. 12:30 进..
    | 另 2 条    另 2 条    另 3 条    另 2 条    另 3 条    另 2 条    20:00 晒..
    | 5 休  4条  6 休  3条  7 休  5条  8 寒露     9     5条  [今 10 班] 11    3条
    | 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 迟 09:00.. 09:00 早..
    | 12:30 白.. 20:00 会.. 12:30 本.. 12:30 拆.. 12:30 花.. 迟 12:30.. 12:30 进..
    | 另 2 条    20:30 视.. 另 3 条    另 2 条    另 3 条    另 3 条    20:00 晒..
    | 12    3条  13    4条  14    4条  15    3条  16    5条  17    4条  18 重阳
    | 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早..
    | 另 3 条    另 3 条    另 4 条    另 3 条    另 4 条    另 3 条    另 2 条
    | 19    4条  20    4条  21    5条  22    4条  23 霜降    24    4条  25    3条
    | 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早..
    | 另 3 条    另 3 条    另 4 条    另 3 条    另 4 条    另 3 条    另 2 条
    | 26    4条  27    4条  28    5条  29    4条  30    5条  31 万圣夜  11/1  0条
    | 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. 09:00 早.. ? 09:00 ..
    | 另 3 条    另 3 条    另 4 条    另 3 条    另 4 条    另 3 条
    | 今天 10月10日 周六 调休上班  5 条，迟 2 待 3    本月 126 条  缺 3  热点 1
    | n 新建  m 换视图                                                ? 帮助  q 退出
    ");
}

#[test]
fn calendar_day() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 m m m"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 日   10月10日 周六 调休上班 ════════════════ h l 前后一天  [ ] 前后一周 ═
    | 热点  1 条
    |   余40分   18:00 微博 超话    热点 互动 冰块浇花翻车 跟进           柚子 未发
    |            微博  热度 4  16:55 发现  18:00 前跟进  21:00 过期
    | 固定  5 条
    | ▸ 迟8时20  09:00 微信 新苗1群 固定 互动 早安浇水打卡 第19天         周宁 未发
    |   迟4时50  12:30 小红书 群聊  固定 干货 叶尖发黄的 5 个原因         柚子 未发
    |   余55分   18:15 危机         步骤 危机：产品质量 发停售说明，同..  --   待办
    |   待2时10  19:30 抖音 粉丝群  固定 干货 直播提醒：换盆全流程        周宁 备好
    |   待2时40  20:00 微信 会员群  固定 福利 会员团购：陶粒与粗砂        周宁 备好
    |
    |
    |
    |
    |─ 配比 干货 50/50  互动 30/30  福利 20/20 ──────────────────────────────────────
    | 留意 2 条送审超过 24 时：新手买盆避坑 (a 批准)
    | 留意 绿植抽奖连 3 场人数递减 236 > 188 > 139，下一场在 10月15日
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后
    | 热点 1：冰块浇花翻车 跟进 18:00 前跟进，21:00 过期 (微博，热度 4)
    | y 后去 App 粘贴，回来按 a；Y 一步做完
    | a 已发  y 复制  Y 复制并标已发  o 改期  x 取消  n 新建  e 编辑  ? 帮助  q 退出
    ");
}

#[test]
fn calendar_table() {
    assert_snapshot!(shown(Language::En, (80, 24), "1 m m m m"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Calendar table   10 Oct to 6 Nov ═════════════════ [ ] four weeks  < > month ═
    | ▸ 10 Oct Sat late 8h20 09:00 Discord Seeds 1 chat Morning watering,.. due
    |   10 Oct Sat late 4h50 12:30 RED Notes       tips Five reasons for .. due
    |   10 Oct Sat left 40m  18:00 Weibo Fans      chat Ice-cube watering.. due
    |   10 Oct Sat in 2h10   19:30 Zulip Herbs     tips Live tonight: rep.. ready
    |   10 Oct Sat in 2h40   20:00 Telegram Memb.. perk Group buy: clay p.. ready
    |   11 Oct Sun           09:00 Discord Seeds 1 chat Morning watering,.. ready
    |   11 Oct Sun           12:30 Discord Growers tips Class: mixing soil  ready
    |   11 Oct Sun           20:00 Bilibili Videos chat Photo review, thi.. ready
    |   12 Oct Mon           09:00 Discord Seeds 1 chat Morning watering,.. ready
    |   12 Oct Mon           12:30 Telegram Help   tips Gnats: three defe.. ready
    |   12 Oct Mon           19:00 Weibo Fans      perk Fan treat: market.. ready
    |   12 Oct Mon gap       20:00 Discord Seeds 2 tips Case: a balcony r.. gap
    |   13 Oct Tue           09:00 Discord Seeds 1 chat Morning watering,.. ready
    |─ Mix tips 50/50  chat 30/30  perk 20/20 ───────────────────────────────────────
    | WATCH 2 wait for approval over 24h: Buying a first pot (a approves)
    | WATCH plant lottery: 3 in a row fall 236 > 188 > 139; the next is 15 Oct
    | Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d
    | Hot 1: Ice-cube watering gone wrong by 18:00, over at 21:00 (Weibo, heat 4)
    | y, paste in the app, then a; Y does both
    | a posted  y copy  Y copy+posted  o later  x cancel  n new       ? help  q quit
    ");
}

#[test]
fn calendar_columns_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 S"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 固定栏目 7 ═══════════════════════ 改一期在列表里改，这里改的是整个栏目 ═
    |   群           时刻  周期        栏目                            下期    兑现
    | ▸ 微信 新苗1群 09:00 每天        早安浇水打卡 第N天              10/11   17/17
    |   微信 新苗2群 20:00 每周一      用户案例                        10/12   2/2
    |   微信 新苗2群 20:00 每周四      绿植抽奖 第N场                  10/15   3/3
    |   微信 会员群  20:00 每周五、六  会员团购                        10/10   5/5
    |   QQ 互助群    21:00 每周三      互助精选                        10/14   3/3
    |   抖音 粉丝群  19:30 每周三、六  直播提醒                        10/10   5/5
    |   B站 粉丝群   18:00 每周四      长视频                          10/15   3/3
    |
    |
    |
    |
    |─ 微信 新苗1群  每天 ───────────────────────────────────────────────────────────
    | 下几期 10/11 休  10/12  10/13  10/14  10/15
    | 9月23日 周三 秋分 起  周宁  30 天兑现 17/17
    | 没有文案：每期先是缺口，等人补上
    |
    |
    | 10/10 17:05 老陆 交班：营养土生虫 答复草稿在 ! 里，批次号已问仓库；上交的三..
    | n 新栏目  e 修改或定结束  Esc 返回                                     F1 帮助
    ");
}

#[test]
fn calendar_columns_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "1 S"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Calendar columns 7 ══ one slot is changed in the list, here the whole column ═
    |   community       time  rule             column                  next    kept
    | ▸ Discord Seeds 1 09:00 daily            Morning watering, day N 11 Oct  17/17
    |   Discord Seeds 2 20:00 weekly Mon       Case                    12 Oct  2/2
    |   Discord Seeds 2 20:00 weekly Thu       Plant lottery #N        15 Oct  3/3
    |   Telegram Memb.. 20:00 weekly Fri, Sat  Group buy               10 Oct  5/5
    |   Telegram Help   21:00 weekly Wed       Best of help            14 Oct  3/3
    |   Zulip Herbs     19:30 weekly Wed, Sat  Live tonight            10 Oct  5/5
    |   Bilibili Videos 18:00 weekly Thu       Long video              15 Oct  3/3
    |
    |
    |
    |
    |─ Discord Seeds 1  daily ───────────────────────────────────────────────────────
    | next 11 Oct off  12 Oct  13 Oct  14 Oct  15 Oct
    | since Wed 23 Sep, 秋分  周宁  kept 17/17 in 30 days
    | no caption: each slot is a gap until somebody fills it
    |
    |
    | 10 Oct 17:05 Tomas handed over: soil gnats: draft reply is under !, warehous..
    | n new  e change or set an end  Esc back                                F1 help
    ");
}

#[test]
fn calendar_hot() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 H"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 列表   10月10日 至 10月16日 ════════════════════════════════ 推送 27/30 ═
    | 今天 10月10日 周六 班
    | ▸ 迟8时20  09:00 微信 新苗1群 固定 互动 早安浇水打卡 第19天         周宁 未发
    |   迟4时┌─ 记热点 ─────────────────────────────────────────────────────┐  未发
    |   余40 │                                                              │  未发
    |   余55 │▸ 热点     [                                           ] 必填 │  待办
    |   待2时│  来源      ____                                              │  备好
    |   待2时│  热度       1 冷  2 温 [3 热] 4 沸  5 爆                     │  备好
    | 明天 10│  群        微信 新苗1群                                 必填 │
    |        │  跟进截止  ____                                         必填 │  备好
    |        │  过期      ____                                              │  备好
    |        │  类型       1 干货 [2 互动] 3 福利                           │  备好
    | 10月12 │  文案                                                        │
    |        │                                                              │  备好
    |─ 配比  │                                                              │────────
    | 留意 2 │                                                              │
    | 留意 绿└─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后
    | 热点 1：冰块浇花翻车 跟进 18:00 前跟进，21:00 过期 (微博，热度 4)
    | 10/10 17:05 老陆 交班：营养土生虫 答复草稿在 ! 里，批次号已问仓库；上交的三..
    | Enter 下一格/存下  S-Tab 上一格  Esc 留作草稿                          F1 帮助
    ");
}

#[test]
fn calendar_why() {
    assert_snapshot!(shown(Language::En, (80, 24), "1 s"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Calendar list   10 Oct to 16 Oct ════════════════════════════════ push 27/30 ═
    | Today, Sat 10 Oct, workday
    | ▸ late 8h20 09:00 Discord Seeds 1 fixed chat Morning watering.. 周宁  due
    |   late 4h50 12:30 RED Notes       fixed tips Five reasons for.. Priya due
    |   left 40m  18:00 Weibo Fans      hot   chat Ice-cube waterin.. Priya due
    |   left 55m  18:15 crisis          step  Crisis: quality: Post.. --    open
    |   in 2h10   19:30 Zulip Herbs     fixed tips Live tonight: re.. 周宁  ready
    |   in 2h40   20:00 Telegram Memb.. fixed perk Group buy: clay .. 周宁  ready
    | Tomorrow, Sun 11 Oct, rest day
    |             09:00 Discord Seeds 1 fixed chat Morning watering.. 周宁  ready
    |             12:30 Discord Growers fixed tips Class: mixing soil Priya ready
    |             20:00 Bilibili Videos fixed chat Photo review, th.. Tomas ready
    | Mon 12 Oct
    |═ why: Morning watering, day 19 ════════════════════════════════════════════════
    |   column daily, next 11 Oct; keys here touch this one slot, S shows the column
    |   fixed series morning watering, day: 6 Oct 106 > 7 Oct 162 > 8 Oct 92
    |   Discord Seeds 1 7/7 full this week, in all push 27/30
    |   day 1/3, Mon-Sun 7/7    tips 0/50  chat 100/30  perk 0/20
    |   chat would be 100% that week, target 30%
    | y, paste in the app, then a; Y does both
    | any key goes back                                                      F1 help
    ");
}

#[test]
fn calendar_form() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "1 n"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 日历 列表   10月10日 至 10月16日 ════════════════════════════════ 推送 27/30 ═
    | 今天 10月10日 周六 班
    | ▸ 迟8时┌─ 新条目 ─────────────────────────────────────────────────────┐  未发
    |   迟4时│  群        微信 新苗1群                 必填                 │  未发
    |   余40 │  日期      2026-10-10                   今天 10月10日 周六.. │  未发
    |   余55 │▸ 时刻     [                           ] 必填                 │  待办
    |   待2时│  类型      [1 干货] 2 互动  3 福利                           │  备好
    |   待2时│  来源      [1 固定] 2 热点                                   │  备好
    | 明天 10│  热点过期  ____                                              │
    |        │  标题      ____                         必填                 │  备好
    |        │  文案                                                        │  备好
    |        │                                                              │  备好
    | 10月12 │                                                              │
    |        │──────────────────────────────────────────────────────────────│  备好
    |─ 配比  │  那周第 8 条，上限 7                                         │────────
    | 留意 2 │  20 点人最多 (8%)                                            │
    | 留意 绿│  存为草稿   当天 2/3  周一起 8/7                             │
    | 节点 重└─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘
    | 热点 1：冰块浇花翻车 跟进 18:00 前跟进，21:00 过期 (微博，热度 4)
    | y 后去 App 粘贴，回来按 a；Y 一步做完
    | Enter 下一格/存下  S-Tab 上一格  Esc 留作草稿                          F1 帮助
    ");
}

#[test]
fn people_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "2"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2  [2 话术 3 急1]  3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 话术 在等 3   今日 答 40  按时 37  超时 3 ═════════════════════════ 最急在前 ═
    | ▸ 余 6分  南山小雨 QQ 互助群    退款  到货的花盆裂了，能退吗         建议 tk
    |   余19分  阿Ann    微信 会员群  咨询  今晚的换盆课在哪看回放？       建议 hf
    |   余27分  绿豆沙   抖音 粉丝群  投诉  团购的营养土少发了一袋         建议 bf
    |   暂停 1：橙子汽水 等 补订单号 (o 10分前)
    |
    |
    |
    |
    |
    |
    |─ 南山小雨  QQ 互助群  退款 ───────────────────────────────── 10/10 16:56 来信 ─
    | 「到货的花盆裂了，能退吗」
    | 建议 1 tk    退款登记  用 33 次
    |
    |
    |
    |
    |
    | 南山小雨 等了 23分；承诺 30分 截止 17:26
    | a 答复  x 不答+理由  o 稍后 暂停  E 上交经理  n 记一条          ? 帮助  q 退出
    ");
}

#[test]
fn people_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "2"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2  [2 話術 3 急1]  3 審核 20 舊3時12   4 指標 越界1 未填1
    |═ 話術 等待 3   今日 答 40  準時 37  逾時 3 ═════════════════════════ 最急在前 ═
    | ▸ 餘 6分  南山小雨 其他 LINE..  退款  收到的花盆裂了，可以退嗎       建議 tk
    |   餘19分  阿Ann    Discord 會.. 諮詢  今晚的換盆課去哪裡看重播？     建議 hf
    |   餘27分  綠豆沙   Telegram ..  客訴  團購的培養土少寄了一包         建議 bf
    |   暫停 1：橙子汽水 等 補訂單編號 (o 10分前)
    |
    |
    |
    |
    |
    |
    |─ 南山小雨  其他 LINE互助  退款 ───────────────────────────── 10/10 16:56 來信 ─
    | 「收到的花盆裂了，可以退嗎」
    | 建議 1 tk    退款登記  用 33 次
    |
    |
    |
    |
    |
    | 南山小雨 等了 23分；承諾 30分 截止 17:26
    | a 答覆  x 不答+理由  o 稍後 暫停  E 上交經理  n 記一則          ? 說明  q 結束
    ");
}

#[test]
fn people_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "2"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5  [2 SOP 3 soon 1]  3 Queue 20   4 KPI 1
    |═ SOP waiting 3   today 40 answered  37 in time  3 late ═════ least time first ═
    | ▸  6m left  Rainy .. Telegram Help  refund     the pot arrived cr..  try refund
    |   19m left  Ann      Telegram Mem.. ask        where is tonight's..  try replay
    |   27m left  Bean S.. Zulip Herbs    complaint  one bag of soil is..  try miss..
    |   paused 1: Orange Soda, for the order number (o 10m ago)
    |
    |
    |
    |
    |
    |
    |─ Rainy Hill  Telegram Help  refund ─────────────────────── asked 10 Oct 16:56 ─
    | 「the pot arrived cracked, can I return it」
    | try 1 refund Refund registered  used 33
    |
    |
    |
    |
    |
    | Rainy Hill has waited 23m; promised within 30m, by 17:26
    | a answer  x close  o put off  E send up  n new  m view  w card  ? help  q quit
    ");
}

#[test]
fn chooser() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "2 a"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2  [2 话术 3 急1]  3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 话术 在等 3   今日 答 40  按时 37  超时 3 ═════════════════════════ 最急在前 ═
    | ▸ 余 6分  南山小雨 QQ 互助群    退款  到货的花盆裂了，能退吗         建议 tk
    |   余19分  阿Ann    微信 会员群  咨询  今晚的换盆课在哪看回放？       建议 hf
    |   余27分  绿豆沙   抖音 粉丝群  投诉  团购的营养土少发了一袋         建议 bf
    |   暂停 1：橙子汽水 等 补订单号 (o 10分前)
    |
    |─ 话术 61 ─ 查找：[                         ]────────────── 代码 > 名称 > 正文 ─
    | ▸ 1 tk       退款登记           {昵称}，{商品}的退款已经登记，单号 {..  33 次
    |   2 yd       新人引导三步       {昵称}，刚来不知道从哪儿开始，按这三..  49 次
    |   3 hf       直播回放在哪看     {昵称}，回放已经放好了：{链接} 保留到.. 36 次
    |   4 bf       少发漏发补寄       {昵称}，东西没给你发齐，是我们的问题..  35 次
    |   5 bx       补充信息再判断     {昵称}，为了少来回几趟，麻烦补三样： .. 32 次
    |─ 预览 tk 退款登记 ─────────────────── 范围：全部平台   改于 8月31日 周一 周宁 ─
    | 南山小雨，{商品}的退款已经登记，单号 {单号}。
    | 款项按原路退回，一般 {到账时长}内到；需要寄回的，运费由我们承担。
    | 到时间还没到账就回我这条消息，我去追。
    | 还差 3 格：商品 单号 到账时长   自动：昵称 南山小雨
    |
    |
    | 南山小雨 等了 23分；承诺 30分 截止 17:26
    | 1-9 选话术  Enter 选第一条  拼音首字母查找  Esc 返回                   F1 帮助
    ");
}

#[test]
fn fill_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "2 a 1"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2  [2 話術 3 急1]  3 審核 20 舊3時12   4 指標 越界1 未填1
    |═ 話術 等待 3   今日 答 40  準時 37  逾時 3 ═════════════════════════ 最急在前 ═
    | ▸ 餘 6分  南山小雨 其他 LINE..  退款  收到的花盆裂了，可以退嗎       建議 tk
    |   餘19 ┌─ 填話術 tk 退款登記 給 南山小雨 (其他 LINE互助) ─────────────┐議 hf
    |   餘27 │                                                              │議 bf
    |   暫停 │  暱稱      南山小雨                                     自動 │
    |        │▸ 商品     [                                           ] 必填 │
    |        │  單號      ____                                         必填 │
    |        │  到帳時間  [1 48 小時] 2 3 個工作天  3 7 個工作天            │
    |        │──────────────────────────────────────────────────────────────│
    |        │  南山小雨，{商品}的退款已經登記，單號 {單號}。               │
    |        │  款項依原付款方式退回，一般 48 小時內入帳；需要寄回的，運費  │
    |─ 南山小│  由我們負擔。                                                │6 來信 ─
    | 「收到 │  時間到了還沒入帳，回覆這則訊息，我去追。                    │
    | 建議 1 │                                                              │
    |        │  還差 2 格：商品 單號    84 字 (上限 500)                    │
    |        │                                                              │
    |        └─ Enter 下一格/送出  S-Tab 上一格  ^T 換話術  Esc 留作草稿 ───┘
    |
    |
    | Enter 後：送往你的終端剪貼簿，記為已答，跳到下一位 (u 復原)
    | 字母數字都是文字；^U 清空  ^P 送出並等對方                             F1 說明
    ");
}

#[test]
fn fill_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "2 a 1"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5  [2 SOP 3 soon 1]  3 Queue 20   4 KPI 1
    |═ SOP waiting 3   today 40 answered  37 in time  3 late ═════ least time first ═
    | ▸  6m l┌─ Fill refund Refund registered for Rainy Hill (Telegram He.. ┐y refund
    |   19m l│                                                              │y replay
    |   27m l│  nickname        Rainy Hill                         auto     │y miss..
    |   pause│▸ product        [                                 ] required │
    |        │  reference       ____                               required │
    |        │  days to arrive  [1 two days] 1/3                            │
    |        │──────────────────────────────────────────────────────────────│
    |        │  Rainy Hill, your refund for {product} is registered under   │
    |        │  {reference}.                                                │
    |        │  The money goes back the way it came, usually within two     │
    |─ Rainy │  days. If it has to be sent back, we pay the postage.        │ 16:56 ─
    | 「the p│  If the date passes and nothing has arrived, reply to this   │
    | try 1 r│  message and I will chase it.                                │
    |        │                                                              │
    |        │  slots left 2: product reference    266 letters (of 500)     │
    |        │                                                              │
    |        └─ Enter next/send  S-Tab back  ^T other  Esc keeps a draft ───┘
    |
    | Enter: sent to your terminal, logged as answered, next person (u undo)
    | every letter and digit is text; ^U clears  ^P send and wait            F1 help
    ");
}

#[test]
fn library() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "2 m m"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2  [2 话术 3 急1]  3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 话术 话术库 61 ════════════════════════════════════════════════════ 常用在前 ═
    | ▸ yd       新人引导三步         欢迎      {昵称}，刚来不知道从哪儿开..  49 次
    |   hf       直播回放在哪看       咨询      {昵称}，回放已经放好了：{链.. 36 次
    |   bf       少发漏发补寄         投诉      {昵称}，东西没给你发齐，是..  35 次
    |   tk       退款登记             投诉      {昵称}，{商品}的退款已经登..  33 次
    |   bx       补充信息再判断       咨询      {昵称}，为了少来回几趟，麻..  32 次
    |   sj       答复时间说明         通知      {昵称}，我们每天 {@工作时段.. 28 次
    |   ap       投诉先接住           投诉      {昵称}，这件事让你不舒服了..  17 次
    |   sh       需要核实，稍后答复   咨询      {昵称}，这个问题我要跟同事..  17 次
    |   yg       活动预告             活动      【{活动名称}】 什么时候：{开.. 2 次
    |   还有 52 条
    |─ yd 新人引导三步 ────────────────────────────────────────────────────── 49 次 ─
    | {昵称}，刚来不知道从哪儿开始，按这三步走就行：
    | 1. 看群公告置顶的公约；
    | 2. 用一句话介绍自己：{介绍内容}；
    | 3. 挑一个本周的栏目参加一次。
    | 做完找我领新人资料，我是{运营}。
    | 范围：全部平台   改于 8月31日 周一 周宁
    | 关键词 新手 怎么玩 从哪开始 引导
    | 10/10 17:05 老陆 交班：营养土生虫 答复草稿在 ! 里，批次号已问仓库；上交的三..
    | n 新话术  m 换视图  s 全文，旧版  e 编辑  y 复制  f 筛选        ? 帮助  q 退出
    ");
}

#[test]
fn template_page() {
    assert_snapshot!(shown(Language::En, (80, 24), "2 m m s"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5  [2 SOP 3 soon 1]  3 Queue 20   4 KPI 1
    |═ SOP library 61 ═════════════════════════════════════════════ most used first ═
    | start Three first steps
    | answered 49, of them back within a day 0
    |
    | version 1  Mon 31 Aug  周宁
    |   start Three first steps
    |   category welcome
    |   keywords start begin newcomer guide how
    |   status in use
    |   {nickname}, if you wonder where to begin:
    |   1. read the pinned rules;
    |   2. introduce yourself in one sentence: {what to say};
    |   3. join one of this week's sessions.
    |   Then ask me for the newcomer pack. I am {operator}.
    |
    |
    |
    |
    |
    | 10 Oct 17:05 Tomas handed over: soil gnats: draft reply is under !, warehous..
    | jk scroll  n other words  e edit  Esc back                             F1 help
    ");
}

#[test]
fn queue_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "3"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1  [3 审核 20 旧3时12]  4 指标 越界1 未填1
    |═ 审核 20：入群 7 内容 11 举报 1 申诉 1   L3 3  L2 17 ═════════ 全部，旧的在前 ═
    | ▸  L3 内容 微信 新苗2群 种子小铺   加V领进口营养土，名额有限，.. 广告   3时12
    |    L2 内容 QQ 互助群    麦浪       @老陆在看 收多肉收多肉，有..  刷屏   2时40
    |    L2 入群 微信 会员群  Vivi       答：订单尾号 5521             通过   2时31
    |    L2 入群 微信 新苗1群 小院阿静   邀请人 阿禾                   通过   2时05
    |    L2 内容 小红书 群聊  一只贝壳   第一次养兰，求点评            通过   1时58
    |    L3 举报 微博 超话    闲云       老陆荐拒不实 听说这批营养土.. 不实   1时44
    |    L2 入群 QQ 互助群    momo       没有填写答案                  看     1时30
    |    L2 内容 B站 粉丝群   根系观察员 琴叶榕换盆 30 天记录          通过   1时21
    |    L2 内容 抖音 粉丝群  甜甜花店   进店领券 www.lingquan.examp.. 广告   1时09
    |    L2 入群 微信 新苗1群 阿布布     扫码 花市摊位                 通过    58分
    |    还有 10 条，今日已审 46，用时中位 4分
    |─ 种子小铺  微信 新苗2群  入群 2 天  违规 1 (90天内) ───────────────────────────
    | 「[加V]领进口营养土，[名额有限]，先到先得 [微信：****5566]」
    | 机审 R3 广告引流 0.98：命中 加V，名额有限，微信号
    | L2 老陆 14:14 上交
    | 建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好
    |
    |
    | 按 x 再按 1-9 定理由；. 重复上一次决定
    | a 通过  x 拒绝+理由  o 稍后  s 为何  w 成员卡  n 粘贴一条       ? 帮助  q 退出
    ");
}

#[test]
fn queue_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "3"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2   2 話術 3 急1  [3 審核 20 舊3時12]  4 指標 越界1 未填1
    |═ 審核 20：入群 7 內容 11 檢舉 1 申訴 1   L3 3  L2 17 ═════════ 全部，舊的在前 ═
    | ▸  L3 內容 Tel 新芽二群 種子小舖   加V領進口培養土，名額有限，.. 廣告   3時12
    |    L2 內容 其 LINE互助  麥浪       @阿哲在看 收多肉收多肉，有..  洗版   2時40
    |    L2 入群 Disco 會員區 Vivi       答：訂單末四碼 5521           通過   2時31
    |    L2 入群 Tel 新芽一群 小院阿靜   邀請人 予晴                   通過   2時05
    |    L2 內容 微信 花友群  一只貝殼   第一次養蘭花，求指點          通過   1時58
    |    L3 檢舉 小紅書 群聊  閒雲       阿哲薦拒不實 聽說這批培養土.. 不實   1時44
    |    L2 入群 其 LINE互助  momo       沒有填寫答案                  看     1時30
    |    L2 內容 B站 粉絲群   根系觀察員 琴葉榕換盆 30 天紀錄          通過   1時21
    |    L2 內容 Teleg 市集群 甜甜花坊   進店領券 www.lingquan.examp.. 廣告   1時09
    |    L2 入群 Tel 新芽一群 阿布布     掃碼 花市攤位                 通過    58分
    |    還有 10 則，今日已審 46，用時中位 4分
    |─ 種子小舖  Telegram 新芽二群  入群 2 天  違規 1 (90天內) ──────────────────────
    | 「[加V]領進口培養土，[名額有限]，先到先得 [微信：****5566]」
    | 機審 R3 廣告引流 0.98：命中 加V，名額有限，微信號
    | L2 阿哲 14:14 上交
    | 建議 x1 拒絕：公約 3.2 廣告引流，通知草稿已備好
    |
    |
    | 按 x 再按 1-9 定理由；. 重複上一次決定
    | a 通過  x 拒絕+理由  o 稍後  s 為何  w 成員卡  n 貼上一則       ? 說明  q 結束
    ");
}

#[test]
fn queue_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "3"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5   2 SOP 3  [3 Queue 20 old 3h12]  4 KPI 1
    |═ Queue 20: joins 7 posts 11 flags 1 pleas 1   L3 3  L2 17 ═ all, oldest first ═
    | ▸  L3 post Disc Seeds 2 Seed Cor.. free imported soil, few bag.. ad      3h12
    |    L2 post Telegra Help Barley     @Tomas is on it buying succ.. flood   2h40
    |    L2 join Tele Members Vivi       answer: order ending 5521     pass    2h31
    |    L2 join Disc Seeds 1 Jing fro.. invited by Maya               pass    2h05
    |    L2 post RED Notes    one_shell  my first orchid, comments w.. pass    1h58
    |    L3 flag Weibo Fans   idle_cloud Tomas: reject, false heard .. false   1h44
    |    L2 join Telegra Help momo       no answer given               look    1h30
    |    L2 post Bilib Videos Root Wat.. repotting the fiddle fig, a.. pass    1h21
    |    L2 post Zulip Herbs  Sweet Fl.. coupons at www.petal-coupon.. ad      1h09
    |    L2 join Disc Seeds 1 Abbu       code at the market stall      pass     58m
    |    10 more, 46 decided today, median 4m
    |─ Seed Corner  Discord Seeds 2  member for 2d  rejected 1 (90d) ────────────────
    | 「free imported soil, few bags left, first come first served [telegram:
    | ****5566]」
    | machine R3 ads 0.90: hit Telegram id
    | L2 Tomas sent it up at 14:14
    | suggested: x1 reject, rule 3.2 ads; the notice is drafted
    |
    | x then 1-9 gives the reason; . repeats the last decision
    | a approve  x reject+reason  o later  s why here  w member       ? help  q quit
    ");
}

#[test]
fn queue_why() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "3 s"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1  [3 审核 20 旧3时12]  4 指标 越界1 未填1
    |═ 审核 20：入群 7 内容 11 举报 1 申诉 1   L3 3  L2 17 ═════════ 全部，旧的在前 ═
    | ▸  L3 内容 微信 新苗2群 种子小铺   加V领进口营养土，名额有限，.. 广告   3时12
    |    L2 内容 QQ 互助群    麦浪       @老陆在看 收多肉收多肉，有..  刷屏   2时40
    |    L2 入群 微信 会员群  Vivi       答：订单尾号 5521             通过   2时31
    |    L2 入群 微信 新苗1群 小院阿静   邀请人 阿禾                   通过   2时05
    |    L2 内容 小红书 群聊  一只贝壳   第一次养兰，求点评            通过   1时58
    |    L3 举报 微博 超话    闲云       老陆荐拒不实 听说这批营养土.. 不实   1时44
    |    L2 入群 QQ 互助群    momo       没有填写答案                  看     1时30
    |    L2 内容 B站 粉丝群   根系观察员 琴叶榕换盆 30 天记录          通过   1时21
    |    L2 内容 抖音 粉丝群  甜甜花店   进店领券 www.lingquan.examp.. 广告   1时09
    |    L2 入群 微信 新苗1群 阿布布     扫码 花市摊位                 通过    58分
    |    还有 10 条，今日已审 46，用时中位 4分
    |─ 种子小铺  微信 新苗2群  入群 2 天  违规 1 (90天内) ───────────────────────────
    | 「[加V]领进口营养土，[名额有限]，先到先得 [微信：****5566]」
    |   L1 机审  R3 广告引流 0.98
    |            命中 加V，名额有限，微信号
    |   L2 老陆  14:14 上交
    |   L3 你    未定
    | 建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好
    | 按 x 再按 1-9 定理由；. 重复上一次决定
    | a 通过  x 拒绝+理由  o 稍后  s 为何  w 成员卡  n 粘贴一条       ? 帮助  q 退出
    ");
}

#[test]
fn queue_card() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "3 w"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2   2 話術 3 急1  [3 審核 20 舊3時12]  4 指標 越界1 未填1
    |═ 審核 20：入群 7 內容 11 檢舉 1 申訴 1   L3 3  L2 17 ═════════ 全部，舊的在前 ═
    | ▸  L3 內容 Tel 新芽二群 種子小舖   加V領進口培養土，名額有限，.. 廣告   3時12
    |    L2 內容 其 LINE互助  麥浪       @阿哲在看 收多肉收多肉，有..  洗版   2時40
    |    L2 入群 Disco 會員區 Vivi       答：訂單末四碼 5521           通過   2時31
    |    L2 入群 Tel 新芽一群 小院阿靜   邀請人 予晴                   通過   2時05
    |    L2 內容 微信 花友群  一只貝殼   第一次養蘭花，求指點          通過   1時58
    |    L3 檢舉 小紅書 群聊  閒雲       阿哲薦拒不實 聽說這批培養土.. 不實   1時44
    |    L2 入群 其 LINE互助  momo       沒有填寫答案                  看     1時30
    |    L2 內容 B站 粉絲群   根系觀察員 琴葉榕換盆 30 天紀錄          通過   1時21
    |    還有 12 則，今日已審 46，用時中位 4分
    |─ 種子小舖  Telegram 新芽二群  入群 2 天  違規 1 (90天內) ──────────────────────
    | 「[加V]領進口培養土，[名額有限]，先到先得 [微信：****5566]」
    |   暱稱    種子小舖
    |   編號    ..abce
    |   入群    10月8日 週四 掃碼 花市攤位 (2 天)
    |   違規    1 次，90 天內；警告線 3 次
    |           10/9 洗版 小燕，已通知
    |   備註    10/9 小燕 洗版，第 1 次
    | 同類 1：第 20 則 4分前，同一人
    | 按 x 再按 1-9 定理由；. 重複上一次決定
    | a 通過  x 拒絕+理由  o 稍後  s 為何  w 成員卡  n 貼上一則       ? 說明  q 結束
    ");
}

#[test]
fn queue_reasons_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "3 x"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1  [3 审核 20 旧3时12]  4 指标 越界1 未填1
    |═ 审核 20：入群 7 内容 11 举报 1 申诉 1   L3 3  L2 17 ═════════ 全部，旧的在前 ═
    | ▸  L3 内容 微信 新苗2群 种子小铺   加V领进口营养土，名额有限，.. 广告   3时12
    |    L2 内容 QQ 互助群    麦浪       @老陆在看 收多肉收多肉，有..  刷屏   2时40
    |    L2 入群 微信 会员群  Vivi       答：订单尾号 5521             通过   2时31
    |    L2 入群 微信 新苗1群 小院阿静   邀请人 阿禾                   通过   2时05
    |    L2 内容 小红书 群聊  一只贝壳   第一次养兰，求点评            通过   1时58
    |    L3 举报 微博 超话    闲云       老陆荐拒不实 听说这批营养土.. 不实   1时44
    |    L2 入群 QQ 互助群    momo       没有填写答案                  看     1时30
    |    L2 内容 B站 粉丝群   根系观察员 琴叶榕换盆 30 天记录          通过   1时21
    |    L2 内容 抖音 粉丝群  甜甜花店   进店领券 www.lingquan.examp.. 广告   1时09
    |    L2 入群 微信 新苗1群 阿布布     扫码 花市摊位                 通过    58分
    |    还有 10 条，今日已审 46，用时中位 4分
    |─ 种子小铺  微信 新苗2群  入群 2 天  违规 1 (90天内) ───────────────────────────
    | 「[加V]领进口营养土，[名额有限]，先到先得 [微信：****5566]」
    | 机审 R3 广告引流 0.98：命中 加V，名额有限，微信号
    |═ 拒绝 种子小铺，按一位数字选理由 ══════════════════════════════════════════════
    |   1  广告引流 3.2 建议      4  违法违规 1.1           7  重复内容 3.4
    |   2  刷屏     3.3           5  不实信息 2.4           8  隐私泄露 4.3
    |   3  人身攻击 4.1           6  无关内容 3.1           9  其他     写一句
    | 之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)
    | 1-9 理由  Enter 用建议 1  n 不发通知  Esc 返回                         F1 帮助
    ");
}

#[test]
fn queue_reasons_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "3 x"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5   2 SOP 3  [3 Queue 20 old 3h12]  4 KPI 1
    |═ Queue 20: joins 7 posts 11 flags 1 pleas 1   L3 3  L2 17 ═ all, oldest first ═
    | ▸  L3 post Disc Seeds 2 Seed Cor.. free imported soil, few bag.. ad      3h12
    |    L2 post Telegra Help Barley     @Tomas is on it buying succ.. flood   2h40
    |    L2 join Tele Members Vivi       answer: order ending 5521     pass    2h31
    |    L2 join Disc Seeds 1 Jing fro.. invited by Maya               pass    2h05
    |    L2 post RED Notes    one_shell  my first orchid, comments w.. pass    1h58
    |    L3 flag Weibo Fans   idle_cloud Tomas: reject, false heard .. false   1h44
    |    L2 join Telegra Help momo       no answer given               look    1h30
    |    L2 post Bilib Videos Root Wat.. repotting the fiddle fig, a.. pass    1h21
    |    L2 post Zulip Herbs  Sweet Fl.. coupons at www.petal-coupon.. ad      1h09
    |    L2 join Disc Seeds 1 Abbu       code at the market stall      pass     58m
    |    10 more, 46 decided today, median 4m
    |─ Seed Corner  Discord Seeds 2  member for 2d  rejected 1 (90d) ────────────────
    | 「free imported soil, few bags left, first come first served [telegram:
    | ****5566]」
    |═ reject Seed Corner: a digit gives the reason ═════════════════════════════════
    |   1  ads      3.2 suggested 4  illegal  1.1           7  repeated 3.4
    |   2  flooding 3.3           5  false    2.4           8  privacy  4.3
    |   3  abuse    4.1           6  offtopic 3.1           9  other    own words
    | then: removed, notice drafted, no. 2 in 90 days, warn at 3
    | 1-9 reason  Enter as suggested 1  n no notice  Esc back                F1 help
    ");
}

#[test]
fn queue_house() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "3 g h"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1  [3 审核 20 旧3时12]  4 指标 越界1 未填1
    |═ 审核 公约、违规线和分工 ══════════════════════════════════════════════════════
    | ▸ 违规线    3/5/8       警告线 3  禁言线 5  移出线 8
    |   公约      1.1         遵守法律法规，不发违法内容，不做违法交易。
    |   公约      2.4         不编造、不转发没有核实的消息；拿不准先问管理员。
    |   公约      3.1         聊和本社群有关的话题，别的话题去对应的群。
    |   公约      3.2         禁止广告引流：不发广告、二维码和联系方式，不拉人去别..
    |   公约      3.3         禁止恶意刷屏：不连续发送大量消息，不反复点名。
    |   公约      3.4         同样的内容不在一个群或多个群里重复发。
    |   公约      4.1         尊重他人：不辱骂、不嘲讽、不人身攻击。
    |   公约      4.3         保护隐私：不公开自己和别人的电话、地址、证件和聊天记..
    |   运营      周宁        经理
    |   运营      柚子        内容
    |─ 违规线 3/5/8 ─────────────────────────────────────────────────────────────────
    | 90 天内有违规的成员 7 人
    | 按 3/5/8：到警告线 0 人，到禁言线 0 人，到移出线 0 人
    |   1  ########################  7
    |
    |
    |
    | 改动都进日志，u 撤销；旧的决定仍引用旧版公约
    | Enter 改  n 加一条  u 撤销  j k 移动  Esc 关                           F1 帮助
    ");
}

#[test]
fn queue_rules_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "3 g l"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2   2 話術 3 急1  [3 審核 20 舊3時12]  4 指標 越界1 未填1
    |═ 審核 規則和詞表 ══════════════════════════════════════════ 正在近 500 則上試 ═
    |                                                              會攔   其中通過過
    | ▸ 啟用    R1       新人連結
    |   啟用    R2       洗版
    |   啟用    R3       站外聯絡
    |   啟用    R4       大量點名
    |   啟用    R5       詞表
    |   啟用    R6       表達式
    |   啟用    R7       入群潮
    |   影子    R8       多群重複
    |   啟用    R9       與拒過的近似
    |   啟用    R10      學到的
    |   啟用    R11      外部評分
    |─ 新人連結 ─────────────────────────────────────────────────────────────────────
    | 內建
    | 按 Enter 試在最近的訊息上
    |
    |
    |
    | 影子：只記會攔多少，什麼都不攔
    | a 啟用  o 影子  x 停用  Enter 試一次  u 復原  j k 移動  Esc 關         F1 說明
    ");
}

#[test]
fn queue_rules_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "3 g l"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5   2 SOP 3  [3 Queue 20 old 3h12]  4 KPI 1
    |═ Queue rules and lists ═══════════════════════════════ trying on the last 500 ═
    |                                                           catches     approved
    | ▸ on      R1       newcomer link
    |   on      R2       flood
    |   on      R3       outside contact
    |   on      R4       mention storm
    |   on      R5       word list
    |   on      R6       pattern
    |   on      R7       join wave
    |   shadow  R8       repeated across groups
    |   on      R9       like a rejected one
    |   on      R10      learned
    |   on      R11      outside scorer
    |─ newcomer link ────────────────────────────────────────────────────────────────
    | built in
    | press Enter to try it on the last messages
    |
    |
    |
    | shadow: only counts what it would catch
    | a on  o shadow  x off  Enter try  u undo  j k move  Esc close          F1 help
    ");
}

#[test]
fn kpi_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "4"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1   3 审核 20 旧3时12  [4 指标 越界1 未填1]
    |═ 指标 10月10日 周六   全部 9 群   14 天 ═══════════════════ 越界1 留意1 未填1 ═
    |   指标           值  14天           环比      同比     目标     状态  数据
    |   发言率      17.1%  ▅  ▄▄▆▇▅▁▂▄▆█▇ ▾-0.4点   +2.0点   >=12%    正常  今日
    | ▸ 退群率      0.62%  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+0.18点  +0.20点  <=0.40%  越界  今日
    |   净增率      0.55%  ▃  ▆▄▄▆▅▅▁▁▂▂█ ▴+0.18点  +0.14点  >=0.25%  正常  今日
    |   DAU           469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%    +18.4%   >=400    正常  今日
    |   粘性        23.1%  ▅  ▃▄▆▇▅▁▂▄▆█▇ ▾-0.8点   +2.7点   >=20%    正常  自动
    |   7日留存     41.0%  ▃  ▁▄▃▁▂▆▆▁▅█▄ ▾-0.9点   +2.2点   >=40%    正常  今日
    |   30日留存    23.6%  █  ▃▆▄▄▂▃▆▄▄▃▁ ▾-0.3点   -1.8点   >=25%    留意  今日
    |   互动量      1,128  ▇▂▁▇█▇██▇██▇██ ▴+0.6%    +11.8%   >=1,000  正常  今日
    |   优质UGC     28.3%  ▂  ▅▁▂▃▇▆▆█▄▅▆ ▴+0.4点   +4.1点   >=25%    正常  今日
    |   沉默占比    28.2%  █  █▆▆▄▅▄▃▂▄▄▁ ▾-0.2点   +0.3点   <=35%    正常  自动
    |   30分响应    92.5%  ▆  ▇▇▆█▇▂▆▇▁▂▇ ▴+2.3点   +3.0点   >=90%    正常  自动
    |   转化率         --  ▁  ▅▇▁▁▅▄▅█▅▅  --        --       >=3.0%   未填  未填
    |─ 退群率 为何 ──────────────────────────────────────────────────────────────────
    | 0.62%  录入；周宁 10/10 17:02   7日均 0.40%   连 3 天高于 0.40%
    | 前后：10/8 抽奖降到 139 人   10/9 会员日：线下茶会   10/10 危机 营养土生虫
    | 期间发布 17 条
    | 最多：微博 超话 7，微信 新苗2群 6，B站 粉丝群 3
    | 退群率 越界：按 a 写一句原因
    | a 确认越界  e 录入  Enter 图/表  s 定义  w 分群  m 14/30/90天   ? 帮助  q 退出
    ");
}

#[test]
fn kpi_traditional() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "4"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2   2 話術 3 急1   3 審核 20 舊3時12  [4 指標 越界1 未填1]
    |═ 指標 10月10日 週六   全部 9 群   14 天 ═══════════════════ 越界1 留意1 未填1 ═
    |   指標           值  14天           環比      同比     目標     狀態  資料
    |   發言率      17.1%  ▅  ▄▄▆▇▅▁▂▄▆█▇ ▾-0.4點   +2.0點   >=12%    正常  今日
    | ▸ 退群率      0.62%  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+0.18點  +0.20點  <=0.40%  越界  今日
    |   淨增率      0.55%  ▃  ▆▄▄▆▅▅▁▁▂▂█ ▴+0.18點  +0.14點  >=0.25%  正常  今日
    |   DAU           469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%    +18.4%   >=400    正常  今日
    |   黏著度      23.1%  ▅  ▃▄▆▇▅▁▂▄▆█▇ ▾-0.8點   +2.7點   >=20%    正常  自動
    |   7日留存     41.0%  ▃  ▁▄▃▁▂▆▆▁▅█▄ ▾-0.9點   +2.2點   >=40%    正常  今日
    |   30日留存    23.6%  █  ▃▆▄▄▂▃▆▄▄▃▁ ▾-0.3點   -1.8點   >=25%    留意  今日
    |   互動量      1,128  ▇▂▁▇█▇██▇██▇██ ▴+0.6%    +11.8%   >=1,000  正常  今日
    |   優質UGC     28.3%  ▂  ▅▁▂▃▇▆▆█▄▅▆ ▴+0.4點   +4.1點   >=25%    正常  今日
    |   沉默占比    28.2%  █  █▆▆▄▅▄▃▂▄▄▁ ▾-0.2點   +0.3點   <=35%    正常  自動
    |   30分回覆    92.5%  ▆  ▇▇▆█▇▂▆▇▁▂▇ ▴+2.3點   +3.0點   >=90%    正常  自動
    |   轉換率         --  ▁  ▅▇▁▁▅▄▅█▅▅  --        --       >=3.0%   未填  未填
    |─ 退群率 為何 ──────────────────────────────────────────────────────────────────
    | 0.62%  輸入；周宁 10/10 17:02   7日均 0.40%   連 3 天高於 0.40%
    | 前後：10/8 抽獎降到 139 人   10/9 會員日：實體茶會   10/10 危機 培養土生蟲
    | 期間發布 17 則
    | 最多：小紅書 群聊 7，Telegram 新芽二群 6，B站 粉絲群 3
    | 退群率 越界：按 a 寫一句原因
    | a 確認越界  e 輸入  Enter 圖/表  s 定義  w 分群  m 14/30/90天   ? 說明  q 結束
    ");
}

#[test]
fn kpi_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "4"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5   2 SOP 3   3 Queue 20  [4 KPI out 1, unfilled 1]
    |═ KPI Sat 10 Oct   all 9 communities   14 days ════ out 1, watch 1, unfilled 1 ═
    |   metric         value  14 days        vs prev  vs year goal    state    data
    |   speaking       17.1%  ▅  ▄▄▆▇▅▁▂▄▆█▇ ▾-0.4pt  +2.0pt  >=12%   ok       today
    | ▸ leave rate     0.62%  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+0.18pt +0.20pt <=0.40% out      today
    |   net growth     0.55%  ▃  ▆▄▄▆▅▅▁▁▂▂█ ▴+0.18pt +0.14pt >=0.25% ok       today
    |   DAU              469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%   +18.4%  >=400   ok       today
    |   stickiness     23.1%  ▅  ▃▄▆▇▅▁▂▄▆█▇ ▾-0.8pt  +2.7pt  >=20%   ok       auto
    |   7-day ret.     41.0%  ▃  ▁▄▃▁▂▆▆▁▅█▄ ▾-0.9pt  +2.2pt  >=40%   ok       today
    |   30-day ret.    23.6%  █  ▃▆▄▄▂▃▆▄▄▃▁ ▾-0.3pt  -1.8pt  >=25%   watch    today
    |   interactions   1,128  ▇▂▁▇█▇██▇██▇██ ▴+0.6%   +11.8%  >=1,000 ok       today
    |   quality UGC    28.3%  ▂  ▅▁▂▃▇▆▆█▄▅▆ ▴+0.4pt  +4.1pt  >=25%   ok       today
    |   silent         28.2%  █  █▆▆▄▅▄▃▂▄▄▁ ▾-0.2pt  +0.3pt  <=35%   ok       auto
    |   30-min reply   92.5%  ▆  ▇▇▆█▇▂▆▇▁▂▇ ▴+2.3pt  +3.0pt  >=90%   ok       auto
    |   conversion        --  ▁  ▅▇▁▁▅▄▅█▅▅  --       --      >=3.0%  unfilled --
    |─ leave rate, why ──────────────────────────────────────────────────────────────
    | 0.62%  entered by 周宁 10 Oct 17:02   7-day mean 0.40%   3 days above 0.40%
    | around it: 8 Oct lottery down to 139   9 Oct Member day: tea
    | 10 Oct crisis soil gnats   17 posts went out
    | most: Weibo Fans 7, Discord Seeds 2 6, Bilibili Videos 3
    | leave rate is out: a says why
    | a acknowledge  e enter  Enter chart/list  s definition          ? help  q quit
    ");
}

#[test]
fn kpi_chart() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "4 Enter"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |  1 日历 5 迟2   2 话术 3 急1   3 审核 20 旧3时12  [4 指标 越界1 未填1]
    |═ 指标 退群率  全部 9 群  14 天   9/27 至 10/10 ═════════════════ m 14/30/90天 ═
    | %
    | 0.80│
    |     │                           ▂
    | 0.60│                           █
    |     │                       ▃ ▃ █
    | 0.40│-▆-----▃---▃-------▆-▂-█-█-█--------------------------------- 目标 0.40%
    |     │ █     █ █ █ █ █ █ █ █ █ █ █
    | 0.20│ █     █ █ █ █ █ █ █ █ █ █ █
    |     │ █ ? ? █ █ █ █ █ █ █ █ █ █ █
    | 0.00└───────────────────────────▴─────────────────────────────────
    |      9/27   10/1    10/5      10/10
    |         A             B   C D E F
    |─ 当时发生了什么 ───────────────────────────────────────────────────────────────
    | 10/10 0.62%  目标 <=0.40%   越界  连 3 天高于 0.40%
    | 环比 +0.18点 对前日 0.44%   同比 +0.20点 对去年同日 0.42%
    | 7日均 0.40%   30日均 0.35% (28 天有数)   本月至今 0.37%
    | A   9/28  轮休，两天的记录没有导出，超话福利：手绘图鉴
    | B   10/5  超话福利：种子盲袋
    | j k 换指标，h l 换天；光标在 10月10日 周六
    | a 确认越界  e 录入  Enter 图/表  s 定义  w 分群  m 14/30/90天   ? 帮助  q 退出
    ");
}

#[test]
fn kpi_entry() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "4 e"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    |  1 日曆 5 遲2   2 話術 3 急1   3 審核 20 舊3時12  [4 指標 越界1 未填1]
    |═ 指標 輸入 10月10日 週六   全部 9 群 ═════════════════════════════ 已填 11/12 ═
    |   指標           昨日       今日   單位   檢查                    來源
    |   發言率         17.5       17.1   %      正常                    輸入
    |   退群率         0.44       0.62   %      越界                    輸入
    |   淨增率         0.37       0.55   %      正常                    輸入
    |   DAU             480        469   人     正常                    輸入
    | ▸ 黏著度         23.9  [        ]  %      本庫 469/2,028 = 23.1   自動
    |   7日留存        41.9       41.0   %      正常                    輸入
    |   30日留存       23.9       23.6   %      留意                    輸入
    |   互動量        1,121      1,128   次     正常                    輸入
    |   優質UGC        27.9       28.3   %      正常                    輸入
    |   沉默占比       28.4       28.2   %      本庫 780/2,764 = 28.2   自動
    |   30分回覆       90.2       92.5   %      本庫 37/40 = 92.5       自動
    |   轉換率          3.3       ____   %
    |
    |─ 規則 ─────────────────────────────────────────────────────────────────────────
    | 空著 = 未填，不是 0；輸入 - 記為當日無法取得
    | 越界，或超出近 8 週同一星期幾的常見範圍：就地要一句原因，Enter 收下
    | ^O 從最新的 CSV 填一列；自動項 Enter 認可，改過的標「改」
    | 退群率 越界：按 a 寫一句原因
    | Enter 收下並下一格  - 無法取得  ^O 匯入  ^U 清空  Esc 儲存並離開       F1 說明
    ");
}

#[test]
fn kpi_communities() {
    assert_snapshot!(shown(Language::En, (80, 24), "4 w"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    |  1 Calendar 5   2 SOP 3   3 Queue 20  [4 KPI out 1, unfilled 1]
    |═ KPI Sat 10 Oct   all 9 communities   14 days ════ out 1, watch 1, unfilled 1 ═
    |   metric         value  14 days        vs prev  vs year goal    state    data
    |   speaking       17.1%  ▅  ▄▄▆▇▅▁▂▄▆█▇ ▾-0.4pt  +2.0pt  >=12%   ok       today
    | ▸ leave rate     0.62%  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+0.18pt +0.20pt <=0.40% out      today
    |   net growth     0.55%  ▃  ▆▄▄▆▅▅▁▁▂▂█ ▴+0.18pt +0.14pt >=0.25% ok       today
    |   DAU              469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%   +18.4%  >=400   ok       today
    |   stickiness     23.1%  ▅  ▃▄▆▇▅▁▂▄▆█▇ ▾-0.8pt  +2.7pt  >=20%   ok       auto
    |   7-day ret.     41.0%  ▃  ▁▄▃▁▂▆▆▁▅█▄ ▾-0.9pt  +2.2pt  >=40%   ok       today
    |   30-day ret.    23.6%  █  ▃▆▄▄▂▃▆▄▄▃▁ ▾-0.3pt  -1.8pt  >=25%   watch    today
    |   interactions   1,128  ▇▂▁▇█▇██▇██▇██ ▴+0.6%   +11.8%  >=1,000 ok       today
    |   quality UGC    28.3%  ▂  ▅▁▂▃▇▆▆█▄▅▆ ▴+0.4pt  +4.1pt  >=25%   ok       today
    |   silent         28.2%  █  █▆▆▄▅▄▃▂▄▄▁ ▾-0.2pt  +0.3pt  <=35%   ok       auto
    |   30-min reply   92.5%  ▆  ▇▇▆█▇▂▆▇▁▂▇ ▴+2.3pt  +3.0pt  >=90%   ok       auto
    |   conversion        --  ▁  ▅▇▁▁▅▄▅█▅▅  --       --      >=3.0%  unfilled --
    |─ leave rate by community ──────────────────────────────────────────────────────
    | Weibo Fans            7    2.1%  out   Discord Growers       0      0%  ok
    | Discord Seeds 2       6    1.5%  out   Telegram Help         0      0%  ok
    | Bilibili Videos       3    1.3%  out   Zulip Herbs           0      0%  ok
    | Telegram Members      1   0.46%  watch RED Notes             0      0%  ok
    | leave rate is out: a says why
    | a acknowledge  e enter  Enter chart/list  s definition          ? help  q quit
    ");
}

#[test]
fn kpi_wide() {
    assert_snapshot!(shown(Language::Hans, (120, 36), "4 z"), @r"
    | qun 青苔植物社        10月10日 周六 调休上班 17:20  7日 91.4%  30日 91.4%        周宁(经理)  在线 柚子 话术，老陆 审核
    | 危机 营养土生虫 还剩 1:23   先办 1 早安浇水打卡 .. 迟8时20   2 南山小雨 QQ 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    |═ 4 指标 10月10日 周六   全部 9 群   14 天 ═════════════════════════════════════════════════════════ 越界1 留意1 未填1 ═
    |   指标           值  14天           环比      目标     状态  数据     │ 健康 96 (11/12 项)   活跃 100   留存 83
    |   发言率      17.1%  ▅  ▄▄▆▇▅▁▂▄▆█▇ ▾-0.4点   >=12%    正常  今日     │ 内容 100   服务 100   转化 --
    | ▸ 退群率      0.62%  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+0.18点  <=0.40%  越界  今日     │
    |   净增率      0.55%  ▃  ▆▄▄▆▅▅▁▁▂▂█ ▴+0.18点  >=0.25%  正常  今日     │ 退群率
    |   DAU           469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%    >=400    正常  今日     │ 0.62%  录入；周宁 10/10 17:02   7日均 0.40%
    |   粘性        23.1%  ▅  ▃▄▆▇▅▁▂▄▆█▇ ▾-0.8点   >=20%    正常  自动     │ 连 3 天高于 0.40%
    |   7日留存     41.0%  ▃  ▁▄▃▁▂▆▆▁▅█▄ ▾-0.9点   >=40%    正常  今日     │ 前后：10/8 抽奖降到 139 人
    |   30日留存    23.6%  █  ▃▆▄▄▂▃▆▄▄▃▁ ▾-0.3点   >=25%    留意  今日     │ 10/9 会员日：线下茶会   10/10 危机 营养土生虫
    |   互动量      1,128  ▇▂▁▇█▇██▇██▇██ ▴+0.6%    >=1,000  正常  今日     │ 期间发布 17 条
    |   优质UGC     28.3%  ▂  ▅▁▂▃▇▆▆█▄▅▆ ▴+0.4点   >=25%    正常  今日     │ 最多：微博 超话 7，微信 新苗2群 6，B站 粉丝群
    |   沉默占比    28.2%  █  █▆▆▄▅▄▃▂▄▄▁ ▾-0.2点   <=35%    正常  自动     │ 3
    |   30分响应    92.5%  ▆  ▇▇▆█▇▂▆▇▁▂▇ ▴+2.3点   >=90%    正常  自动     │ 转化率今日未填
    |   转化率         --  ▁  ▅▇▁▁▅▄▅█▅▅  --        >=3.0%   未填  未填     │
    |   消息数      1,135  ▆  ▂▃▄▅▂▁▁▄▆█▅ ▾-6.7%    --       --    自动     │ 退群人数 / 当日 0 点成员数；移出的不算，只算看
    |   活跃人数      469  ▄  ▃▃▅▆▄▁▂▄▆█▇ ▾-2.3%    --       --    自动     │ 得到退群的群
    |   首次发言       30  ▃  ▆▄▂▅▄▁▂▃▄▃█ ▴+87.5%   --       --    自动     │ 来源：本库算，可改录   越低越好
    |   入群           32  ▂  ▃▂▂▃▂▂▂▁▃▃█ ▴+45.5%   --       --    自动     │ 目标 <=0.40%，<=0.50% 以外越界
    |   退群           17  ▃  ▂▁▂▁▁▁▃▂▄▄█ ▴+41.7%   --       --    自动     │ 录入；周宁 10/10 17:02
    |   成员数      2,749  ▁  ▂▂▃▄▄▅▆▆▇▇█ ▴+0.4%    --       --    自动     │
    |   MAU         2,028  ▁  ▂▃▃▄▄▄▅▅▆▇█ ▴+1.0%    --       --    自动     │ 微博 超话              7    2.1%  越界
    |   WAU         1,431  ▆  ▁▁▂▂▂▅▇▇███ ▴+0.3%    --       --    自动     │ 微信 新苗2群           6    1.5%  越界
    |   次日留存    18.2%  ▆   ▆▇█▄▃▅▇▁▆▅ ▾-4.5点   >=50%    --    自动     │ B站 粉丝群             3    1.3%  越界
    |   新人次日    18.8%  ▇   █▆▄▄▅▂▇▁▄▅ ▴+3.0点   >=20%    --    自动     │ 微信 会员群            1   0.46%  留意
    |   新人7日     33.3%  ▁  ▃▆▄█▃  ▄▃▅▅ ▾-2.4点   >=10%    正常  自动     │ 微信 新苗1群           0      0%  正常
    |   新人30日     9.1%     █▅▅▅▄▂▄▂▄▄▁ ▾-14.0点  >=5.0%   正常  自动     │ 微信 进阶群            0      0%  正常
    |   流失率       6.8%     ▁▁▂▃▆▆▆▆▇▇█ ▴+0.3点   <=30%    正常  自动     │ QQ 互助群              0      0%  正常
    |   月增长率    12.4%  █  ▇▆▅▅▅▅▃▂▂▁▁ 0         >=3.0%   正常  自动     │ 抖音 粉丝群            0      0%  正常
    |   季增长率    43.1%  ▁  ▂▂▃▄▄▅▆▆▇▇█ ▴+0.8点   >=10%    正常  自动     │ 小红书 群聊            0      0%  正常
    |   新成员        152  ▆  ▁▁▁▂▂▄▇▆▆▇█ ▴+7.0%    --       --    自动     │
    |   高价值成员    535  ▁  ▁▁▄▄▅▇▇▇▇▇█ ▴+0.4%    --       --    自动     │
    |   活跃成员      792  ▇  ▁▁▂▂▂▅▇▇███ ▾-0.1%    --       --    自动     │
    | 退群率 越界：按 a 写一句原因
    | 指标  a 确认越界  e 录入  Enter 图/表  s 定义  w 分群  m 14/30/90天  x 无法取得     │ 1-4 切换  c 巡检  ? 帮助  q 返回
    ");
}

#[test]
fn incident_simplified() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "!"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 危机 营养土生虫  产品质量 ══════════════════════════════════ 16:43 周宁 开启 ═
    | 危机 营养土生虫 还剩 1:23                                     公开答复限 18:43
    |[1 步骤 4/11]  2 事实 1/7   3 通知 2/5   4 声明 1   5 大使 0
    | ▸ [ ] 余1时23   首个公开答复
    |   [x]           留证据：批号、照片、谁最先说的，填事实表            17:00 老陆
    |   [x]           停售同批次，停掉相关排期和抽奖                      17:00 老陆
    |   [x]           开登记：批号、数量、联系方式，一张表                17:00 老陆
    |   [x]           大使到位：接话、记问题、不争辩                      17:00 老陆
    |   [ ] 余55分    发停售说明，同一段文字发到每个群                          zlzs
    |   [ ] 余1时23   发核查进展，没结果也发                                    zljz
    |   [ ] 余3时23   逐个联系身体不适的，先就医后谈赔
    |   [ ] 余16时40  发结论与补偿，附检测报告                                  zljg
    |   [ ] 余2天     回访登记过的人                                            tshf
    |   [ ] 余6天     复盘，改验收那一步
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 发出后按 a 停表；用声明页或步骤里的话术发出，会自动停
    |
    | a 做完  y 填话术  x 略过  t 类型  C 结案  1-5 换页  m 全部             F1 帮助
    ");
}

#[test]
fn incident_english() {
    assert_snapshot!(shown(Language::En, (80, 24), "!"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Incident soil gnats  product quality ══════════════════ opened 16:43 by 周宁 ═
    | CRISIS soil gnats 1:23 left                             public reply due 18:43
    |[1 steps 4/11]  2 facts 1/7   3 calls 2/5   4 said 1   5 leads 0
    | ▸ [ ] left 1h23   first public reply
    |   [x]             Keep evidence: batch, photographs; fill the fa.. 17:00 Tomas
    |   [x]             Stop selling the batch, pull its posts and draws 17:00 Tomas
    |   [x]             Open one register: batch, quantity, contact      17:00 Tomas
    |   [x]             Ambassadors listen, note questions, never argue  17:00 Tomas
    |   [ ] left 55m    Post the holding statement everywhere                  qhold
    |   [ ] left 1h23   Post what is known, even if that is little             qnews
    |   [ ] left 3h23   Call everyone who fell ill: doctor first
    |   [ ] left 16h40  Post findings and amends, with the report               qend
    |   [ ] left 2d     Ask those registered how it went                       after
    |   [ ] left 6d     Look back, change the step that let it through
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | a stops the clock once it is out; sending a statement stops it too
    |
    | a done  y words  x skip  t type  C close  1-5 page  m all              F1 help
    ");
}

#[test]
fn check_in() {
    assert_snapshot!(shown(Language::Hant, (80, 24), "c"), @r"
    | qun 綠窗植栽社  10月10日 週六 班 17:20  7日91% 30日91%    周宁  線上 小燕 阿哲
    | 危機 培養土生蟲 餘1:23  2 南山小雨 LINE.. 餘6分   今日 37/40=92.5% 目標90% 餘1
    | ▸待發   審核   話術   指標   交班
    |═ 巡檢 1/5 待發 ══════════════════════════════════════════════════ 0:00 / 3:00 ═
    | 今天 10月10日 週六 班
    | ▸ 遲8時20  09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第19天      周宁 未發
    |   遲4時50  12:30 微信 花友群     固定 乾貨 葉尖變黃的 5 個原因      小燕 未發
    |   餘40分   18:00 小紅書 群聊     熱點 互動 冰塊澆花翻車 跟進        小燕 未發
    |   餘55分   18:15 危機            步驟 危機：產品品質 發停售說明，.. --   待辦
    |   待2時10  19:30 Telegram 市集群 固定 乾貨 直播提醒：換盆全流程     周宁 備好
    |   待2時40  20:00 Discord 會員區  固定 福利 會員團購：發泡煉石       周宁 備好
    | 明天 10月11日 週日 休
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第20天      周宁 備好
    |            12:30 Discord 進階區  固定 乾貨 進階課：介質的比例       小燕 備好
    |            20:00 B站 粉絲群      固定 互動 曬圖點評 每週場          阿哲 備好
    | 10月12日 週一
    |            09:00 Telegram 新芽.. 固定 互動 早安澆水打卡 第21天      周宁 備好
    |─ 配比 乾貨 50/50  互動 30/30  福利 20/20 ──────────────────────────────────────
    | 留意 2 則送審超過 24 時：新手買盆別踩雷 (a 核准)
    | 留意 綠植抽獎連 3 場人數遞減 236 > 188 > 139，下一場在 10月15日
    | 節點 重陽 10月18日 8天後   霜降 10月23日   雙11 32天後
    | 熱點 1：冰塊澆花翻車 跟進 18:00 前跟進，21:00 過期 (微博，熱度 4)
    | y 後去 App 貼上，回來按 a；Y 一步做完
    | a 已發  y 複製  Y 複製並標已發  o 改期  x 取消  n 新增  e 編輯  ? 說明  q 返回
    ");
}

#[test]
fn journal() {
    assert_snapshot!(shown(Language::En, (80, 24), "J"), @r"
    | qun Mossgate Plants  Sat 10 Oct, workday, 17:20  7d 91% 30d 91%    周宁  on: 2
    | CRISIS soil gnats 1:23  2 Rainy H.. Help 6m left  37/40=92.5% goal 90% spare 1
    | [1 Calendar 5 late 2]  2 SOP 3   3 Queue 20   4 KPI 1
    |═ Journal   everybody ═══════════════════════════════════════════════ filter / ═
    | ▸ 17:17        Tomas    SOP      logged Bean Soup, complaint        can undo
    |   17:16        Priya    import   imported today's chat log: 1184 .. can undo
    |   17:09        Tomas    SOP      answered Orange Soda, refund, wa.. can undo
    |   17:09        Tomas    SOP      logged Ann, ask                    can undo
    |   17:08        Tomas    SOP      logged Orange Soda, refund         can undo
    |   17:05        Tomas    shift    handed over: soil gnats: draft r.. can undo
    |   17:04        Priya    incident kept a draft on soil gnats (--)    can undo
    |   17:02        周宁     KPI      entered 8 figures                  can undo
    |   17:00        Tomas    incident soil gnats told: operator on dut.. can undo
    |   17:00        Tomas    incident soil gnats told: whoever sees it.. can undo
    |   17:00        Tomas    playbook moved in Crisis: quality: Post t.. can undo
    |   17:00        Tomas    playbook 4 steps done                       can undo
    |   16:58        Priya    queue    added plea Lila Reed               can undo
    |─ #967  Tomas 17:17 ────────────────────────────────────────────── inquiry:283 ─
    | logged Bean Soup, complaint
    |
    |
    | proof test   can undo
    | undo is written as a new line, the old one stays
    | u undo this  U redo  / filter  w one person  Esc back                  F1 help
    ");
}

#[test]
fn help() {
    assert_snapshot!(shown(Language::Hans, (80, 24), "?"), @r"
    | qun 青苔植物社  10月10日 周六 班 17:20  7日91% 30日91%    周宁  在线 柚子 老陆
    | 危机 营养土生虫 余1:23  2 南山小雨 互助群 余6分   今日 37/40=92.5% 目标90% 余1
    | [1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1
    |═ 帮助 日历   每行可按 Enter 执行 ═════════════════════════ / 过滤  F1 或 ? 开 ═
    |  这一格                                  全局
    | ▸ a            已发                       1            到 日历
    |   y            复制                       2            到 话术
    |   Y            复制并标已发               3            到 审核
    |   o            改期                       4            到 指标
    |   x            取消                       Tab          下一格
    |   n            新建                       S-Tab        上一格
    |   e            编辑                       j Down       下一行
    |   m            换视图                     k Up         上一行
    |   E            送审                       PgDn ^F      下一页
    |   s            为什么                     PgUp ^B      上一页
    |   w            负责人                     Home         首行
    |   p            看文案                     G End        末行
    |   f            常用筛选                   Enter l Right 打开，放大
    |   [            前一段                     h Left       返回上层
    |   ]            后一段                     z            放大，还原
    | 现在不能做：. 重复上次 (还没有上次的决定)，U 重做 (没有可重做的)
    | 全角按键同样有效：ａ ？ 、：； 都算；输入法开着时状态行会提醒
    | 键表来自同一张命令表；qun keys 可打印全部
    | Enter 执行这一行  j k 移动  / 找  Esc 关                               F1 帮助
    ");
}

#[test]
fn tiny_simplified() {
    assert_snapshot!(shown(Language::Hans, (40, 12), "3"), @r"
    | 10/10 周六 班 17:20 7日91 30日91  周宁
    | 危机 营养土.. 余1:23   37/40=92.5% 余1
    |  1日历5  2话术3 [3审核20] 4指标1
    |▸L3 种子小铺 加V领进口营..  广告  3时12
    | L2 麦浪     @老陆在看 收.. 刷屏  2时40
    | L2 Vivi     答：订单尾号.. 通过  2时31
    | L2 小院阿静 邀请人 阿禾    通过  2时05
    | L2 一只贝壳 第一次养兰，.. 通过  1时58
    |────────────────────────────────────────
    | 加V 名额有限 微信号  L1 广告 0.98
    | 窗口小：只显示一格，放大可见详情
    | a通过 x拒绝+理由 o稍后    ?帮助  q退出
    ");
}

#[test]
fn tiny_english() {
    assert_snapshot!(shown(Language::En, (40, 12), "3"), @r"
    | qun 10 Oct Sat 17:20 7d 91 30d 91 周宁
    | CRISIS soi.. 1:23  37/40=92.5% spare 1
    |  1Calendar5  2SOP3 [3Queue20] 4KPI1
    |▸L3 Seed C.. free importe.. ad     3h12
    | L2 Barley   @Tomas is on.. flood  2h40
    | L2 Vivi     answer: orde.. pass   2h31
    | L2 Jing f.. invited by M.. pass   2h05
    | L2 one_sh.. my first orc.. pass   1h58
    |────────────────────────────────────────
    | Telegram id  L1 ad 0.90
    | one pane only, enlarge for details
    | a approve               ? help  q quit
    ");
}

/// The promise of today, of 7 and 30 days, its goal, how many more may be late, and who is due next and where, whatever
/// is on the screen.
#[test]
fn the_promise_is_on_every_screen() {
    let screens = "1 m m m m Esc v v 2 m m m m v v 3 v Enter Esc v s Esc 4 v g Esc v W Esc c Esc ! Esc J Esc ? Esc z z N Esc : Esc";
    for (language, next) in [(Language::Hans, "南山小雨"), (Language::Hant, "南山小雨"), (Language::En, "Rain")]
    {
        for size in [(40, 12), (60, 16), (80, 24), (100, 30), (120, 36), (200, 60)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("qun.db");
            std::fs::write(&path, &MONTHS.iter().find(|(known, _)| *known == language).unwrap().1).unwrap();
            let mut desk = Desk::on(open(&path, "周宁"), folder, Lang::load(language), size);
            for key in screens.split_whitespace() {
                let screen = desk.press(key).screen();
                let top: Vec<&str> = screen.lines().take(2).collect();
                // Goal and next need the room that an incident takes in a small window.
                let parts = [(0, "91"), (1, "37/40"), (1, "92.5%"), (1, "90%"), (1, next)];
                for (line, part) in parts.into_iter().take(if size.0 < 80 { 3 } else { 5 }) {
                    assert!(top[line].contains(part), "{part} at {size:?} after {key}:\n{screen}");
                }
                assert!(top[0].matches("91").count() == 2, "7 and 30 days at {size:?} after {key}:\n{screen}");
            }
        }
    }
}
