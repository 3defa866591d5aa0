//! Whole screens, as they are read: in three languages, at the sizes people have.

use super::*;
use insta::assert_snapshot;

/// The screen after `keys`; `|` shows where lines begin.
fn shown(language: Language, size: (u16, u16), keys: &str) -> String {
    let mut desk = desk(language, size);
    desk.press(keys);
    desk.screen().lines().map(|line| format!("|{line}\n")).collect()
}

#[test]
fn agenda() {
    let keys = "";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 日历 列表   10月10日 至 10月16日 ═════════════════════════════════ 推送 0/30 ═
    | 10月4日 周日 休
    | ▸ 迟6天    10:00 微信 新手1群 步骤 办一场活动 定主题、奖品、一页..  --   待办
    | 10月8日 周四 寒露
    |   迟2天    12:30 微信 新手1群 步骤 办一场活动 发预告，开报名        --   待办
    |   迟2天    13:10 微信 新手1群 步骤 新人七天 第1天 12人 发欢迎语，.. --   待办
    |   迟1天    20:00 微信 新手1群 步骤 新人七天 第1天 12人 发公约速读.. --   待办
    | 今天 10月10日 周六 班
    |   迟7时20  10:00 微信 新手1群 步骤 新人七天 第3天 12人 问习惯没有.. --   待办
    |   迟7时10  10:10 微信 新手1群 步骤 新人七天 第1天 3人 发欢迎语，..  --   待办
    |   待2时40  20:00 微信 新手1群 步骤 新人七天 第1天 3人 发公约速读..  --   待办
    |   待2时40  20:00 微信 新手1群 步骤 办一场活动 逐个确认名单，排好..  --   待办
    | 明天 10月11日 周日 休
    |            10:00 微信 新手1群 步骤 办一场活动 走一遍流程：链接、..  --   待办
    |            19:30 微信 新手1群 步骤 办一场活动 开场前半小时喊一次    --   待办
    |            22:00 微信 新手1群 步骤 办一场活动 当晚发回顾            --   待办
    | 10月12日 周一
    |─ 配比 干货 0/50  互动 0/30  福利 0/20 ─────────────────────────────────────────
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后
    | a 做完；Y 填话术，发出并勾掉；Enter 看整个流程
    | a 做完  o 改期  x 略过+理由  n 新建  m 换视图                   ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 日曆 列表   10月10日 至 10月16日 ═════════════════════════════════ 推送 0/30 ═
    | 10月4日 週日 休
    | ▸ 遲6天    10:00 微信 新手1群 步驟 辦一場活動 定主題、獎品、一頁..  --   待辦
    | 10月8日 週四 寒露
    |   遲2天    12:30 微信 新手1群 步驟 辦一場活動 發預告，開報名        --   待辦
    |   遲2天    13:10 微信 新手1群 步驟 新人七天 第1天 12人 發歡迎語，.. --   待辦
    |   遲1天    20:00 微信 新手1群 步驟 新人七天 第1天 12人 發公約速讀.. --   待辦
    | 今天 10月10日 週六 班
    |   遲7時20  10:00 微信 新手1群 步驟 新人七天 第3天 12人 問習慣了沒.. --   待辦
    |   遲7時10  10:10 微信 新手1群 步驟 新人七天 第1天 3人 發歡迎語，..  --   待辦
    |   待2時40  20:00 微信 新手1群 步驟 新人七天 第1天 3人 發公約速讀..  --   待辦
    |   待2時40  20:00 微信 新手1群 步驟 辦一場活動 逐一確認名單，排好..  --   待辦
    | 明天 10月11日 週日 休
    |            10:00 微信 新手1群 步驟 辦一場活動 走一遍流程：連結、..  --   待辦
    |            19:30 微信 新手1群 步驟 辦一場活動 開場前半小時喊一次    --   待辦
    |            22:00 微信 新手1群 步驟 辦一場活動 當晚發回顧            --   待辦
    | 10月12日 週一
    |─ 配比 乾貨 0/50  互動 0/30  福利 0/20 ─────────────────────────────────────────
    | 節點 重陽 10月18日 8天後   霜降 10月23日   雙11 32天後
    | a 完成；Y 填話術，送出並勾掉；Enter 看整個流程
    | a 完成  o 改期  x 略過+理由  n 新增  m 換檢視                   ? 說明  q 結束
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Calendar list   10 Oct to 16 Oct ═════════════════════════════════ push 0/30 ═
    | Sun 4 Oct, rest day
    | ▸ late 6d   10:00 WeChat 新手1群 step  Event: Settle theme, pri.. --   open
    | Thu 8 Oct, 寒露
    |   late 2d   12:30 WeChat 新手1群 step  Event: Announce it, open.. --   open
    |   late 2d   13:10 WeChat 新手1群 step  Newcomers, day 1, 12 peo.. --   open
    |   late 1d   20:00 WeChat 新手1群 step  Newcomers, day 1, 12 peo.. --   open
    | Today, Sat 10 Oct, workday
    |   late 7h20 10:00 WeChat 新手1群 step  Newcomers, day 3, 12 peo.. --   open
    |   late 7h10 10:10 WeChat 新手1群 step  Newcomers, day 1, 3 peop.. --   open
    |   in 2h40   20:00 WeChat 新手1群 step  Newcomers, day 1, 3 peop.. --   open
    |   in 2h40   20:00 WeChat 新手1群 step  Event: Confirm those on .. --   open
    | Tomorrow, Sun 11 Oct, rest day
    |             10:00 WeChat 新手1群 step  Event: Go through it onc.. --   open
    |             19:30 WeChat 新手1群 step  Event: Call half an hour.. --   open
    |             22:00 WeChat 新手1群 step  Event: Recap the same ev.. --   open
    | Mon 12 Oct
    |─ Mix tips 0/50  chat 0/30  perk 0/20 ──────────────────────────────────────────
    | Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d
    | a done; Y fills the words, sends and ticks; Enter shows the run
    | a done  o later  x skip  n new  m view                          ? help  q quit
    ");
}

#[test]
fn agenda_wide_window() {
    let keys = "";
    assert_snapshot!(shown(Language::Hans, (120, 36), keys), @r"
    | qun                   10月10日 周六 调休上班 17:20                                                          周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天                                                今日 暂无
    |═ 1 日历 ════════════════════════════════════════════ 今天 0：迟6 待0 ═┬─ 2 话术 ──────────────────────────────── 等 0 ─
    | 10月4日 周日 休                                                       │ 没有人在等。n 记一条来信
    | ▸ 迟6天    10:00 微信 新手1群  步骤  办一场活动 定主题、奖品.. --     │
    | 10月8日 周四 寒露                                                     │
    |   迟2天    12:30 微信 新手1群  步骤  办一场活动 发预告，开报名 --     │
    |   迟2天    13:10 微信 新手1群  步骤  新人七天 第1天 12人 发..  --     │
    |   迟1天    20:00 微信 新手1群  步骤  新人七天 第1天 12人 发..  --     │
    | 今天 10月10日 周六 调休上班                                           │
    |   迟7时20  10:00 微信 新手1群  步骤  新人七天 第3天 12人 问..  --     │
    |   迟7时10  10:10 微信 新手1群  步骤  新人七天 第1天 3人 发欢.. --     │
    |   待2时40  20:00 微信 新手1群  步骤  新人七天 第1天 3人 发公.. --     │
    |   待2时40  20:00 微信 新手1群  步骤  办一场活动 逐个确认名单.. --     │
    |                                                                       │
    | 明天 10月11日 周日 休                                                 │
    |            10:00 微信 新手1群  步骤  办一场活动 走一遍流程：.. --     │
    |            19:30 微信 新手1群  步骤  办一场活动 开场前半小时.. --     │
    |            22:00 微信 新手1群  步骤  办一场活动 当晚发回顾     --     │
    | 本周配比  干货 0% (目标50)  互动 0% (30)  福利 0% (20)      推送 0/30 │
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后                │ 今日 答0 按时0 超时0   本周 --
    |─ 3 审核 ────────────────────────────────────────────────────────── 0 ─┼─ 4 指标 ────────────────────────────── 未填12 ─
    |                                                                       │ 今天还没有数。e 录入
    |                                                                       │
    |   没有要审的；n 粘贴一条，或用 qun import 导入                        │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |   共 0 条，已全部显示                                                 │
    | a 做完；Y 填话术，发出并勾掉；Enter 看整个流程
    | 日历  a 做完  o 改期  x 略过+理由  n 新建  m 换视图                                 │ 1-4 切换  c 巡检  ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::En, (120, 36), keys), @r"
    | qun                   Sat 10 Oct, make-up workday, 17:20                                                周宁 (manager)
    | FIRST 1 Calendar Event: Settle theme, prizes, rules; have somebody read them late 6d                   today: none yet
    |═ 1 Calendar ═════════════════════════════════ today 0: late 6, due 0 ═┬─ 2 SOP ──────────────────────────── waiting 0 ─
    | Sun 4 Oct, rest day                                                   │ Nobody is waiting. n logs one
    | ▸ late 6d   10:00 WeChat 新手1群  step  Event: Settle theme,.. --     │
    | Thu 8 Oct, 寒露                                                       │
    |   late 2d   12:30 WeChat 新手1群  step  Event: Announce it, .. --     │
    |   late 2d   13:10 WeChat 新手1群  step  Newcomers, day 1, 12.. --     │
    |   late 1d   20:00 WeChat 新手1群  step  Newcomers, day 1, 12.. --     │
    | Today, Sat 10 Oct, make-up workday                                    │
    |   late 7h20 10:00 WeChat 新手1群  step  Newcomers, day 3, 12.. --     │
    |   late 7h10 10:10 WeChat 新手1群  step  Newcomers, day 1, 3 .. --     │
    |   in 2h40   20:00 WeChat 新手1群  step  Newcomers, day 1, 3 .. --     │
    |   in 2h40   20:00 WeChat 新手1群  step  Event: Confirm those.. --     │
    |                                                                       │
    | Tomorrow, Sun 11 Oct, rest day                                        │
    |             10:00 WeChat 新手1群  step  Event: Go through it.. --     │
    |             19:30 WeChat 新手1群  step  Event: Call half an .. --     │
    |             22:00 WeChat 新手1群  step  Event: Recap the sam.. --     │
    | Mix this week  tips 0% (50)  chat 0% (30)  perk 0% (20)     push 0/30 │
    | Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d                   │ today 0 answered, 0 in time; week --, late 0
    |─ 3 Queue ───────────────────────────────────────────────────────── 0 ─┼─ 4 KPI ────────────────────────── unfilled 12 ─
    |                                                                       │ No figures today. e enters them
    |                                                                       │
    |   nothing waits; n pastes an item, qun import brings more             │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |   0 in all, all shown                                                 │
    | a done; Y fills the words, sends and ticks; Enter shows the run
    | Calendar  a done  o later  x skip  n new  m view                                │ 1-4 pane  c check-in  ? help  q quit
    ");
}

#[test]
fn agenda_small_window() {
    let keys = "";
    assert_snapshot!(shown(Language::Hans, (40, 12), keys), @r"
    | qun 10/10 周六 班 17:20           周宁
    | 先办 1 办一场活动 .. 迟6天   今日 暂无
    | [1日历0] 2话术0  3审核0  4指标
    |10月4日 周日 休
    |▸迟6天    10:00 办一场活动 定主题、奖..
    |10月8日 周四 寒露
    | 迟2天    12:30 办一场活动 发预告，开..
    | 迟2天    13:10 新人七天 第1天 12人 发..
    | 迟1天    20:00 新人七天 第1天 12人 发..
    |今天 10月10日 周六 班
    | 窗口小：只显示一格，放大可见详情
    | a做完 o改期 x略过+理由    ?帮助  q退出
    ");
    assert_snapshot!(shown(Language::En, (40, 12), keys), @r"
    | qun 10 Oct Sat workday 17:20      周宁
    | FIRST 1 Ev.. late 6d   today: none yet
    | [1Calendar0] 2SOP0  3Queue0  4KPI
    |Sun 4 Oct, rest day
    |▸late 6d   10:00 Event: Settle theme, ..
    |Thu 8 Oct, 寒露
    | late 2d   12:30 Event: Announce it, o..
    | late 2d   13:10 Newcomers, day 1, 12 ..
    | late 1d   20:00 Newcomers, day 1, 12 ..
    |Today, Sat 10 Oct, workday
    | one pane only, enlarge for details
    | a done o later x skip   ? help  q quit
    ");
}

#[test]
fn list() {
    let keys = "2 m m m";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 进行中
    | ▸ 迟6天   办一场活动 微信 新手1群      0/8   定主题、奖品、一页规则，找人过目
    |   迟2天   新人七天   微信 新手1群 12人 0/5   发欢迎语，点名到人
    |   迟7时10 新人七天   微信 新手1群 3人  0/5   发欢迎语，点名到人
    | 流程库
    |   xrqt 新人七天             成员           5 步  进行 2
    |   cmhx 沉默唤醒             成员           5 步
    |   hdyc 办一场活动           社群           8 步  进行 1
    |   kxq  开一个新群           社群           7 步
    |   gygx 改一次公约           社群           5 步
    |─ 办一场活动  微信 新手1群 ─────────────────────────────────────────────────────
    | [ ] 10/4 10:00  定主题、奖品、一页规则，找人过目                         迟6天
    | [ ] 10/8 12:30  发预告，开报名                                        yg 迟2天
    | [ ] 10/10 20:00 逐个确认名单，排好候补                            bmcg 待2时40
    | [ ] 10/11 10:00 走一遍流程：链接、口令、话筒                          待16时40
    | [ ] 10/11 19:30 开场前半小时喊一次                                    kc 待1天
    | [ ] 10/11 22:00 当晚发回顾                                            hg 待1天
    | [ ] 10/12 12:00 开奖，逐个通知                                        zj 待1天
    | y 填话术，发出并勾掉；a 只勾掉；Enter 打开
    | a 做完  x 结束+理由  o 改期  n 新流程  m 换视图                 ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 進行中
    | ▸ 遲6天   辦一場活動 微信 新手1群      0/8   定主題、獎品、一頁規則，找人過目
    |   遲2天   新人七天   微信 新手1群 12人 0/5   發歡迎語，逐一點名
    |   遲7時10 新人七天   微信 新手1群 3人  0/5   發歡迎語，逐一點名
    | 流程庫
    |   xrqt 新人七天             成員           5 步  進行 2
    |   cmhx 沉默喚醒             成員           5 步
    |   hdyc 辦一場活動           社群           8 步  進行 1
    |   kxq  開一個新群           社群           7 步
    |   gygx 改一次公約           社群           5 步
    |─ 辦一場活動  微信 新手1群 ─────────────────────────────────────────────────────
    | [ ] 10/4 10:00  定主題、獎品、一頁規則，找人過目                         遲6天
    | [ ] 10/8 12:30  發預告，開報名                                        yg 遲2天
    | [ ] 10/10 20:00 逐一確認名單，排好候補                            bmcg 待2時40
    | [ ] 10/11 10:00 走一遍流程：連結、口令、麥克風                        待16時40
    | [ ] 10/11 19:30 開場前半小時喊一次                                    kc 待1天
    | [ ] 10/11 22:00 當晚發回顧                                            hg 待1天
    | [ ] 10/12 12:00 開獎，逐一通知                                        zj 待1天
    | y 填話術，送出並勾掉；a 只勾掉；Enter 開啟
    | a 完成  x 結束+理由  o 改期  n 新流程  m 換檢視                 ? 說明  q 結束
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    | Under way
    | ▸ late 6d   Event     WeChat 新手1群           0/8   Settle theme, prizes, r..
    |   late 2d   Newcomers WeChat 新手1群 12 people 0/5   Welcome them by name
    |   late 7h10 Newcomers WeChat 新手1群 3 people  0/5   Welcome them by name
    | Playbooks
    |   newweek  Newcomers         person          5 steps  running 2
    |   wakeup   Wake-up           person          5 steps
    |   event    Event             community       8 steps  running 1
    |   launch   New group         community       7 steps
    |   newrules Rules change      community       5 steps
    |─ Event  WeChat 新手1群 ────────────────────────────────────────────────────────
    | [ ] 4 Oct 10:00  Settle theme, prizes, rules; have somebody read them  late 6d
    | [ ] 8 Oct 12:30  Announce it, open the list                      event late 2d
    | [ ] 10 Oct 20:00 Confirm those on the list, line up the others  signed in 2h40
    | [ ] 11 Oct 10:00 Go through it once: link, password, microphone       in 16h40
    | [ ] 11 Oct 19:30 Call half an hour before                           soon in 1d
    | [ ] 11 Oct 22:00 Recap the same evening                            recap in 1d
    | [ ] 12 Oct 12:00 Draw the prizes, tell each winner                 prize in 1d
    | y fills the words, sends and ticks; a only ticks; Enter opens
    | a done  x end  o move  n new  m view                            ? help  q quit
    ");
}

#[test]
fn list_small_window() {
    let keys = "2 m m m";
    assert_snapshot!(shown(Language::Hans, (40, 12), keys), @r"
    | qun 10/10 周六 班 17:20           周宁
    | 先办 1 办一场活动 .. 迟6天   今日 暂无
    |  1日历0 [2话术0] 3审核0  4指标
    | ▸ 迟6天   办一场活动 0/8   定主题、..
    |   迟2天   新人七天   0/5   发欢迎语..
    |   迟7时10 新人七天   0/5   发欢迎语..
    |   xrqt 新人七天       进行 2
    |   cmhx 沉默唤醒
    |   hdyc 办一场活动     进行 1
    |   kxq  开一个新群
    | 窗口小：只显示一格，放大可见详情
    | a做完 x结束+理由 o改期    ?帮助  q退出
    ");
    assert_snapshot!(shown(Language::En, (40, 12), keys), @r"
    | qun 10 Oct Sat workday 17:20      周宁
    | FIRST 1 Ev.. late 6d   today: none yet
    |  1Calendar0 [2SOP0] 3Queue0  4KPI
    | ▸ late 6d   Event     0/8   Settle t..
    |   late 2d   Newcomers 0/5   Welcome ..
    |   late 7h10 Newcomers 0/5   Welcome ..
    |   newweek  Newcomers      running 2
    |   wakeup   Wake-up
    |   event    Event          running 1
    |   launch   New group
    | one pane only, enlarge for details
    | a done x end o move     ? help  q quit
    ");
}

#[test]
fn a_plan() {
    let keys = "2 m m m j j j";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 进行中
    |   迟6天   办一场活动 微信 新手1群      0/8   定主题、奖品、一页规则，找人过目
    |   迟2天   新人七天   微信 新手1群 12人 0/5   发欢迎语，点名到人
    |   迟7时10 新人七天   微信 新手1群 3人  0/5   发欢迎语，点名到人
    | 流程库
    | ▸ xrqt 新人七天             成员           5 步  进行 2
    |   cmhx 沉默唤醒             成员           5 步
    |   hdyc 办一场活动           社群           8 步  进行 1
    |   kxq  开一个新群           社群           7 步
    |   gygx 改一次公约           社群           5 步
    |─ xrqt 新人七天 ────────────────────────────────────────────────────────────────
    | 按入群日自动开始；一天进来的人合成一行
    | 新人自动开始：微信 新手1群
    | 第1天        发欢迎语，点名到人  hy
    | 第1天 20:00  发公约速读，答一轮疑问  gysd
    | 第3天 10:00  问习惯没有，推一篇入门  xrjd
    | 第5天 20:00  新人答疑半小时  xrdy
    | 第7天 19:00  问收获，指下一步，记下不合适的  xrsh
    | a 开始一次；e 改流程，进行中的不变
    | a 开始  n 新流程  m 换视图  w 沉默的人  e 编辑                  ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 進行中
    |   遲6天   辦一場活動 微信 新手1群      0/8   定主題、獎品、一頁規則，找人過目
    |   遲2天   新人七天   微信 新手1群 12人 0/5   發歡迎語，逐一點名
    |   遲7時10 新人七天   微信 新手1群 3人  0/5   發歡迎語，逐一點名
    | 流程庫
    | ▸ xrqt 新人七天             成員           5 步  進行 2
    |   cmhx 沉默喚醒             成員           5 步
    |   hdyc 辦一場活動           社群           8 步  進行 1
    |   kxq  開一個新群           社群           7 步
    |   gygx 改一次公約           社群           5 步
    |─ xrqt 新人七天 ────────────────────────────────────────────────────────────────
    | 依入群日自動開始；同一天進來的人合成一列
    | 新人自動開始：微信 新手1群
    | 第1天        發歡迎語，逐一點名  hy
    | 第1天 20:00  發公約速讀，回一輪疑問  gysd
    | 第3天 10:00  問習慣了沒，推一篇入門  xrjd
    | 第5天 20:00  新人答疑半小時  xrdy
    | 第7天 19:00  問收穫，指下一步，記下不合適的  xrsh
    | a 開始一次；e 改流程，進行中的不變
    | a 開始  n 新流程  m 換檢視  w 沉默的人  e 編輯                  ? 說明  q 結束
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    | Under way
    |   late 6d   Event     WeChat 新手1群           0/8   Settle theme, prizes, r..
    |   late 2d   Newcomers WeChat 新手1群 12 people 0/5   Welcome them by name
    |   late 7h10 Newcomers WeChat 新手1群 3 people  0/5   Welcome them by name
    | Playbooks
    | ▸ newweek  Newcomers         person          5 steps  running 2
    |   wakeup   Wake-up           person          5 steps
    |   event    Event             community       8 steps  running 1
    |   launch   New group         community       7 steps
    |   newrules Rules change      community       5 steps
    |─ newweek Newcomers ────────────────────────────────────────────────────────────
    | begins by itself on the day of joining; those of one day make one line
    | begins by itself for newcomers of WeChat 新手1群
    | day 1        Welcome them by name  hi
    | day 1 20:00  Send the rules in brief, answer questions  brief
    | day 3 10:00  Ask how they are doing, recommend one thing  day
    | day 5 20:00  Half an hour of newcomers' questions  qanda
    | day 7 19:00  Ask what helped, show the next step  week
    | a starts a run; e edits the playbook, runs under way stay
    | a start  n new  m view  w silent  e edit                        ? help  q quit
    ");
}

#[test]
fn list_wide() {
    let keys = "2 m m m z";
    assert_snapshot!(shown(Language::Hans, (120, 36), keys), @r"
    | qun                   10月10日 周六 调休上班 17:20                                                          周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天                                                今日 暂无
    |═ 2 话术 流程 11   进行中 3 ════════════════════════════════ 到期在前 ═┬─ 办一场活动  微信 新手1群 ─────────────────────
    | 进行中                                                                │ [ ] 10/4 10:00  定主题、奖品、一页规则， 迟6天
    | ▸ 迟6天   办一场活动 微信 新手1群      0/8   定主题、奖品、一页规则.. │                 找人过目
    |   迟2天   新人七天   微信 新手1群 12人 0/5   发欢迎语，点名到人       │ [ ] 10/8 12:30  发预告，开报名        yg 迟2天
    |   迟7时10 新人七天   微信 新手1群 3人  0/5   发欢迎语，点名到人       │ [ ] 10/10 20:00 逐个确认名单，排  bmcg 待2时40
    | 流程库                                                                │                 好候补
    |   xrqt 新人七天             成员           5 步  进行 2               │ [ ] 10/11 10:00 走一遍流程：链接、口  待16时40
    |   cmhx 沉默唤醒             成员           5 步                       │                 令、话筒
    |   hdyc 办一场活动           社群           8 步  进行 1               │ [ ] 10/11 19:30 开场前半小时喊一次    kc 待1天
    |   kxq  开一个新群           社群           7 步                       │ [ ] 10/11 22:00 当晚发回顾            hg 待1天
    |   gygx 改一次公约           社群           5 步                       │ [ ] 10/12 12:00 开奖，逐个通知        zj 待1天
    |   jqzs 假期值守             社群           6 步                       │ [ ] 10/14 10:00 复盘：人数、来源、一条要 待3天
    |   wjzl 危机：产品质量       产品质量       10 步                      │                 改的
    |   wjyy 危机：舆情谣言       舆情谣言       9 步                       │ 从 10月11日 周日 00:00 起算   周宁 10月10日 ..
    |   wjys 危机：隐私泄露       隐私泄露       9 步                       │
    |   wjfj 危机：平台封禁       平台封禁       9 步                       │
    |   wjaq 危机：成员安全与冲突 成员安全与冲突 10 步                      │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | y 填话术，发出并勾掉；a 只勾掉；Enter 打开
    | 话术  a 做完  x 结束+理由  o 改期  n 新流程  m 换视图                               │ 1-4 切换  c 巡检  ? 帮助  q 返回
    ");
    assert_snapshot!(shown(Language::En, (120, 36), keys), @r"
    | qun                   Sat 10 Oct, make-up workday, 17:20                                                周宁 (manager)
    | FIRST 1 Calendar Event: Settle theme, prizes, rules; have somebody read them late 6d                   today: none yet
    |═ 2 SOP playbooks 11   running 3 ════════════════════ first due first ═┬─ Event  WeChat 新手1群 ────────────────────────
    | Under way                                                             │ [ ] 4 Oct 10:00  Settle theme, prizes, late 6d
    | ▸ late 6d   Event     WeChat 新手1群           0/8   Settle theme, .. │                  rules; have somebody
    |   late 2d   Newcomers WeChat 新手1群 12 people 0/5   Welcome them b.. │                  read them
    |   late 7h10 Newcomers WeChat 新手1群 3 people  0/5   Welcome them b.. │ [ ] 8 Oct 12:30  Announce it,    event late 2d
    | Playbooks                                                             │                  open the list
    |   newweek  Newcomers         person          5 steps  running 2       │ [ ] 10 Oct 20:00 Confirm those  signed in 2h40
    |   wakeup   Wake-up           person          5 steps                  │                  on the list,
    |   event    Event             community       8 steps  running 1       │                  line up the
    |   launch   New group         community       7 steps                  │                  others
    |   newrules Rules change      community       5 steps                  │ [ ] 11 Oct 10:00 Go through it once:  in 16h40
    |   holiday  Holidays          community       6 steps                  │                  link, password,
    |   cquality Crisis: quality   product quality 10 steps                 │                  microphone
    |   crumour  Crisis: rumour    rumour          9 steps                  │ [ ] 11 Oct 19:30 Call half an hour  soon in 1d
    |   cprivacy Crisis: data leak data leak       9 steps                  │                  before
    |   cban     Crisis: shut out  platform ban    9 steps                  │ [ ] 11 Oct 22:00 Recap the same    recap in 1d
    |   csafety  Crisis: safety    members' safety 10 steps                 │                  evening
    |                                                                       │ [ ] 12 Oct 12:00 Draw the prizes,  prize in 1d
    |                                                                       │                  tell each winner
    |                                                                       │ [ ] 14 Oct 10:00 Look back: turnout,     in 3d
    |                                                                       │                  sources, one thing to
    |                                                                       │                  change
    |                                                                       │ counted from Sun 11 Oct 00:00   started Sat ..
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | y fills the words, sends and ticks; a only ticks; Enter opens
    | SOP  a done  x end  o move  n new  m view                                       │ 1-4 pane  c check-in  ? help  q back
    ");
}

#[test]
fn crisis_plan() {
    let keys = "2 m m m G k k k k";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    |   迟2天   新人七天   微信 新手1群 12人 0/5   发欢迎语，点名到人
    |   迟7时10 新人七天   微信 新手1群 3人  0/5   发欢迎语，点名到人
    | 流程库
    |   xrqt 新人七天             成员           5 步  进行 2
    |   cmhx 沉默唤醒             成员           5 步
    |   hdyc 办一场活动           社群           8 步  进行 1
    |   kxq  开一个新群           社群           7 步
    |   gygx 改一次公约           社群           5 步
    |   jqzs 假期值守             社群           6 步
    | ▸ wjzl 危机：产品质量       产品质量       10 步
    |─ wjzl 危机：产品质量 ──────────────────────────────────────────────────────────
    | 先停后查再补；同批次一律按有问题处理
    | 立刻         留证据：批号、照片、谁最先说的，填事实表
    | 10分后       停售同批次，停掉相关排期和抽奖
    | 20分后       发停售说明，同一段文字发到每个群  zlzs
    | 30分后       开登记：批号、数量、联系方式，一张表
    | 40分后       大使到位：接话、记问题、不争辩
    | 2时00后      发核查进展，没结果也发  zljz
    | a 开始一次；e 改流程，进行中的不变
    | a 开始  n 新流程  m 换视图  e 编辑                              ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    |   late 2d   Newcomers WeChat 新手1群 12 people 0/5   Welcome them by name
    |   late 7h10 Newcomers WeChat 新手1群 3 people  0/5   Welcome them by name
    | Playbooks
    |   newweek  Newcomers         person          5 steps  running 2
    |   wakeup   Wake-up           person          5 steps
    |   event    Event             community       8 steps  running 1
    |   launch   New group         community       7 steps
    |   newrules Rules change      community       5 steps
    |   holiday  Holidays          community       6 steps
    | ▸ cquality Crisis: quality   product quality 10 steps
    |─ cquality Crisis: quality ─────────────────────────────────────────────────────
    | stop, check, make good; treat the whole batch as faulty
    | at once         Keep evidence: batch, photographs; fill the facts
    | after 10m       Stop selling the batch, pull its posts and draws
    | after 20m       Post the holding statement everywhere  qhold
    | after 30m       Open one register: batch, quantity, contact
    | after 40m       Ambassadors listen, note questions, never argue
    | after 2h00      Post what is known, even if that is little  qnews
    | a starts a run; e edits the playbook, runs under way stay
    | a start  n new  m view  e edit                                  ? help  q quit
    ");
}

#[test]
fn run() {
    let keys = "2 m m m Enter";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 办一场活动   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 迟6天    10/4 10:00  定主题、奖品、一页规则，找人过目
    |   [ ] 迟2天    10/8 12:30  发预告，开报名                                   yg
    |   [ ] 待2时40  10/10 20:00 逐个确认名单，排好候补                         bmcg
    |   [ ] 待16时40 10/11 10:00 走一遍流程：链接、口令、话筒
    |   [ ] 待1天    10/11 19:30 开场前半小时喊一次                               kc
    |   [ ] 待1天    10/11 22:00 当晚发回顾                                       hg
    |   [ ] 待1天    10/12 12:00 开奖，逐个通知                                   zj
    |   [ ] 待3天    10/14 10:00 复盘：人数、来源、一条要改的
    |
    |
    |─ 10/4 10:00  待办 ─────────────────────────────────────────────────────────────
    | 定主题、奖品、一页规则，找人过目
    |
    |
    |
    |
    |
    |
    | y 填话术，发出并勾掉；a 只勾掉；Enter 打开
    | a 做完  x 略过+理由  o 改期  n 新流程  m 换视图  e 编辑         ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 辦一場活動   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 遲6天    10/4 10:00  定主題、獎品、一頁規則，找人過目
    |   [ ] 遲2天    10/8 12:30  發預告，開報名                                   yg
    |   [ ] 待2時40  10/10 20:00 逐一確認名單，排好候補                         bmcg
    |   [ ] 待16時40 10/11 10:00 走一遍流程：連結、口令、麥克風
    |   [ ] 待1天    10/11 19:30 開場前半小時喊一次                               kc
    |   [ ] 待1天    10/11 22:00 當晚發回顧                                       hg
    |   [ ] 待1天    10/12 12:00 開獎，逐一通知                                   zj
    |   [ ] 待3天    10/14 10:00 檢討：人數、來源、一件要改的
    |
    |
    |─ 10/4 10:00  待辦 ─────────────────────────────────────────────────────────────
    | 定主題、獎品、一頁規則，找人過目
    |
    |
    |
    |
    |
    |
    | y 填話術，送出並勾掉；a 只勾掉；Enter 開啟
    | a 完成  x 略過+理由  o 改期  n 新流程  m 換檢視  e 編輯         ? 說明  q 結束
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP Event   WeChat 新手1群 ════════════════════════════════════ 0 of 8 steps ═
    | ▸ [ ] late 6d  4 Oct 10:00  Settle theme, prizes, rules; have somebody read ..
    |   [ ] late 2d  8 Oct 12:30  Announce it, open the list                   event
    |   [ ] in 2h40  10 Oct 20:00 Confirm those on the list, line up the o..  signed
    |   [ ] in 16h40 11 Oct 10:00 Go through it once: link, password, microphone
    |   [ ] in 1d    11 Oct 19:30 Call half an hour before                      soon
    |   [ ] in 1d    11 Oct 22:00 Recap the same evening                       recap
    |   [ ] in 1d    12 Oct 12:00 Draw the prizes, tell each winner            prize
    |   [ ] in 3d    14 Oct 10:00 Look back: turnout, sources, one thing to change
    |
    |
    |─ 4 Oct 10:00  open ────────────────────────────────────────────────────────────
    | Settle theme, prizes, rules; have somebody read them
    |
    |
    |
    |
    |
    |
    | y fills the words, sends and ticks; a only ticks; Enter opens
    | a done  x skip  o move  n new  m view  e edit                   ? help  q quit
    ");
}

#[test]
fn run_wide() {
    let keys = "2 m m m Enter z j";
    assert_snapshot!(shown(Language::Hans, (120, 36), keys), @r"
    | qun                   10月10日 周六 调休上班 17:20                                                          周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天                                                今日 暂无
    |═ 2 话术 办一场活动   微信 新手1群 ═══════════════════════════ 0/8 步 ═┬─ 10/8 12:30  待办 ─────────────────────────────
    |   [ ] 迟6天    10/4 10:00  定主题、奖品、一页规则，找人过目           │ 发预告，开报名
    | ▸ [ ] 迟2天    10/8 12:30  发预告，开报名                          yg │ yg 活动预告
    |   [ ] 待2时40  10/10 20:00 逐个确认名单，排好候补                bmcg │ 【{活动名称}】
    |   [ ] 待16时40 10/11 10:00 走一遍流程：链接、口令、话筒               │ 什么时候：{开始时间}
    |   [ ] 待1天    10/11 19:30 开场前半小时喊一次                      kc │ 在哪儿：{参加方式}
    |   [ ] 待1天    10/11 22:00 当晚发回顾                              hg │ 你能得到：{收获}
    |   [ ] 待1天    10/12 12:00 开奖，逐个通知                          zj │ 想来的回复「报名」，开始前 30 分钟我在{社群}里
    |   [ ] 待3天    10/14 10:00 复盘：人数、来源、一条要改的               │ 再叫一次。
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | y 填话术，发出并勾掉；a 只勾掉；Enter 打开
    | 话术  a 做完  x 略过+理由  o 改期  n 新流程  m 换视图  e 编辑  y 填话术             │ 1-4 切换  c 巡检  ? 帮助  q 返回
    ");
    assert_snapshot!(shown(Language::En, (120, 36), keys), @r#"
    | qun                   Sat 10 Oct, make-up workday, 17:20                                                周宁 (manager)
    | FIRST 1 Calendar Event: Settle theme, prizes, rules; have somebody read them late 6d                   today: none yet
    |═ 2 SOP Event   WeChat 新手1群 ═════════════════════════ 0 of 8 steps ═┬─ 8 Oct 12:30  open ────────────────────────────
    |   [ ] late 6d  4 Oct 10:00  Settle theme, prizes, rules; have someb.. │ Announce it, open the list
    | ▸ [ ] late 2d  8 Oct 12:30  Announce it, open the list          event │ event Event announcement
    |   [ ] in 2h40  10 Oct 20:00 Confirm those on the list, line..  signed │ {event}
    |   [ ] in 16h40 11 Oct 10:00 Go through it once: link, password, mic.. │ When: {starts}
    |   [ ] in 1d    11 Oct 19:30 Call half an hour before             soon │ Where: {how to join}
    |   [ ] in 1d    11 Oct 22:00 Recap the same evening              recap │ What you get: {benefit}
    |   [ ] in 1d    12 Oct 12:00 Draw the prizes, tell each winner   prize │ Reply "in" if you are coming. I will call once
    |   [ ] in 3d    14 Oct 10:00 Look back: turnout, sources, one thing .. │ more in {community} 30 minutes before.
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | y fills the words, sends and ticks; a only ticks; Enter opens
    | SOP  a done  x skip  o move  n new  m view  e edit  y words                     │ 1-4 pane  c check-in  ? help  q back
    "#);
}

#[test]
fn settled() {
    let keys = "2 m m m Enter a x \"没人报名 Enter o 1";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 新人七天 第1天 12人 发欢迎语，点名到人 迟2天             今日 暂无
    |  1 日历 0 迟4  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 办一场活动   微信 新手1群 ══════════════════════════════════════ 2/8 步 ═
    |   [x] 周宁     10/4 10:00  定主题、奖品、一页规则，找人过目
    |   [-] 周宁     10/8 12:30  发预告，开报名
    | ▸ [ ] 待16时40 10/11 10:00 走一遍流程：链接、口令、话筒
    |   [ ] 待1天    10/11 19:30 开场前半小时喊一次                               kc
    |   [ ] 待1天    10/11 20:00 逐个确认名单，排好候补                         bmcg
    |   [ ] 待1天    10/11 22:00 当晚发回顾                                       hg
    |   [ ] 待1天    10/12 12:00 开奖，逐个通知                                   zj
    |   [ ] 待3天    10/14 10:00 复盘：人数、来源、一条要改的
    |
    |
    |─ 10/11 10:00  待办 ────────────────────────────────────────────────────────────
    | 走一遍流程：链接、口令、话筒
    |
    |
    |
    |
    |
    |
    | 改期 办一场活动：逐个确认名单，排好候补 (u 撤销)
    | a 做完  x 略过+理由  o 改期  n 新流程  m 换视图  e 编辑         ? 帮助  q 退出
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Newcomers, day 1, 12 people: Welcome t.. late 2d       today: none yet
    |  1 Calendar 0 late 4  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP Event   WeChat 新手1群 ════════════════════════════════════ 2 of 8 steps ═
    |   [x] 周宁     4 Oct 10:00  Settle theme, prizes, rules; have somebody read ..
    |   [-] 周宁     8 Oct 12:30  Announce it, open the list
    | ▸ [ ] in 16h40 11 Oct 10:00 Go through it once: link, password, microphone
    |   [ ] in 1d    11 Oct 19:30 Call half an hour before                      soon
    |   [ ] in 1d    11 Oct 20:00 Confirm those on the list, line up the o..  signed
    |   [ ] in 1d    11 Oct 22:00 Recap the same evening                       recap
    |   [ ] in 1d    12 Oct 12:00 Draw the prizes, tell each winner            prize
    |   [ ] in 3d    14 Oct 10:00 Look back: turnout, sources, one thing to change
    |
    |
    |─ 11 Oct 10:00  open ───────────────────────────────────────────────────────────
    | Go through it once: link, password, microphone
    |
    |
    |
    |
    |
    |
    | moved in Event: Confirm those on the list, line up the others (u undo)
    | a done  x skip  o move  n new  m view  e edit                   ? help  q quit
    ");
}

#[test]
fn moving() {
    let keys = "2 m m m Enter o";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 办一场活动   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 迟6天    10/4 10:00  定主题、奖品、一页规则，找人过目
    |   [ ] 迟2天    10/8 12:30  发预告，开报名                                   yg
    |   [ ] 待2时40  10/10 20:00 逐个确认名单，排好候补                         bmcg
    |   [ ] 待16时40 10/11 10:00 走一遍流程：链接、口令、话筒
    |   [ ] 待1天    10/11 19:30 开场前半小时喊一次                               kc
    |   [ ] 待1天    10/11 22:00 当晚发回顾                                       hg
    |   [ ] 待1天    10/12 12:00 开奖，逐个通知                                   zj
    |   [ ] 待3天    10/14 10:00 复盘：人数、来源、一条要改的
    |
    |
    |─ 10/4 10:00  待办 ─────────────────────────────────────────────────────────────
    | 定主题、奖品、一页规则，找人过目
    |
    |
    |
    |═ 改到什么时候：定主题、奖品、一页规则，找人过目 ═══════════════════════════════
    |   1  明天同一时刻           3  写日期时刻
    |   2  一周后同一时刻         4  一小时后
    |
    | 数字 选一个  Esc 返回                                                  F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 辦一場活動   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 遲6天    10/4 10:00  定主題、獎品、一頁規則，找人過目
    |   [ ] 遲2天    10/8 12:30  發預告，開報名                                   yg
    |   [ ] 待2時40  10/10 20:00 逐一確認名單，排好候補                         bmcg
    |   [ ] 待16時40 10/11 10:00 走一遍流程：連結、口令、麥克風
    |   [ ] 待1天    10/11 19:30 開場前半小時喊一次                               kc
    |   [ ] 待1天    10/11 22:00 當晚發回顧                                       hg
    |   [ ] 待1天    10/12 12:00 開獎，逐一通知                                   zj
    |   [ ] 待3天    10/14 10:00 檢討：人數、來源、一件要改的
    |
    |
    |─ 10/4 10:00  待辦 ─────────────────────────────────────────────────────────────
    | 定主題、獎品、一頁規則，找人過目
    |
    |
    |
    |═ 改到什麼時候：定主題、獎品、一頁規則，找人過目 ═══════════════════════════════
    |   1  明天同一時間           3  寫日期時間
    |   2  一週後同一時間         4  一小時後
    |
    | 數字 選一個  Esc 返回                                                  F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP Event   WeChat 新手1群 ════════════════════════════════════ 0 of 8 steps ═
    | ▸ [ ] late 6d  4 Oct 10:00  Settle theme, prizes, rules; have somebody read ..
    |   [ ] late 2d  8 Oct 12:30  Announce it, open the list                   event
    |   [ ] in 2h40  10 Oct 20:00 Confirm those on the list, line up the o..  signed
    |   [ ] in 16h40 11 Oct 10:00 Go through it once: link, password, microphone
    |   [ ] in 1d    11 Oct 19:30 Call half an hour before                      soon
    |   [ ] in 1d    11 Oct 22:00 Recap the same evening                       recap
    |   [ ] in 1d    12 Oct 12:00 Draw the prizes, tell each winner            prize
    |   [ ] in 3d    14 Oct 10:00 Look back: turnout, sources, one thing to change
    |
    |
    |─ 4 Oct 10:00  open ────────────────────────────────────────────────────────────
    | Settle theme, prizes, rules; have somebody read them
    |
    |
    |
    |═ When instead: Settle theme, prizes, rules; have somebod ══════════════════════
    |   1  tomorrow, same time    3  type day and time
    |   2  a week on, same time   4  in an hour
    |
    | digit picks  Esc back                                                  F1 help
    ");
}

#[test]
fn people() {
    let keys = "2 m m m j j Enter w Space";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 新人七天   微信 新手1群 3人 ════════════════════════════════════ 0/5 步 ═
    |═ 新人七天 第1天 1/3人 发欢迎语，点名到人 ══════════════════════════════════════
    |   [x] 阿布
    | ▸ [ ] 小麦
    |   [ ] Kiki
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 已对 阿布 做完这一步 (u 撤销)
    | Space 勾一位  y 给这一位填话术  Esc 返回                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 新人七天   微信 新手1群 3人 ════════════════════════════════════ 0/5 步 ═
    |═ 新人七天 第1天 1/3人 發歡迎語，逐一點名 ══════════════════════════════════════
    |   [x] 阿布
    | ▸ [ ] 小麦
    |   [ ] Kiki
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 已對 阿布 完成這一步 (u 復原)
    | Space 勾一位  y 為這一位填話術  Esc 返回                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP Newcomers   WeChat 新手1群 3 people ═══════════════════════ 0 of 5 steps ═
    |═ Newcomers, day 1, 1/3 people: Welcome them by name ═══════════════════════════
    |   [x] 阿布
    | ▸ [ ] 小麦
    |   [ ] Kiki
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | this step is done for 阿布 (u undo)
    | Space tick one  y words for this one  Esc back                         F1 help
    ");
}

#[test]
fn words() {
    let keys = "j Y \"a Enter";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 在等 0   今日 答 0  按时 0  超时 0 ═══════════════════════════ 最急在前 ═
    | 没有人 ┌─ yg 办一场活动 发预告，开报名 ───────────────────────────────┐
    |        │                                                              │
    |        │  活动名称  a                                            必填 │
    |        │▸ 开始时间 [                                           ] 必填 │
    |        │  参加方式  ____                                         必填 │
    |        │  收获      ____                                         必填 │
    |        │  社群      新手1群                                      自动 │
    |        │──────────────────────────────────────────────────────────────│
    |        │  【a】                                                       │
    |        │  什么时候：{开始时间}                                        │
    |────────│  在哪儿：{参加方式}                                          │────────
    |        │  你能得到：{收获}                                            │
    |        │  想来的回复「报名」，开始前 30 分钟我在新手1群里再叫一次。   │
    |        │                                                              │
    |        │  还差 3 格：开始时间 参加方式 收获    68 字 (上限 500)       │
    |        │                                                              │
    |        └─ Enter 下一格/发送  S-Tab 上一格  Esc 不发 ──────────────────┘
    |
    | Enter 后：发往你的终端剪贴板，勾掉这一步 (u 撤销)
    | 字母数字都是文字；^U 清空  ^R 上次填的                                 F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 等待 0   今日 答 0  準時 0  逾時 0 ═══════════════════════════ 最急在前 ═
    | 沒有人 ┌─ yg 辦一場活動 發預告，開報名 ───────────────────────────────┐
    |        │                                                              │
    |        │  活動名稱  a                                            必填 │
    |        │▸ 開始時間 [                                           ] 必填 │
    |        │  參加方式  ____                                         必填 │
    |        │  收穫      ____                                         必填 │
    |        │  社群      新手1群                                      自動 │
    |        │──────────────────────────────────────────────────────────────│
    |        │  【a】                                                       │
    |        │  什麼時候：{開始時間}                                        │
    |────────│  在哪裡：{參加方式}                                          │────────
    |        │  你會得到：{收穫}                                            │
    |        │  想來的回覆「報名」，開始前 30 分鐘我在新手1群再提醒一次。   │
    |        │                                                              │
    |        │  還差 3 格：開始時間 參加方式 收穫    68 字 (上限 500)       │
    |        │                                                              │
    |        └─ Enter 下一格/送出  S-Tab 上一格  Esc 不送 ──────────────────┘
    |
    | Enter 後：送往你的終端剪貼簿，勾掉這一步 (u 復原)
    | 字母數字都是文字；^U 清空  ^R 上次填的                                 F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r#"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP waiting 0   today 0 answered  0 in time  0 late ═══════ least time first ═
    | Nobody ┌─ event Event: Announce it, open the list ────────────────────┐
    |        │                                                              │
    |        │  event        a                                     required │
    |        │▸ starts      [                                    ] required │
    |        │  how to join  ____                                  required │
    |        │  benefit      ____                                  required │
    |        │  community    新手1群                               auto     │
    |        │──────────────────────────────────────────────────────────────│
    |        │  a                                                           │
    |        │  When: {starts}                                              │
    |────────│  Where: {how to join}                                        │────────
    |        │  What you get: {benefit}                                     │
    |        │  Reply "in" if you are coming. I will call once more in 新   │
    |        │  手1群 30 minutes before.                                    │
    |        │                                                              │
    |        │  slots left 3: starts how to join benefit    140 letters (.. │
    |        │                                                              │
    |        └─ Enter next/send  S-Tab back  Esc leave ─────────────────────┘
    | Enter: sent to your terminal's clipboard, the step is ticked (u undo)
    | every letter and digit is text; ^U clears  ^R the last value           F1 help
    "#);
}

#[test]
fn whom() {
    let keys = "2 m m m j j j a";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 进行中
    |   迟6天   办一场活动 微信 新手1群      0/8   定主题、奖品、一页规则，找人过目
    |   迟2天   新人七天   微信 新手1群 12人 0/5   发欢迎语，点名到人
    |   迟7时10 新人七天   微信 新手1群 3人  0/5   发欢迎语，点名到人
    | 流程库
    | ▸ xrqt 新人七天             成员           5 步  进行 2
    |   cmhx 沉默唤醒             成员           5 步
    |   hdyc 办一场活动           社群           8 步  进行 1
    |   kxq  开一个新群           社群           7 步
    |   gygx 改一次公约           社群           5 步
    |─ xrqt 新人七天 ────────────────────────────────────────────────────────────────
    | 按入群日自动开始；一天进来的人合成一行
    | 新人自动开始：微信 新手1群
    | 第1天        发欢迎语，点名到人  hy
    |═ 新人七天 给谁 ════════════════════════════════════════════════════════════════
    |   1  三十天没说话的人，从名单里挑        3  某个群的新人，自动开始或关掉
    |   2  某一位，打昵称
    |   新人自动开始：微信 新手1群
    |
    | 数字 选一个  Esc 返回                                                  F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 進行中
    |   遲6天   辦一場活動 微信 新手1群      0/8   定主題、獎品、一頁規則，找人過目
    |   遲2天   新人七天   微信 新手1群 12人 0/5   發歡迎語，逐一點名
    |   遲7時10 新人七天   微信 新手1群 3人  0/5   發歡迎語，逐一點名
    | 流程庫
    | ▸ xrqt 新人七天             成員           5 步  進行 2
    |   cmhx 沉默喚醒             成員           5 步
    |   hdyc 辦一場活動           社群           8 步  進行 1
    |   kxq  開一個新群           社群           7 步
    |   gygx 改一次公約           社群           5 步
    |─ xrqt 新人七天 ────────────────────────────────────────────────────────────────
    | 依入群日自動開始；同一天進來的人合成一列
    | 新人自動開始：微信 新手1群
    | 第1天        發歡迎語，逐一點名  hy
    |═ 新人七天 給誰 ════════════════════════════════════════════════════════════════
    |   1  三十天沒發言的人，從名單裡挑        3  某個群的新人，自動開始或關閉
    |   2  某一位，輸入暱稱
    |   新人自動開始：微信 新手1群
    |
    | 數字 選一個  Esc 返回                                                  F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    | Under way
    |   late 6d   Event     WeChat 新手1群           0/8   Settle theme, prizes, r..
    |   late 2d   Newcomers WeChat 新手1群 12 people 0/5   Welcome them by name
    |   late 7h10 Newcomers WeChat 新手1群 3 people  0/5   Welcome them by name
    | Playbooks
    | ▸ newweek  Newcomers         person          5 steps  running 2
    |   wakeup   Wake-up           person          5 steps
    |   event    Event             community       8 steps  running 1
    |   launch   New group         community       7 steps
    |   newrules Rules change      community       5 steps
    |─ newweek Newcomers ────────────────────────────────────────────────────────────
    | begins by itself on the day of joining; those of one day make one line
    | begins by itself for newcomers of WeChat 新手1群
    |═ Newcomers: for whom ══════════════════════════════════════════════════════════
    |   1  those silent for 30 days, from a list
    |   2  one person, by name
    |   3  newcomers of a group, on or off
    |   begins by itself for newcomers of WeChat 新手1群
    |
    | digit picks  Esc back                                                  F1 help
    ");
}

#[test]
fn silent() {
    let keys = "2 m m m j j j a 1 Space";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    |═ 30 天没说话 2 人，沉默最久在前 ═══════════════════════════════════════════════
    |  *核桃                 QQ 交流群  70天没说话
    | ▸ 面包片               QQ 交流群  51天没说话
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Space 标记  V 全标  Enter 开始  Esc 返回                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    |═ 30 天沒發言 2 人，沉默最久在前 ═══════════════════════════════════════════════
    |  *核桃                 QQ 交流群  70天沒發言
    | ▸ 面包片               QQ 交流群  51天沒發言
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Space 標記  V 全標  Enter 開始  Esc 返回                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    |═ silent for 30 days: 2, the longest first ═════════════════════════════════════
    |  *核桃                 QQ 交流群  silent 70d
    | ▸ 面包片               QQ 交流群  silent 51d
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Space mark  V all  Enter start  Esc back                               F1 help
    ");
}

#[test]
fn start() {
    let keys = "2 m m m j j j j j a";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 进行中
    |   迟6天┌─ 开始 办一场活动 ────────────────────────────────────────────┐人过目
    |   迟2天│                                                              │
    |   迟7时│▸ 哪天算起 [2026-10-10                      ] 今天 周五 10-20 │
    | 流程库 │  社群      ____                              空着就是全部    │
    |   xrqt │──────────────────────────────────────────────────────────────│
    |   cmhx │  T-7 10:00 | 定主题、奖品、一页规则，找人过目                │
    | ▸ hdyc │  T-3 12:30 | 发预告，开报名 | yg                             │
    |   kxq  │  T-1 20:00 | 逐个确认名单，排好候补 | bmcg                   │
    |   gygx │  T+0 10:00 | 走一遍流程：链接、口令、话筒                    │
    |─ hdyc  │  T+0 19:30 | 开场前半小时喊一次 | kc                         │────────
    | 以活动 │  T+0 22:00 | 当晚发回顾 | hg                                 │
    | 前7天 1│  T+1 12:00 | 开奖，逐个通知 | zj                             │
    | 前3天 1│  T+3 10:00 | 复盘：人数、来源、一条要改的                    │
    | 前1天 2│                                                              │
    | 当天 10└─ Enter 下一格/开始  Esc 返回 ────────────────────────────────┘
    | 当天 19:30   开场前半小时喊一次  kc
    | 当天 22:00   当晚发回顾  hg
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 進行中
    |   遲6天┌─ 開始 辦一場活動 ────────────────────────────────────────────┐人過目
    |   遲2天│                                                              │
    |   遲7時│▸ 從哪天起 [2026-10-10                      ] 今天 週五 10-20 │
    | 流程庫 │  社群      ____                              留空就是全部    │
    |   xrqt │──────────────────────────────────────────────────────────────│
    |   cmhx │  T-7 10:00 | 定主題、獎品、一頁規則，找人過目                │
    | ▸ hdyc │  T-3 12:30 | 發預告，開報名 | yg                             │
    |   kxq  │  T-1 20:00 | 逐一確認名單，排好候補 | bmcg                   │
    |   gygx │  T+0 10:00 | 走一遍流程：連結、口令、麥克風                  │
    |─ hdyc  │  T+0 19:30 | 開場前半小時喊一次 | kc                         │────────
    | 以活動 │  T+0 22:00 | 當晚發回顧 | hg                                 │
    | 前7天 1│  T+1 12:00 | 開獎，逐一通知 | zj                             │
    | 前3天 1│  T+3 10:00 | 檢討：人數、來源、一件要改的                    │
    | 前1天 2│                                                              │
    | 當天 10└─ Enter 下一格/開始  Esc 返回 ────────────────────────────────┘
    | 當天 19:30   開場前半小時喊一次  kc
    | 當天 22:00   當晚發回顧  hg
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    | Under w┌─ Start Event ────────────────────────────────────────────────┐
    |   late │                                                              │es, r..
    |   late │▸ anchor day [2026-10-10                  ] today, fri, 10-20 │me
    |   late │  community   ____                          empty means all   │me
    | Playboo│──────────────────────────────────────────────────────────────│
    |   newwe│  T-7 10:00 | Settle theme, prizes, rules; have somebody      │
    |   wakeu│  read them                                                   │
    | ▸ event│  T-3 12:30 | Announce it, open the list | event              │
    |   launc│  T-1 20:00 | Confirm those on the list, line up the others   │
    |   newru│  | signed                                                    │
    |─ event │  T+0 10:00 | Go through it once: link, password, microphone  │────────
    | counted│  T+0 19:30 | Call half an hour before | soon                 │
    | 7d befo│  T+0 22:00 | Recap the same evening | recap                  │
    | 3d befo│  T+1 12:00 | Draw the prizes, tell each winner | prize       │
    | 1d befo│  T+3 10:00 | Look back: turnout, sources, one thing to       │
    | on the │  change                                                      │
    | on the │                                                              │
    | on the └─ Enter next/start  Esc back ─────────────────────────────────┘
    |
    | Enter next  S-Tab back  Esc keeps a draft                              F1 help
    ");
}

#[test]
fn edit_plan() {
    let keys = "2 m m m j j j e";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 流程 11   进行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 进行中
    |   迟6天┌─ 编辑流程；进行中的不变 ─────────────────────────────────────┐人过目
    |   迟2天│  代码      xrqt                                         必填 │
    |   迟7时│  名称      新人七天                                     必填 │
    | 流程库 │  给谁       1 社群 [2 成员]                                  │
    | ▸ xrqt │  危机类型  [1 不是危机] 1/6                                  │
    |   cmhx │  说明      按入群日自动开始；一天进来的人合成一行            │
    |   hdyc │▸ 步骤     [D1 | 发欢迎语，点名到人 | hy               ] 必填 │
    |   kxq  │           [D1 20:00 | 发公约速读，答一轮疑问 | gysd   ]      │
    |   gygx │           [D3 10:00 | 问习惯没有，推一篇入门 | xrjd   ]      │
    |─ xrqt  │           [D5 20:00 | 新人答疑半小时 | xrdy           ]      │────────
    | 按入群 │           [D7 19:00 | 问收获，指下一步，记下不合适的 |]      │
    | 新人自 │           [ xrsh                                      ]      │
    | 第1天  │  谁通知谁                                                    │
    | 第1天 2│                                                              │
    | 第3天 1│  5 步；D1 当天，T-3 前三天，T+30m 半小时后                   │
    | 第5天 2└─ Enter 下一格/存下  ^J 换行  Esc 留作草稿 ───────────────────┘
    | 第7天 19:00  问收获，指下一步，记下不合适的  xrsh
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 流程 11   進行中 3 ═══════════════════════════════════════════ 到期在前 ═
    | 進行中
    |   遲6天┌─ 編輯流程；進行中的不變 ─────────────────────────────────────┐人過目
    |   遲2天│  代碼      xrqt                                         必填 │
    |   遲7時│  名稱      新人七天                                     必填 │
    | 流程庫 │  給誰       1 社群 [2 成員]                                  │
    | ▸ xrqt │  危機類型  [1 不是危機] 1/6                                  │
    |   cmhx │  說明      依入群日自動開始；同一天進來的人合成一列          │
    |   hdyc │▸ 步驟     [D1 | 發歡迎語，逐一點名 | hy               ] 必填 │
    |   kxq  │           [D1 20:00 | 發公約速讀，回一輪疑問 | gysd   ]      │
    |   gygx │           [D3 10:00 | 問習慣了沒，推一篇入門 | xrjd   ]      │
    |─ xrqt  │           [D5 20:00 | 新人答疑半小時 | xrdy           ]      │────────
    | 依入群 │           [D7 19:00 | 問收穫，指下一步，記下不合適的 |]      │
    | 新人自 │           [ xrsh                                      ]      │
    | 第1天  │  誰通知誰                                                    │
    | 第1天 2│                                                              │
    | 第3天 1│  5 步；D1 當天，T-3 前三天，T+30m 半小時後                   │
    | 第5天 2└─ Enter 下一格/存下  ^J 換行  Esc 留作草稿 ───────────────────┘
    | 第7天 19:00  問收穫，指下一步，記下不合適的  xrsh
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP playbooks 11   running 3 ═══════════════════════════════ first due first ═
    | Under way
    |   late ┌─ Edit playbook; runs under way stay ─────────────────────────┐es, r..
    |   late │  code    newweek                                    required │me
    |   late │  name    Newcomers                                  required │me
    | Playboo│  about    1 community [2 person]                             │
    | ▸ newwe│  crisis  [1 none] 1/6                                        │
    |   wakeu│  note    begins by itself on the day of joining; ..          │
    |   event│▸ steps  [D3 10:00 | Ask how they are doing,       ] required │
    |   launc│         [recommend one thing | day                ]          │
    |   newru│         [D5 20:00 | Half an hour of newcomers'    ]          │
    |─ newwee│         [questions | qanda                        ]          │────────
    | begins │         [D7 19:00 | Ask what helped, show the next]          │
    | begins │         [ step | week                             ]          │
    | day 1  │  calls                                                       │
    | day 1 2│                                                              │
    | day 3 1│  5 steps; D1 the day, T-3 before, T+30m after                │
    | day 5 2└─ Enter next/save  ^J new line  Esc keeps a draft ────────────┘
    | day 7 19:00  Ask what helped, show the next step  week
    |
    | Enter next  S-Tab back  Esc keeps a draft                              F1 help
    ");
}

#[test]
fn edit_step() {
    let keys = "2 m m m Enter e";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天        今日 暂无
    |  1 日历 0 迟6  [2 话术 0]  3 审核 0   4 指标 未填12
    |═ 话术 办一场活动   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 迟6天    10/4 10:00  定主题、奖品、一页规则，找人过目
    |   [ ] 迟2天    10/8 12:30  发预告，开报名                                   yg
    |   [ ] 待2时40  10/10 20:00 逐个确认名单，排好候补                         bmcg
    |   [ ] 待16时40 10/11 10:00 走一遍流程：链接、口令、话筒
    |   [ ]  ┌─ 改这一步 ───────────────────────────────────────────────────┐     kc
    |   [ ]  │                                                              │     hg
    |   [ ]  │▸ 做什么   [定主题、奖品、一页规则，找人过目           ] 必填 │     zj
    |   [ ]  │  话术代码  ____                                              │
    |        │  谁做      ____                                              │
    |        │                                                              │
    |─ 10/4 1│  只改这一次；流程库不变                                      │────────
    | 定主题 │                                                              │
    |        └─ Enter 下一格/存下  S-Tab 上一格  Esc 留作草稿 ──────────────┘
    |
    |
    |
    |
    |
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 先辦 1 日曆 辦一場活動 定主題、獎品、一頁規則，找人過目 遲6天        今日 暫無
    |  1 日曆 0 遲6  [2 話術 0]  3 審核 0   4 指標 未填12
    |═ 話術 辦一場活動   微信 新手1群 ══════════════════════════════════════ 0/8 步 ═
    | ▸ [ ] 遲6天    10/4 10:00  定主題、獎品、一頁規則，找人過目
    |   [ ] 遲2天    10/8 12:30  發預告，開報名                                   yg
    |   [ ] 待2時40  10/10 20:00 逐一確認名單，排好候補                         bmcg
    |   [ ] 待16時40 10/11 10:00 走一遍流程：連結、口令、麥克風
    |   [ ]  ┌─ 改這一步 ───────────────────────────────────────────────────┐     kc
    |   [ ]  │                                                              │     hg
    |   [ ]  │▸ 做什麼   [定主題、獎品、一頁規則，找人過目           ] 必填 │     zj
    |   [ ]  │  話術代碼  ____                                              │
    |        │  誰做      ____                                              │
    |        │                                                              │
    |─ 10/4 1│  只改這一次；流程庫不變                                      │────────
    | 定主題 │                                                              │
    |        └─ Enter 下一格/存下  S-Tab 上一格  Esc 留作草稿 ──────────────┘
    |
    |
    |
    |
    |
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | FIRST 1 Event: Settle theme, prizes, rules; ha.. late 6d       today: none yet
    |  1 Calendar 0 late 6  [2 SOP 0]  3 Queue 0   4 KPI unfilled 12
    |═ SOP Event   WeChat 新手1群 ════════════════════════════════════ 0 of 8 steps ═
    | ▸ [ ] late 6d  4 Oct 10:00  Settle theme, prizes, rules; have somebody read ..
    |   [ ] late 2d  8 Oct 12:30  Announce it, open the list                   event
    |   [ ] in 2h40  10 Oct 20:00 Confirm those on the list, line up the o..  signed
    |   [ ] in 16h40 11 Oct 10:00 Go through it once: link, password, microphone
    |   [ ] i┌─ Change this step ───────────────────────────────────────────┐   soon
    |   [ ] i│                                                              │  recap
    |   [ ] i│▸ what     [prizes, rules; have somebody read them ] required │  prize
    |   [ ] i│  template  ____                                              │hange
    |        │  who       ____                                              │
    |        │                                                              │
    |─ 4 Oct │  this run only; the playbook stays                           │────────
    | Settle │                                                              │
    |        └─ Enter next/save  S-Tab back  Esc keeps a draft ─────────────┘
    |
    |
    |
    |
    |
    |
    | Enter next  S-Tab back  Esc keeps a draft                              F1 help
    ");
}

#[test]
fn crisis_steps() {
    let keys = "! \"奶油发霉 Enter t 1";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    |[1 步骤 0/11]  2 事实 1/7   3 通知 0/5   4 声明 0   5 大使 0
    | ▸ [ ] 余2时00   首个公开答复
    |   [ ] 余0分     留证据：批号、照片、谁最先说的，填事实表
    |   [ ] 余10分    停售同批次，停掉相关排期和抽奖
    |   [ ] 余20分    发停售说明，同一段文字发到每个群                          zlzs
    |   [ ] 余30分    开登记：批号、数量、联系方式，一张表
    |   [ ] 余40分    大使到位：接话、记问题、不争辩
    |   [ ] 余2时00   发核查进展，没结果也发                                    zljz
    |   [ ] 余4时00   逐个联系身体不适的，先就医后谈赔
    |   [ ] 余16时40  发结论与补偿，附检测报告                                  zljg
    |   [ ] 余2天     回访登记过的人                                            tshf
    |   [ ] 余6天     复盘，改验收那一步
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 发出后按 a 停表；用声明页或步骤里的话术发出，会自动停
    | 危机 奶油发霉 定为 产品质量 (u 撤销)
    | a 做完  y 填话术  x 略过  t 类型  C 结案  1-5 换页  m 全部             F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    |[1 步驟 0/11]  2 事實 1/7   3 通知 0/5   4 聲明 0   5 大使 0
    | ▸ [ ] 餘2時00   首個公開答覆
    |   [ ] 餘0分     留證據：批號、照片、誰最先說的，填事實表
    |   [ ] 餘10分    停售同批次，停掉相關排程和抽獎
    |   [ ] 餘20分    發停售說明，同一段文字發到每個群                          zlzs
    |   [ ] 餘30分    開登記：批號、數量、聯絡方式，一張表
    |   [ ] 餘40分    大使到位：接話、記問題、不爭辯
    |   [ ] 餘2時00   發查證進度，沒結果也發                                    zljz
    |   [ ] 餘4時00   逐一聯絡身體不適的，先就醫再談賠
    |   [ ] 餘16時40  發結論與補償，附檢驗報告                                  zljg
    |   [ ] 餘2天     回訪登記過的人                                            tshf
    |   [ ] 餘6天     檢討，改驗收那一步
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 送出後按 a 停錶；用聲明頁或步驟裡的話術送出，會自動停
    | 危機 奶油发霉 定為 產品品質 (u 復原)
    | a 完成  y 填話術  x 略過  t 類型  C 結案  1-5 換頁  m 全部             F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    |[1 steps 0/11]  2 facts 1/7   3 calls 0/5   4 said 0   5 leads 0
    | ▸ [ ] left 2h00   first public reply
    |   [ ] left 0m     Keep evidence: batch, photographs; fill the facts
    |   [ ] left 10m    Stop selling the batch, pull its posts and draws
    |   [ ] left 20m    Post the holding statement everywhere                  qhold
    |   [ ] left 30m    Open one register: batch, quantity, contact
    |   [ ] left 40m    Ambassadors listen, note questions, never argue
    |   [ ] left 2h00   Post what is known, even if that is little             qnews
    |   [ ] left 4h00   Call everyone who fell ill: doctor first
    |   [ ] left 16h40  Post findings and amends, with the report               qend
    |   [ ] left 2d     Ask those registered how it went                       after
    |   [ ] left 6d     Look back, change the step that let it through
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | a stops the clock once it is out; sending a statement stops it too
    | incident 奶油发霉 is of type product quality (u undo)
    | a done  y words  x skip  t type  C close  1-5 page  m all              F1 help
    ");
}

#[test]
fn crisis_steps_small_window() {
    let keys = "! \"奶油发霉 Enter t 1";
    assert_snapshot!(shown(Language::Hans, (40, 12), keys), @r"
    | qun 10/10 周六 班 17:20           周宁
    | 危机 奶油发霉 余2:00         今日 暂无
    | [1日历0] 2话术0  3审核0  4指标
    |═ 危机 奶油发霉  产品质量 ══════════════
    | 危机 奶油发霉 还剩 2:00
    |[1 步骤 0/11]  2 事实 1/7   3 通知 0/5
    | ▸ [ ] 余2时00   首个公开答复
    |   [ ] 余0分     留证据：批号、照片..
    |   [ ] 余10分    停售同批次，停掉相..
    |   [ ] 余20分    发停售说明，同..  zlzs
    | 危机 奶油发霉 定为 产品质量 (u 撤销)
    | a 做完  y 填话术  x 略过       F1 帮助
    ");
    assert_snapshot!(shown(Language::En, (40, 12), keys), @r"
    | qun 10 Oct Sat workday 17:20      周宁
    | CRISIS 奶油发霉 2:00   today: none yet
    | [1Calendar0] 2SOP0  3Queue0  4KPI
    |═ Incident 奶油发霉  product quality ═══
    | CRISIS 奶油发霉 2:00 left
    |[1 steps 0/11]  2 facts 1/7   3 calls ..
    | ▸ [ ] left 2h00   first public reply
    |   [ ] left 0m     Keep evidence: ba..
    |   [ ] left 10m    Stop selling the ..
    |   [ ] left 20m    Post the hol.. qhold
    | incident 奶油发霉 is of type product..
    | a done  y words  x skip        F1 help
    ");
}

#[test]
fn crisis_kinds() {
    let keys = "! \"奶油发霉 Enter t";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  类型未定 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    |[1 步骤 0/1]  2 事实 0/7   3 通知 0/0   4 声明 0   5 大使 0
    | ▸ [ ] 余2时00  首个公开答复
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |═ 是哪一类 ═════════════════════════════════════════════════════════════════════
    |   1  产品质量               3  隐私泄露               5  成员安全与冲突
    |   2  舆情谣言               4  平台封禁
    |   之后：这一类的步骤置顶，通知名单带出 (u 撤销)
    |
    | 数字 选一个  Esc 返回                                                  F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  類型未定 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    |[1 步驟 0/1]  2 事實 0/7   3 通知 0/0   4 聲明 0   5 大使 0
    | ▸ [ ] 餘2時00  首個公開答覆
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |═ 是哪一類 ═════════════════════════════════════════════════════════════════════
    |   1  產品品質               3  個資外洩               5  成員安全與衝突
    |   2  輿情謠言               4  平台停權
    |   之後：這一類的步驟置頂，通知名單帶出 (u 復原)
    |
    | 數字 選一個  Esc 返回                                                  F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  no type yet ════════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    |[1 steps 0/1]  2 facts 0/7   3 calls 0/0   4 said 0   5 leads 0
    | ▸ [ ] left 2h00  first public reply
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |═ What sort is it ══════════════════════════════════════════════════════════════
    |   1  product quality        3  data leak              5  members' safety
    |   2  rumour                 4  platform ban
    |   then: its steps are pinned, its call list comes along (u undo)
    |
    | digit picks  Esc back                                                  F1 help
    ");
}

#[test]
fn crisis_facts() {
    let keys = "! \"奶油发霉 Enter t 1 2 j e \"盒底霉点 Enter \"微信 Enter Enter Enter Enter Enter";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    | 下一步 余2时00  首个公开答复
    | 下一步 余0分  留证据：批号、照片、谁最先说的，填事实表
    | 1 步骤 0/11  [2 事实 3/7]  3 通知 0/5   4 声明 0   5 大使 0
    |   类型  产品质量
    | ▸ 何事  盒底霉点
    |   何处  微信
    |   何时  未写
    |   范围  未写
    |   来源  未写
    |   核实  未核实
    |
    |
    |
    |
    |
    |
    |
    | 写下 奶油发霉 的事实 (u 撤销)
    | e 写事实  t 类型  C 结案  1-5 换页  Esc 返回                           F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    | 下一步 餘2時00  首個公開答覆
    | 下一步 餘0分  留證據：批號、照片、誰最先說的，填事實表
    | 1 步驟 0/11  [2 事實 3/7]  3 通知 0/5   4 聲明 0   5 大使 0
    |   類型  產品品質
    | ▸ 何事  盒底霉点
    |   何處  微信
    |   何時  未寫
    |   範圍  未寫
    |   來源  未寫
    |   查證  未查證
    |
    |
    |
    |
    |
    |
    |
    | 寫下 奶油发霉 的事實 (u 復原)
    | e 寫事實  t 類型  C 結案  1-5 換頁  Esc 返回                           F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    | next left 2h00  first public reply
    | next left 0m  Keep evidence: batch, photographs; fill the facts
    | 1 steps 0/11  [2 facts 3/7]  3 calls 0/5   4 said 0   5 leads 0
    |   type      product quality
    | ▸ what      盒底霉点
    |   where     微信
    |   when      not written
    |   scope     not written
    |   source    not written
    |   verified  not verified
    |
    |
    |
    |
    |
    |
    |
    | wrote down the facts of 奶油发霉 (u undo)
    | e write  t type  C close  1-5 page  Esc back                           F1 help
    ");
}

#[test]
fn crisis_calls() {
    let keys = "! \"奶油发霉 Enter t 1 3 a";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    | 下一步 余2时00  首个公开答复
    | 下一步 余0分  留证据：批号、照片、谁最先说的，填事实表
    | 1 步骤 0/11   2 事实 1/7  [3 通知 1/5]  4 声明 0   5 大使 0
    |   [x] 发现的人 > 值班运营                                           17:20 周宁
    | ▸ [ ] 值班运营 > 社群经理
    |   [ ] 社群经理 > 品控与仓库：停发同批
    |   [ ] 社群经理 > 客服：统一口径
    |   [ ] 社群经理 > 老板：金额与范围
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 奶油发霉 已通知：发现的人 > 值班运营 (u 撤销)
    | n 加一行  a 已通知  x 去掉  C 结案  1-5 换页                           F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    | 下一步 餘2時00  首個公開答覆
    | 下一步 餘0分  留證據：批號、照片、誰最先說的，填事實表
    | 1 步驟 0/11   2 事實 1/7  [3 通知 1/5]  4 聲明 0   5 大使 0
    |   [x] 發現的人 > 值班營運                                           17:20 周宁
    | ▸ [ ] 值班營運 > 社群經理
    |   [ ] 社群經理 > 品管與倉庫：停出同批
    |   [ ] 社群經理 > 客服：統一說法
    |   [ ] 社群經理 > 老闆：金額與範圍
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 奶油发霉 已通知：發現的人 > 值班營運 (u 復原)
    | n 加一列  a 已通知  x 去掉  C 結案  1-5 換頁                           F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    | next left 2h00  first public reply
    | next left 0m  Keep evidence: batch, photographs; fill the facts
    | 1 steps 0/11   2 facts 1/7  [3 calls 1/5]  4 said 0   5 leads 0
    |   [x] whoever sees it > operator on duty                            17:20 周宁
    | ▸ [ ] operator on duty > community manager
    |   [ ] community manager > quality and warehouse: stop the batch
    |   [ ] community manager > support: one wording
    |   [ ] community manager > owner: cost and extent
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 奶油发霉 told: whoever sees it > operator on duty (u undo)
    | n add  a told  x remove  C close  1-5 page                             F1 help
    ");
}

#[test]
fn crisis_said() {
    let keys = "! \"奶油发霉 Enter t 1 4 n \"同批次已停售，先不要用。 Tab Tab \"微信全部群 Enter Y n \"18:30_前再说一次 Tab Tab \"微信 Enter";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 已公开答复  先办 1 办一场活动 定主题、奖品.. 迟6天     今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 已公开答复                                      公开答复限 19:20
    | 下一步 余0分  留证据：批号、照片、谁最先说的，填事实表
    | 下一步 余10分  停售同批次，停掉相关排期和抽奖
    | 1 步骤 1/11   2 事实 1/7   3 通知 0/5  [4 声明 2]  5 大使 0
    | ▸ [x] 17:20  同批次已停售，先不要用。                          微信全部群 周宁
    |   [ ] 草稿   18:30 前再说一次                                        微信 周宁
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 同批次已停售，先不要用。
    | 存下 奶油发霉 的声明草稿 (微信) (u 撤销)
    | n 写  e 改  Y 复制并记已发  a 已发  x 丢弃  C 结案                     F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 已公開答覆  先辦 1 辦一場活動 定主題、獎品.. 遲6天     今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 已公開答覆                                      公開答覆限 19:20
    | 下一步 餘0分  留證據：批號、照片、誰最先說的，填事實表
    | 下一步 餘10分  停售同批次，停掉相關排程和抽獎
    | 1 步驟 1/11   2 事實 1/7   3 通知 0/5  [4 聲明 2]  5 大使 0
    | ▸ [x] 17:20  同批次已停售，先不要用。                          微信全部群 周宁
    |   [ ] 草稿   18:30 前再说一次                                        微信 周宁
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 同批次已停售，先不要用。
    | 存下 奶油发霉 的聲明草稿 (微信) (u 復原)
    | n 寫  e 改  Y 複製並記已發  a 已發  x 丟棄  C 結案                     F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 answered  FIRST 1 Event: Settle .. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 answered                                public reply due 19:20
    | next left 0m  Keep evidence: batch, photographs; fill the facts
    | next left 10m  Stop selling the batch, pull its posts and draws
    | 1 steps 1/11   2 facts 1/7   3 calls 0/5  [4 said 2]  5 leads 0
    | ▸ [x] 17:20  同批次已停售，先不要用。                          微信全部群 周宁
    |   [ ] draft  18:30 前再说一次                                        微信 周宁
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 同批次已停售，先不要用。
    | kept a draft on 奶油发霉 (微信) (u undo)
    | n write  e edit  Y copy+said  a said  x drop  C close                  F1 help
    ");
}

#[test]
fn crisis_leads() {
    let keys = "! \"奶油发霉 Enter t 1 5 n Tab \"豆沙包 Enter";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    | 下一步 余2时00  首个公开答复
    | 下一步 余0分  留证据：批号、照片、谁最先说的，填事实表
    | 1 步骤 0/11   2 事实 1/7   3 通知 0/5   4 声明 0  [5 大使 1]
    | ▸ 微信 新手1群  豆沙包
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 奶油发霉 指定一位大使 (u 撤销)
    | n 加一行  a 已通知  x 去掉  C 结案  1-5 换页                           F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    | 下一步 餘2時00  首個公開答覆
    | 下一步 餘0分  留證據：批號、照片、誰最先說的，填事實表
    | 1 步驟 0/11   2 事實 1/7   3 通知 0/5   4 聲明 0  [5 大使 1]
    | ▸ 微信 新手1群  豆沙包
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | 奶油发霉 指定一位大使 (u 復原)
    | n 加一列  a 已通知  x 去掉  C 結案  1-5 換頁                           F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    | next left 2h00  first public reply
    | next left 0m  Keep evidence: batch, photographs; fill the facts
    | 1 steps 0/11   2 facts 1/7   3 calls 0/5   4 said 0  [5 leads 1]
    | ▸ WeChat 新手1群  豆沙包
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | named an ambassador for 奶油发霉 (u undo)
    | n add  a told  x remove  C close  1-5 page                             F1 help
    ");
}

#[test]
fn crisis_wide() {
    let keys = "! \"奶油发霉 Enter t 1 j a j x \"没有实物 Enter 3 a a";
    assert_snapshot!(shown(Language::Hans, (120, 36), keys), @r"
    | qun                   10月10日 周六 调休上班 17:20                                                          周宁(经理)
    | 危机 奶油发霉 还剩 2:00   先办 1 日历 办一场活动 定主题、奖品、一页规则，找人过目 迟6天                      今日 暂无
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════════════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                                                               公开答复限 19:20
    | 1 步骤 2/11   2 事实 1/7  [3 通知 2/5]  4 声明 0   5 大使 0
    |   [ ] 余2时00   首个公开答复                                          │   [x] 发现的人 > 值班运营           17:20 周宁
    |   [x]           留证据：批号、照片、谁最先说的，填事实表   17:20 周宁 │   [x] 值班运营 > 社群经理           17:20 周宁
    |   [ ] 余10分    停售同批次，停掉相关排期和抽奖                        │ ▸ [ ] 社群经理 > 品控与仓库：停发同批
    |   [-]           发停售说明，同一段文字发到每个群  17:20 周宁 没有实物 │   [ ] 社群经理 > 客服：统一口径
    |   [ ] 余30分    开登记：批号、数量、联系方式，一张表                  │   [ ] 社群经理 > 老板：金额与范围
    |   [ ] 余40分    大使到位：接话、记问题、不争辩                        │
    |   [ ] 余2时00   发核查进展，没结果也发                           zljz │
    |   [ ] 余4时00   逐个联系身体不适的，先就医后谈赔                      │
    |   [ ] 余16时40  发结论与补偿，附检测报告                         zljg │
    |   [ ] 余2天     回访登记过的人                                   tshf │
    |   [ ] 余6天     复盘，改验收那一步                                    │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | 奶油发霉 已通知：值班运营 > 社群经理 (u 撤销)
    | n 加一行  a 已通知  x 去掉  C 结案  1-5 换页                                                                   F1 帮助
    ");
    assert_snapshot!(shown(Language::En, (120, 36), keys), @r"
    | qun                   Sat 10 Oct, make-up workday, 17:20                                                周宁 (manager)
    | CRISIS 奶油发霉 2:00   FIRST 1 Event: Settle theme, prizes, rules; have somebody read them late 6d     today: none yet
    |═ Incident 奶油发霉  product quality ════════════════════════════════════════════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                                                                       public reply due 19:20
    | 1 steps 2/11   2 facts 1/7  [3 calls 2/5]  4 said 0   5 leads 0
    |   [ ] left 2h00   first public reply                                  │   [x] whoever sees it > operator .. 17:20 周宁
    |   [x]             Keep evidence: batch, photographs; fil.. 17:20 周宁 │   [x] operator on duty > communit.. 17:20 周宁
    |   [ ] left 10m    Stop selling the batch, pull its posts and draws    │ ▸ [ ] community manager > quality and wareh..
    |   [-]             Post the holding statement ev.. 17:20 周宁 没有实物 │   [ ] community manager > support: one word..
    |   [ ] left 30m    Open one register: batch, quantity, contact         │   [ ] community manager > owner: cost and e..
    |   [ ] left 40m    Ambassadors listen, note questions, never argue     │
    |   [ ] left 2h00   Post what is known, even if that is little    qnews │
    |   [ ] left 4h00   Call everyone who fell ill: doctor first            │
    |   [ ] left 16h40  Post findings and amends, with the report      qend │
    |   [ ] left 2d     Ask those registered how it went              after │
    |   [ ] left 6d     Look back, change the step that let it through      │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | 奶油发霉 told: operator on duty > community manager (u undo)
    | n add  a told  x remove  C close  1-5 page                                                                     F1 help
    ");
}

#[test]
fn crisis_review() {
    let keys = "! \"奶油发霉 Enter t 1 C \"冷链断了";
    assert_snapshot!(shown(Language::Hans, (80, 24), keys), @r"
    | qun  10月10日 周六 调休上班 17:20                                   周宁(经理)
    | 危机 奶油发霉 还剩 2:00  先办 1 办一场活动 定主题、奖品.. 迟6天      今日 暂无
    | [1 日历 0 迟6]  2 话术 0   3 审核 0   4 指标 未填12
    |═ 危机 奶油发霉  产品质量 ════════════════════════════════════ 17:20 周宁 开启 ═
    | 危机 奶油发霉 还剩 2:00                                       公开答复限 19:20
    |[1 步骤 0/11]  2 事实 1/7   3 通知 0/5   4 声明 0   5 大使 0
    | ▸ [ ]  ┌─ 结案复盘 奶油发霉 ──────────────────────────────────────────┐
    |   [ ]  │                                                              │
    |   [ ]  │▸ 发生了什么 [冷链断了                                      ] │
    |   [ ]  │             [                                              ] │   zlzs
    |   [ ]  │             [                                              ] │
    |   [ ]  │  要改什么                                                    │
    |   [ ]  │                                                              │   zljz
    |   [ ]  │                                                              │
    |   [ ]  │                                                              │   zljg
    |   [ ]  │  可以空着；没做的步骤会略过                                  │   tshf
    |   [ ]  │                                                              │
    |        └─ Enter 下一格/结案  ^J 换行  Esc 留作草稿 ───────────────────┘
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 发出后按 a 停表；用声明页或步骤里的话术发出，会自动停
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 帮助
    ");
    assert_snapshot!(shown(Language::Hant, (80, 24), keys), @r"
    | qun  10月10日 週六 補班日 17:20                                     周宁(經理)
    | 危機 奶油发霉 尚餘 2:00  先辦 1 辦一場活動 定主題、獎品.. 遲6天      今日 暫無
    | [1 日曆 0 遲6]  2 話術 0   3 審核 0   4 指標 未填12
    |═ 危機 奶油发霉  產品品質 ════════════════════════════════════ 17:20 周宁 開啟 ═
    | 危機 奶油发霉 尚餘 2:00                                       公開答覆限 19:20
    |[1 步驟 0/11]  2 事實 1/7   3 通知 0/5   4 聲明 0   5 大使 0
    | ▸ [ ]  ┌─ 結案檢討 奶油发霉 ──────────────────────────────────────────┐
    |   [ ]  │                                                              │
    |   [ ]  │▸ 發生了什麼 [冷链断了                                      ] │
    |   [ ]  │             [                                              ] │   zlzs
    |   [ ]  │             [                                              ] │
    |   [ ]  │  要改什麼                                                    │
    |   [ ]  │                                                              │   zljz
    |   [ ]  │                                                              │
    |   [ ]  │                                                              │   zljg
    |   [ ]  │  可以留空；沒做的步驟會略過                                  │   tshf
    |   [ ]  │                                                              │
    |        └─ Enter 下一格/結案  ^J 換行  Esc 留作草稿 ───────────────────┘
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | 送出後按 a 停錶；用聲明頁或步驟裡的話術送出，會自動停
    |
    | Enter 下一格  S-Tab 上一格  Esc 留作草稿                               F1 說明
    ");
    assert_snapshot!(shown(Language::En, (80, 24), keys), @r"
    | qun  Sat 10 Oct, make-up workday, 17:20                         周宁 (manager)
    | CRISIS 奶油发霉 2:00  FIRST 1 Event: Settle them.. late 6d     today: none yet
    | [1 Calendar 0 late 6]  2 SOP 0   3 Queue 0   4 KPI unfilled 12
    |═ Incident 奶油发霉  product quality ════════════════════ opened 17:20 by 周宁 ═
    | CRISIS 奶油发霉 2:00 left                               public reply due 19:20
    |[1 steps 0/11]  2 facts 1/7   3 calls 0/5   4 said 0   5 leads 0
    | ▸ [ ] l┌─ Looking back on 奶油发霉 ───────────────────────────────────┐
    |   [ ] l│                                                              │
    |   [ ] l│▸ what happened  [冷链断了                                  ] │
    |   [ ] l│                 [                                          ] │  qhold
    |   [ ] l│                 [                                          ] │
    |   [ ] l│  what to change                                              │
    |   [ ] l│                                                              │  qnews
    |   [ ] l│                                                              │
    |   [ ] l│                                                              │   qend
    |   [ ] l│  may stay empty; open steps are skipped                      │  after
    |   [ ] l│                                                              │
    |        └─ Enter next/close  ^J new line  Esc draft ───────────────────┘
    |
    |
    |────────────────────────────────────────────────────────────────────────────────
    | a stops the clock once it is out; sending a statement stops it too
    |
    | Enter next  S-Tab back  Esc keeps a draft                              F1 help
    ");
}
