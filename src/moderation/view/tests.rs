use crate::base::Language;
use crate::moderation::pane::tests::World;
use crate::tui::dump::{Kit, rows};
use crate::tui::pane::{Pane, Shape};
use crate::tui::screen::Screen;
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};

const SINGLE: (u16, u16) = (80, 18);

/// The title rule's texts, the region, the status line and the hints.
fn screen(world: &World, size: (u16, u16), shape: Shape) -> String {
    let kit = Kit { lang: world.lang.clone(), ..Kit::new() };
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| Pane::draw(&world.pane, frame, frame.area(), &kit.look(), shape)).unwrap();
    let (left, right) = Pane::heading(&world.pane, &kit.look(), shape);
    let (whisper, hints) = (Pane::whisper(&world.pane, &kit.look()), Pane::hints(&world.pane, &kit.look()));
    let lines: Vec<String> = rows(terminal.backend().buffer()).into_iter().map(|r| r.trim_end().to_owned()).collect();
    let foot = format!("-- {whisper}\n-- {hints}");
    format!("{left} == {right}\n{}\n{}", lines.join("\n"), foot.replace("-- \n", "--\n").trim_end())
}

fn after(language: Language, keys: &str) -> World {
    let mut world = World::new(language);
    world.keys(keys);
    world
}

#[test]
fn one_column_with_a_preview() {
    insta::assert_snapshot!(screen(&after(Language::Hans, ""), SINGLE, Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
        L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        L2 入群 微信 新手1群 阿布       扫码 线下市集                 通过    58分
        还有 10 条
    ─ 糖霜饼干  微信 新手2群  入群 2 天  违规 1 (90天内) ───────────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
     机审 R3 广告引流 0.94：命中 加V，名额有限，微信号
     L2 阿泽 13:52 上交：像小号，第 20 条是同一人，请定
     建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好


    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn one_column_in_english() {
    insta::assert_snapshot!(screen(&after(Language::En, ""), SINGLE, Shape::Single), @r#"
    20: joins 7 posts 13   L3 3  L2 17 == all, oldest first
     ▸  L3 post WeCh 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. ad      3h12
        L2 post QQ 交流群    麦子       你懂什么烘焙，滚出去          abuse   2h40
        L2 join WeChat VIP群 Luna       answer: 订单尾号 5521         pass    2h31
        L2 join WeCh 新手1群 小厨娘阿静 邀请人 豆沙包                 pass    2h05
        L2 post RED 群聊     一只贝果   第一次做可颂，求点评          pass    1h58
        L3 post Weibo 超话   奶盖侠     听说奶油发霉了？扩散          false   1h44
        L2 join QQ 交流群    momo       no answer given               look    1h30
        L2 post Bilib 粉丝群 酵母不睡觉 低温发酵 72 小时记录          pass    1h21
        L2 post Douyi 粉丝群 甜不辣     进群领券，点主页链接          ad      1h09
        L2 join WeCh 新手1群 阿布       扫码 线下市集                 pass     58m
        10 more
    ─ 糖霜饼干  WeChat 新手2群  member for 2d  rejected 1 (90d) ────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
     machine R3 ads 0.94: hit 加V, 名额有限, WeChat id
     L2 阿泽 sent it up at 13:52: 像小号，第 20 条是同一人，请定
     suggested: x1 reject, rule 3.2 ads; the notice is drafted


    -- x then 1-9 gives the reason; . repeats the last decision
    --
    "#);
}

#[test]
fn the_reasons_dock_under_the_row_they_are_about() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "j x 2 x"), SINGLE, Shape::Single), @r#"
    19：入群 7 内容 12   L3 3  L2 16 == 全部，旧的在前
        L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
     ▸  L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
        L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        L2 入群 微信 新手1群 阿布       扫码 线下市集                 通过    58分
        L2 内容 QQ 交流群    核桃       新手求烤箱型号推荐            通过    52分
        还有 9 条，今日已审 1，用时中位 2时40
    ─ Luna  微信 VIP群  申请入群  2时31 ────────────────────────────────────────────
     答：订单尾号 5521
     机审 通过，没有命中
    ═ 拒绝 Luna，按一位数字选理由 ══════════════════════════════════════════════════
       1  广告引流 3.2           4  违法违规 1.1           7  重复内容 3.4
       2  刷屏     3.3           5  不实信息 2.4           8  隐私泄露 4.3
       3  人身攻击 4.1           6  无关内容 3.1           9  其他     写一句
    -- 之后：不让进群，通知草稿
    -- 1-9 理由  . 用上次 (刷屏)  n 不发通知  Esc 返回
    "#);
}

#[test]
fn the_reasons_in_english() {
    insta::assert_snapshot!(screen(&after(Language::En, "x n"), SINGLE, Shape::Single), @r"
    20: joins 7 posts 13   L3 3  L2 17 == all, oldest first
     ▸  L3 post WeCh 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. ad      3h12
        L2 post QQ 交流群    麦子       你懂什么烘焙，滚出去          abuse   2h40
        L2 join WeChat VIP群 Luna       answer: 订单尾号 5521         pass    2h31
        L2 join WeCh 新手1群 小厨娘阿静 邀请人 豆沙包                 pass    2h05
        L2 post RED 群聊     一只贝果   第一次做可颂，求点评          pass    1h58
        L3 post Weibo 超话   奶盖侠     听说奶油发霉了？扩散          false   1h44
        L2 join QQ 交流群    momo       no answer given               look    1h30
        L2 post Bilib 粉丝群 酵母不睡觉 低温发酵 72 小时记录          pass    1h21
        L2 post Douyi 粉丝群 甜不辣     进群领券，点主页链接          ad      1h09
        L2 join WeCh 新手1群 阿布       扫码 线下市集                 pass     58m
        10 more
    ─ 糖霜饼干  WeChat 新手2群  member for 2d  rejected 1 (90d) ────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
     machine R3 ads 0.94: hit 加V, 名额有限, WeChat id
    ═ reject 糖霜饼干: a digit gives the reason ════════════════════════════════════
       1  ads      3.2 suggested 4  illegal  1.1           7  repeated 3.4
       2  flooding 3.3           5  false    2.4           8  privacy  4.3
       3  abuse    4.1           6  offtopic 3.1           9  other    own words
    -- then: removed, no notice, no. 2 in 90 days, warn at 3
    -- 1-9 reason  Enter as suggested 1  n with notice  Esc back
    ");
}

#[test]
fn why_it_is_here() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "s"), SINGLE, Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
        L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        还有 11 条
    ─ 糖霜饼干  微信 新手2群  入群 2 天  违规 1 (90天内) ───────────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
       L1 机审  R3 广告引流 0.94
                命中 加V，名额有限，微信号
       L2 阿泽  13:52 上交
                「像小号，第 20 条是同一人，请定」
       L3 你    未定
     建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn who_it_is() {
    insta::assert_snapshot!(screen(&after(Language::En, "w"), SINGLE, Shape::Single), @r"
    20: joins 7 posts 13   L3 3  L2 17 == all, oldest first
     ▸  L3 post WeCh 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. ad      3h12
        L2 post QQ 交流群    麦子       你懂什么烘焙，滚出去          abuse   2h40
        L2 join WeChat VIP群 Luna       answer: 订单尾号 5521         pass    2h31
        L2 join WeCh 新手1群 小厨娘阿静 邀请人 豆沙包                 pass    2h05
        L2 post RED 群聊     一只贝果   第一次做可颂，求点评          pass    1h58
        L3 post Weibo 超话   奶盖侠     听说奶油发霉了？扩散          false   1h44
        L2 join QQ 交流群    momo       no answer given               look    1h30
        13 more
    ─ 糖霜饼干  WeChat 新手2群  member for 2d  rejected 1 (90d) ────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
       name      糖霜饼干
       key       ..a41f
       joined    Thu 8 Oct 扫码 (2d)
       role      新手
       rejected  1 within 90d; warn at 3
                 9 Oct flooding by 小满, notified
       note      none (notes expire after 180 days)
     1 more by the same person: row 20, 4m ago
    -- x then 1-9 gives the reason; . repeats the last decision
    --
    ");
}

#[test]
fn a_join_in_the_preview() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "j j j j j j Space"), SINGLE, Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
        L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
      * L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
     ▸  L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        L2 入群 微信 新手1群 阿布       扫码 线下市集                 通过    58分
        还有 10 条
    ─ 酵母不睡觉  B站 粉丝群 ───────────────────────────────────────────────────────
     「低温发酵 72 小时记录」
     机审 通过，没有命中
     建议 a 通过



    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn a_claim_a_lost_race_and_marks() {
    let mut world = World::new(Language::Hans);
    world.disturb();
    world.keys("j Space Space G Home");
    world.lose();
    insta::assert_snapshot!(screen(&world, SINGLE, Shape::Single), @r#"
    19：入群 7 内容 12   L3 2  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   已被 阿泽 拒绝                       3时12
      * L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
      * L2 入群 微信 VIP群   Luna       @阿泽在看 答：订单尾号 5521   通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
        L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        L2 入群 微信 新手1群 阿布       扫码 线下市集                 通过    58分
        还有 10 条，今日已审 1，用时中位 3时12
    ─ 糖霜饼干  微信 新手2群  入群 2 天  违规 1 (90天内) ───────────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
     机审 R3 广告引流 0.94：命中 加V，名额有限，微信号
     L2 阿泽 13:52 上交：像小号，第 20 条是同一人，请定



    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn zoomed_with_the_reasons() {
    let mut world = after(Language::Hans, "j x 3 a Home x");
    world.keys("Esc x");
    insta::assert_snapshot!(screen(&world, (120, 31), Shape::Wide), @r"
    18：入群 6 内容 12   L3 3  L2 15 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名..  广告   3时12  │ 糖霜饼干                             内容 1/18
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包        通过   2时05  │ 微信 新手2群  14:08 发，等了 3时12
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评 通过   1时58  │
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散 不实   1时44  │ 「[加V]领免费模具，[名额有限]，先到先得 [wx:
        L2 入群 QQ 交流群    momo       没有填写答案         看     1时30  │ ****7788]」
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录 通过   1时21  │
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接 广告   1时09  │ 为什么在这里
        L2 入群 微信 新手1群 阿布       扫码 线下市集        通过    58分  │   L1 机审  R3 广告引流 0.94
        L2 内容 QQ 交流群    核桃       新手求烤箱型号推荐   通过    52分  │            命中 加V，名额有限，微信号
        L2 入群 微信 新手2群 豆浆油条   邀请人 小满          通过    47分  │   L2 阿泽  13:52 上交
        L2 内容 微信 进阶群  Kiki       全麦欧包配方改良 v3  通过    41分  │            「像小号，第 20 条是同一人，请定」
        L3 内容 微信 VIP群   石榴       群外私下拼单，加我   广告    36分  │   L3 你    未定
        L2 入群 微信 VIP群   大宝       答：会员号 0193      通过    33分  │
        L2 内容 小红书 群聊  海盐卷     盐可颂爆浆失败求助   通过    28分  │ 成员
        L2 内容 B站 粉丝群   面粉侠     直播间抽奖截图       看      22分  │   昵称    糖霜饼干
        L2 入群 微信 新手1群 晚晚       扫码 公众号          通过    15分  │   编号    ..a41f
        L2 内容 抖音 粉丝群  小麦色     求温和的奶油霜教程   通过     9分  │   入群    10月8日 周四 扫码 (2 天)
        L2 内容 微信 新手2群 糖霜饼干   名额最后 3 个，加V   广告     4分  │   等级    新手
                                                                           │   违规    1 次，90 天内；警告线 3 次
        共 18 条，已全部显示                                               │           10/9 刷屏 小满，已通知
                                                                           │   备注    无 (备注 180 天后自动清除)
                                                                           │
    ═ 拒绝 糖霜饼干，按一位数字选理由 ═════════════════════════════════════│ 同类 1：第 18 条 4分前，同一人
       1  广告引流 3.2 建议   4  违法违规 1.1        7  重复内容 3.4       │
       2  刷屏     3.3        5  不实信息 2.4        8  隐私泄露 4.3       │─ 通知草稿 (x1 后可 y 复制) ────────────────────
       3  人身攻击 4.1        6  无关内容 3.1        9  其他     写一句    │ 糖霜饼干你好：你 14:08 的内容涉及广告引流 (公
       之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)     │ 约 3.2)，已移除并记 1 次提醒。90 天内第 2 次，
    ─ 今日已审 2 ──────────────────────────────────────────────────────────│ 满 3 次警告，满 5 次限制发言。合作和优惠先发给
       17:20 你 通过 入群 Luna                                             │ 管理员。有异议请在 20 天内回复「申诉」。
       17:20 你 拒绝 人身攻击 麦子                                         │
                                                                           │
    -- x 等一位数字：1-9 理由
    -- 1-9 理由  Enter 用建议 1  n 不发通知  Esc 返回
    ");
}

#[test]
fn zoomed_in_english() {
    insta::assert_snapshot!(screen(&after(Language::En, "a"), (120, 31), Shape::Wide), @r"
    19: joins 7 posts 12   L3 2  L2 17 == all, oldest first
     ▸  L2 post QQ 交流群    麦子       你懂什么烘焙，滚出去 abuse   2h40  │ 麦子                                 post 1/19
        L2 join WeChat VIP群 Luna       answer: 订单尾号 5.. pass    2h31  │ QQ 交流群  at 14:40, waiting 2h40
        L2 join WeCh 新手1群 小厨娘阿静 邀请人 豆沙包        pass    2h05  │
        L2 post RED 群聊     一只贝果   第一次做可颂，求点评 pass    1h58  │ 「你懂什么烘焙，滚出去」
        L3 post Weibo 超话   奶盖侠     听说奶油发霉了？扩散 false   1h44  │
        L2 join QQ 交流群    momo       no answer given      look    1h30  │ Why it is here
        L2 post Bilib 粉丝群 酵母不睡觉 低温发酵 72 小时记录 pass    1h21  │   L1 machine  abuse
        L2 post Douyi 粉丝群 甜不辣     进群领券，点主页链接 ad      1h09  │   L2 you      undecided
        L2 join WeCh 新手1群 阿布       扫码 线下市集        pass     58m  │
        L2 post QQ 交流群    核桃       新手求烤箱型号推荐   pass     52m  │ Member
        L2 join WeCh 新手2群 豆浆油条   邀请人 小满          pass     47m  │           not in the member table
        L2 post WeCha 进阶群 Kiki       全麦欧包配方改良 v3  pass     41m  │
        L3 post WeChat VIP群 石榴       群外私下拼单，加我   ad       36m  │─ notice (after x3, y copies it) ───────────────
        L2 join WeChat VIP群 大宝       answer: 会员号 0193  pass     33m  │ Hello 麦子, your post of 14:40 was removed for
        L2 post RED 群聊     海盐卷     盐可颂爆浆失败求助   pass     28m  │ abuse (rule 4.1) and counts as one reminder.
        L2 post Bilib 粉丝群 面粉侠     直播间抽奖截图       look     22m  │ It is no. 1 in 90 days; 3 bring a warning, 5
        L2 join WeCh 新手1群 晚晚       扫码 公众号          pass     15m  │ limit posting. Argue about the matter, not the
        L2 post Douyi 粉丝群 小麦色     求温和的奶油霜教程   pass      9m  │ person. To disagree, reply 'appeal' within 20
        L2 post WeCh 新手2群 糖霜饼干   名额最后 3 个，加V   ad        4m  │ days.
                                                                           │
        19 in all, all shown                                               │
                                                                           │
                                                                           │
                                                                           │
                                                                           │
                                                                           │
                                                                           │
    ─ decided today 1 ─────────────────────────────────────────────────────│
       17:20 you approved post 糖霜饼干                                    │
                                                                           │
                                                                           │
    -- x then 1-9 gives the reason; . repeats the last decision
    --
    ");
}

#[test]
fn a_quarter_with_and_without_the_keys() {
    let world = after(Language::Hans, "a");
    insta::assert_snapshot!(screen(&world, (71, 12), Shape::Cell { focused: false }), @r#"
     == 19：最旧 2时40
     入群 7  内容 12    L3 2  L2 17    机审 通过 12 拒绝 5 看 2

       L2 内容 QQ 交流群     麦子       你懂什么烘焙，滚出去 攻击   2时40
       L2 入群 微信 VIP群    Luna       答：订单尾号 5521    通过   2时31
       L2 入群 微信 新手1群  小厨娘阿静 邀请人 豆沙包        通过   2时05
       L2 内容 小红书 群聊   一只贝果   第一次做可颂，求点评 通过   1时58
       L3 内容 微博 超话     奶盖侠     听说奶油发霉了？扩散 不实   1时44
       L2 入群 QQ 交流群     momo       没有填写答案         看     1时30
       L2 内容 B站 粉丝群    酵母不睡觉 低温发酵 72 小时记录 通过   1时21
       L2 内容 抖音 粉丝群   甜不辣     进群领券，点主页链接 广告   1时09

       还有 11 条，今日已审 1，用时中位 3时12
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
    insta::assert_snapshot!(screen(&world, (48, 8), Shape::Cell { focused: true }), @r#"
     == 19：最旧 2时40
     入群 7  内容 12    L3 2  L2 17

     ▸ L2 麦子       你懂什么烘焙，.. 攻击   2时40
       L2 Luna       答：订单尾号 5.. 通过   2时31
       L2 小厨娘阿静 邀请人 豆沙包    通过   2时05
       L2 一只贝果   第一次做可颂，.. 通过   1时58
       L3 奶盖侠     听说奶油发霉了.. 不实   1时44
       还有 14 条，今日已审 1，用时中位 3时12
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn the_smallest() {
    insta::assert_snapshot!(screen(&after(Language::Hans, ""), (40, 8), Shape::Tiny), @r#"
     == 20：最旧 3时12
    ▸L3 糖霜饼干 加V领免费模..  广告  3时12
     L2 麦子     你懂什么烘焙.. 攻击  2时40
     L2 Luna     答：订单尾号.. 通过  2时31
     L2 小厨娘.. 邀请人 豆沙包  通过  2时05
     L2 一只贝果 第一次做可颂.. 通过  1时58
     L3 奶盖侠   听说奶油发霉.. 不实  1时44
    ────────────────────────────────────────
     加V 名额有限 微信号  L1 广告 0.94
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
    insta::assert_snapshot!(screen(&after(Language::En, "j"), (40, 8), Shape::Tiny), @r#"
     == 20: oldest 3h12
     L3 糖霜饼干 加V领免费模..  ad     3h12
    ▸L2 麦子     你懂什么烘焙.. abuse  2h40
     L2 Luna     answer: 订单.. pass   2h31
     L2 小厨娘.. 邀请人 豆沙包  pass   2h05
     L2 一只贝果 第一次做可颂.. pass   1h58
     L3 奶盖侠   听说奶油发霉.. false  1h44
    ────────────────────────────────────────
     machine: abuse, no hits
    -- x then 1-9 gives the reason; . repeats the last decision
    --
    "#);
}

#[test]
fn a_row_alone() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "Enter"), (40, 8), Shape::Tiny), @r#"
     == 20：最旧 3时12
    ─ 糖霜饼干  微信 新手2群  入群 2 天 .. ─
     「[加V]领免费模具，[名额有限]，先到先
     得 [wx: ****7788]」

     为什么在这里
       L1 机审  R3 广告引流 0.94
                命中 加V，名额有限，微信号
       L2 阿泽  13:52 上交
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
    insta::assert_snapshot!(screen(&after(Language::Hans, "Enter"), SINGLE, Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
    ─ 糖霜饼干  微信 新手2群  入群 2 天  违规 1 (90天内) ───────────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」

     为什么在这里
       L1 机审  R3 广告引流 0.94
                命中 加V，名额有限，微信号
       L2 阿泽  13:52 上交
                「像小号，第 20 条是同一人，请定」
       L3 你    未定
     建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好

     成员
       昵称    糖霜饼干
       编号    ..a41f
       入群    10月8日 周四 扫码 (2 天)
       等级    新手
       违规    1 次，90 天内；警告线 3 次
               10/9 刷屏 小满，已通知
    -- 按 x 再按 1-9 定理由；. 重复上一次决定
    --
    "#);
}

#[test]
fn lines_typed_in_a_dock() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "x 9 「要照片」"), (80, 8), Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
    ═ 拒绝 糖霜饼干，写一句理由 ════════════════════════════════════════════════════
     理由：[要照片                                                                ]
    -- 之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)
    -- Enter 拒绝  Esc 返回
    "#);
    insta::assert_snapshot!(screen(&after(Language::Hans, "/ 「tsbg」"), (80, 8), Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == /tsbg，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 微信 新手2群 糖霜饼干   名额最后 3 个，加V            广告     4分

        共 2 条，已全部显示



     /[tsbg                                                                       ]
    --
    -- 文字或拼音首字母  Enter 收下  Esc 清除
    "#);
    insta::assert_snapshot!(screen(&after(Language::Hans, "f"), (80, 8), Shape::Single), @r"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
    ═ 常用筛选，按一位数字 ═════════════════════════════════════════════════════════
       1  机审建议通过       12  3  L3 等经理          3
       2  入群               7   5  内容，最可疑的在前 13
    --
    -- 1-3 筛选  Esc 返回
    ");
    insta::assert_snapshot!(screen(&after(Language::En, "o"), (80, 8), Shape::Single), @r#"
    20: joins 7 posts 13   L3 3  L2 17 == all, oldest first
     ▸  L3 post WeCh 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. ad      3h12
        L2 post QQ 交流群    麦子       你懂什么烘焙，滚出去          abuse   2h40
        L2 join WeChat VIP群 Luna       answer: 订单尾号 5521         pass    2h31
        L2 join WeCh 新手1群 小厨娘阿静 邀请人 豆沙包                 pass    2h05
        L2 post RED 群聊     一只贝果   第一次做可颂，求点评          pass    1h58
        L3 post Weibo 超话   奶盖侠     听说奶油发霉了？扩散          false   1h44
    ═ 糖霜饼干 later: a digit says when ════════════════════════════════════════════
       1  in an hour                          2  tomorrow 09:00
    --
    -- 1-2 when  Esc back
    "#);
}

#[test]
fn a_form_over_the_list() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "n 「新人」"), SINGLE, Shape::Single), @r#"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2  ┌─ 粘贴一条 ───────────────────────────────────────────────────┐ 2时05
        L2  │                                                              │ 1时58
        L3  │  类别  [1 内容] 2 入群  3 举报  4 申诉                       │ 1时44
        L2  │  社群  微信 新手2群                             微信 新手2群 │ 1时30
        L2  │▸ 昵称 [新人                                   ] 必填         │ 1时21
        L2  │  文字                                                        │ 1时09
        L2  │                                                              │  58分
        还有│                                                              │
    ─ 糖霜饼│  来源  ____                                                  │────────
     「[加V]│                                                              │
     机审 R3└─ Enter 下一格/录入  S-Tab 上一格  Esc 留作草稿 ──────────────┘
     L2 阿泽 13:52 上交：像小号，第 20 条是同一人，请定
     建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好


    --
    -- Enter 下一格/录入  S-Tab 上一格  Esc 留作草稿
    "#);
}

#[test]
fn nothing_to_decide() {
    let empty = World::of(crate::db::testing::file(), Language::Hans);
    insta::assert_snapshot!(screen(&empty, (80, 3), Shape::Single), @r#"
    0 == 全部，旧的在前
       没有要审的；n 粘贴一条，或用 qun import 导入


    --
    --
    "#);
    insta::assert_snapshot!(screen(&after(Language::En, "/ 「zzz」 Enter"), (80, 3), Shape::Single), @r#"
    20: joins 7 posts 13   L3 3  L2 17 == /zzz, oldest first
       nothing under this filter, Esc shows all


    --
    --
    "#);
}

/// Every shape draws at every size without leaving its region.
#[test]
fn no_size_is_too_small() {
    for keys in ["", "x", "x 9", "n", "s", "w", "Enter", "f", "/", "p"] {
        let world = after(Language::Hans, keys);
        for shape in [Shape::Tiny, Shape::Single, Shape::Wide, Shape::Cell { focused: true }] {
            for (w, h) in [(1, 1), (10, 2), (30, 4), (39, 5), (56, 14), (66, 14), (72, 20), (111, 19), (200, 60)] {
                screen(&world, (w, h), shape);
            }
        }
    }
}

/// Bytes sent when the cursor moves one row, with the preview, at 80x24 (design §6: at most 300).
#[test]
fn moving_sends_few_bytes() {
    let mut world = World::new(Language::Hans);
    let kit = Kit::new();
    let mut terminal = Terminal::new(Screen::fixed(Vec::new(), SINGLE.0, SINGLE.1)).unwrap();
    let mut sent = Vec::new();
    for _ in 0..12 {
        let draw = |frame: &mut Frame| Pane::draw(&world.pane, frame, frame.area(), &kit.look(), Shape::Single);
        terminal.draw(draw).unwrap();
        sent.push(std::mem::take(terminal.backend_mut().writer()).len());
        world.keys("j");
    }
    sent.remove(0);
    sent.sort_unstable();
    assert!(sent[sent.len() / 2] <= 300, "{sent:?}");
}

/// A queue of which some was decided this week and last week, with the figures open.
fn figures(language: Language) -> World {
    let mut world = World::new(language);
    world.keys("x 1 a a a x 6");
    let conn = world.file.db.conn();
    conn.execute("UPDATE item SET decided_at = decided_at - 7 * 86400000 WHERE id = 21", []).unwrap();
    conn.execute(
        "UPDATE item SET hits = '[{\"rule\":\"links\",\"says\":\"\",\"start\":0,\"end\":0}]' WHERE id IN (2, 5)",
        [],
    )
    .unwrap();
    world.run("queue.figures");
    world
}

/// The rules opened on a list that was tried.
fn ruled(language: Language) -> World {
    let mut world = World::new(language);
    let (name, source, licence) = ("ads-2026".into(), "ads.txt".into(), "MIT".into());
    let new = crate::moderation::store::NewList { name, source, licence, reason: None, severity: None };
    let entries = ["名额有限", "拼单"].map(crate::moderation::wordlist::Entry::new);
    let list = crate::moderation::store::add_to_list(&mut world.file.db, &new, &entries).unwrap().list;
    let sql = "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (1, 1, 1, '名额有限，加V', 1)";
    world.file.db.conn().execute(sql, []).unwrap();
    crate::moderation::store::try_all(&mut world.file.db, &crate::base::Config::default(), Some(list)).unwrap();
    world.with(|pane, cx| Pane::update(pane, crate::moderation::pane::Action::Rules, cx)).unwrap();
    world.settle();
    world.keys("G");
    world
}

#[test]
fn review_figures_week_by_week() {
    insta::assert_snapshot!(screen(&figures(Language::Hans), SINGLE, Shape::Single), @r"
    15：入群 5 内容 10   L3 2  L2 13 == 审核指标
       周   已审 L2中位 九成内 L3中位 九成内 积压  最旧 一致 规则准 等中位
     ▸ 10/5    5  2时05  2时40  3时12  3时12   15 1时44   --  66.7%   41分
       9/28    1    0分    0分     --     --    0    --   --     --     --
       9/21    0     --     --     --     --    0    --   --     --     --
       9/14    0     --     --     --     --    0    --   --     --     --
       9/7     0     --     --     --     --    0    --   --     --     --
       8/31    0     --     --     --     --    0    --   --     --     --
       8/24    0     --     --     --     --    0    --   --     --     --
       8/17    0     --     --     --     --    0    --   --     --     --

       规则         标出  拒绝    准确
       R1 新人链接     2     1   50.0%
       R3 站外联系     1     1  100.0%
       R5 词表         1     1  100.0%


       一致：第二人看过的判断里，与第一人相同的占比
       规则准：规则标出且审过的里，被人拒绝的占比
    -- j k 换周，Esc 回列表；一周从周一起
    --
    ");
    insta::assert_snapshot!(screen(&figures(Language::En), SINGLE, Shape::Single), @r"
    15: joins 5 posts 10   L3 2  L2 13 == review figures
       week    done  L2 p50   p90  L3 p50   p90  waits  oldest  agree  rules  p50
     ▸ 5 Oct      5    2h05  2h40    3h12  3h12     15    1h44     --  66.7%  41m
       28 Sep     1      0m    0m      --    --      0      --     --     --   --
       21 Sep     0      --    --      --    --      0      --     --     --   --
       14 Sep     0      --    --      --    --      0      --     --     --   --
       7 Sep      0      --    --      --    --      0      --     --     --   --
       31 Aug     0      --    --      --    --      0      --     --     --   --
       24 Aug     0      --    --      --    --      0      --     --     --   --
       17 Aug     0      --    --      --    --      0      --     --     --   --

       rule                flagged  rejected  precision
       R1 newcomer link          2         1      50.0%
       R3 outside contact        1         1     100.0%
       R5 word list              1         1     100.0%


       agree: of what a second person judged, the share judged the same
       rules: of what rules flagged and people decided, the share rejected
    -- j k another week, Esc back to the list; weeks begin on Monday
    --
    ");
    insta::assert_snapshot!(screen(&figures(Language::Hant), (40, 8), Shape::Tiny), @r"
     == 15：最舊 1時44
       週    已審  L2中位  九成內  L3中位
     ▸ 10/5     5   2時05   2時40   3時12
       9/28     1     0分     0分      --
       9/21     0      --      --      --

       規則         標出  拒絕    準確
       R1 新人連結     2     1   50.0%
       R3 站外聯絡     1     1  100.0%
    -- j k 換週，Esc 回列表；一週從週一起
    --
    ");
    let mut world = figures(Language::En);
    world.keys("j");
    insta::assert_snapshot!(screen(&world, (48, 12), Shape::Cell { focused: false }), @r"
     == 15: oldest 1h44
       week   done L2 p50  p90 L3 p50  p90 waits
       5 Oct     5   2h05 2h40   3h12 3h12    15
     ▸ 28 Sep    1     0m   0m     --   --     0
       21 Sep    0     --   --     --   --     0
       14 Sep    0     --   --     --   --     0
       7 Sep     0     --   --     --   --     0
       31 Aug    0     --   --     --   --     0
       24 Aug    0     --   --     --   --     0

       no rule flagged what was decided this week

       agree: of what a second person judged, the..
    -- j k another week, Esc back to the list; weeks begin on Monday
    --
    ");
    assert_eq!(world.refused("a"), "Esc first, back to the list");
    world.keys("Esc");
    assert!(screen(&world, SINGLE, Shape::Single).contains("momo"), "the list is back");
}

/// All nine reasons have room on the smallest screen.
#[test]
fn the_reasons_on_a_tiny_screen() {
    insta::assert_snapshot!(screen(&after(Language::Hans, "x"), (40, 7), Shape::Tiny), @r"
     == 20：最旧 3时12
    ▸L3 糖霜饼干 加V领免费模..  广告  3时12
     L2 麦子     你懂什么烘焙.. 攻击  2时40
     L2 Luna     答：订单尾号.. 通过  2时31
    ═ 拒绝 糖霜饼干，按一位数字选理由 ══════
       1  广告引流 4  违法违规 7  重复内容
       2  刷屏     5  不实信息 8  隐私泄露
       3  人身攻击 6  无关内容 9  其他
    -- 之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)
    -- 1-9 理由  Enter 用建议 1  n 不发通知  Esc 返回
    ");
    insta::assert_snapshot!(screen(&after(Language::En, "x"), (40, 7), Shape::Tiny), @r"
     == 20: oldest 3h12
    ▸L3 糖霜饼干 加V领免费模..  ad     3h12
     L2 麦子     你懂什么烘焙.. abuse  2h40
     L2 Luna     answer: 订单.. pass   2h31
    ═ reject 糖霜饼干: a digit gives the.. ═
       1  ads      4  illegal  7  repeated
       2  flooding 5  false    8  privacy
       3  abuse    6  offtopic 9  other
    -- then: removed, notice drafted, no. 2 in 90 days, warn at 3
    -- 1-9 reason  Enter as suggested 1  n no notice  Esc back
    ");
}

#[test]
fn what_claims_mean_is_chosen_from_a_dock() {
    let mut world = World::new(Language::Hans);
    world.run("queue.claims");
    insta::assert_snapshot!(screen(&world, SINGLE, Shape::Single), @r"
    20：入群 7 内容 13   L3 3  L2 17 == 全部，旧的在前
     ▸  L3 内容 微信 新手2群 糖霜饼干   加V领免费模具，名额有限，先.. 广告   3时12
        L2 内容 QQ 交流群    麦子       你懂什么烘焙，滚出去          攻击   2时40
        L2 入群 微信 VIP群   Luna       答：订单尾号 5521             通过   2时31
        L2 入群 微信 新手1群 小厨娘阿静 邀请人 豆沙包                 通过   2时05
        L2 内容 小红书 群聊  一只贝果   第一次做可颂，求点评          通过   1时58
        L3 内容 微博 超话    奶盖侠     听说奶油发霉了？扩散          不实   1时44
        L2 入群 QQ 交流群    momo       没有填写答案                  看     1时30
        L2 内容 B站 粉丝群   酵母不睡觉 低温发酵 72 小时记录          通过   1时21
        L2 内容 抖音 粉丝群  甜不辣     进群领券，点主页链接          广告   1时09
        L2 入群 微信 新手1群 阿布       扫码 线下市集                 通过    58分
        还有 10 条
    ─ 糖霜饼干  微信 新手2群  入群 2 天  违规 1 (90天内) ───────────────────────────
     「[加V]领免费模具，[名额有限]，先到先得 [wx: ****7788]」
     机审 R3 广告引流 0.94：命中 加V，名额有限，微信号
     L2 阿泽 13:52 上交：像小号，第 20 条是同一人，请定
    ═ 占用，按一位数字 ═════════════════════════════════════════════════════════════
       1  不记   看不到谁在看                 3  必须   别人在看的不能定，C 接手
       2  只提示 看得到，谁都可以定 (现在)
    --
    -- 1-3 选一种  Esc 返回
    ");
}

/// Strike lines, clauses and roles with two operators, after `keys`.
fn housed(language: Language, keys: &str) -> World {
    let mut world = World::new(language);
    for (name, role) in [("甲", "manager"), ("阿泽", "volunteer")] {
        crate::db::setting::enrol(&mut world.file.db, name, role).unwrap();
    }
    world.with(|pane, cx| Pane::update(pane, crate::moderation::pane::Action::House, cx)).unwrap();
    world.keys(keys);
    world
}

#[test]
fn strike_lines_clauses_and_roles_over_the_whole_region() {
    insta::assert_snapshot!(screen(&housed(Language::Hans, ""), SINGLE, Shape::Single), @r"
    公约、违规线和分工 == 
     ▸ 违规线    3/5/8       警告线 3  禁言线 5  移出线 8
       公约      1.1         遵守法律法规，不发违法内容，不做违法交易。
       公约      2.4         不编造、不转发没有核实的消息；拿不准先问管理员。
       公约      3.1         聊和本社群有关的话题，别的话题去对应的群。
       公约      3.2         禁止广告引流：不发广告、二维码和联系方式，不拉人去别..
       公约      3.3         禁止恶意刷屏：不连续发送大量消息，不反复点名。
       公约      3.4         同样的内容不在一个群或多个群里重复发。
       公约      4.1         尊重他人：不辱骂、不嘲讽、不人身攻击。
       公约      4.3         保护隐私：不公开自己和别人的电话、地址、证件和聊天记..
       运营      甲          经理
       运营      阿泽        志愿者
    ─ 违规线 3/5/8 ─────────────────────────────────────────────────────────────────
     90 天内有违规的成员 1 人
     按 3/5/8：到警告线 0 人，到禁言线 0 人，到移出线 0 人
       1  ########################  1



    -- 改动都进日志，u 撤销；旧的决定仍引用旧版公约
    -- Enter 改  n 加一条  u 撤销  j k 移动  Esc 关
    ");
    insta::assert_snapshot!(screen(&housed(Language::En, "j j"), SINGLE, Shape::Single), @r"
    rules of conduct, strikes, roles == 
       strikes   3/5/8       warn 3  mute 5  remove 8
       rule      1.1         Keep the law: nothing unlawful is posted, offered or..
     ▸ rule      2.4         Do not invent or pass on news that nobody has checke..
       rule      3.1         Stay on this community's topics; other topics have g..
       rule      3.2         No advertising: no ads, QR codes or contact details,..
       rule      3.3         No flooding: no long runs of messages, no calling pe..
       rule      3.4         Do not post the same thing repeatedly, in one group ..
       rule      4.1         Respect others: no insults, no mockery, no personal ..
       rule      4.3         Protect privacy: no phone numbers, addresses, papers..
       operator  甲          manager
       operator  阿泽        volunteer
    ─ rule 2.4 ─────────────────────────────────────────────────────────────────────
     edition 1  false
     Do not invent or pass on news that nobody has checked; ask an admin first.




    -- changes are journalled, u undoes; old decisions cite the old wording
    -- Enter change  n add  u undo  j k move  Esc close
    ");
    insta::assert_snapshot!(screen(&housed(Language::Hans, "Enter"), SINGLE, Shape::Single), @r"
    公约、违规线和分工 == 
     ▸ 违规线    3/5/8       警告线 3  禁言线 5  移出线 8
       公约      1.1         遵守法律法规，不发违法内容，不做违法交易。
       公约      2.4         不编造、不转发没有核实的消息；拿不准先问管理员。
       公约 ┌─ 违规线：90 天内几次 ────────────────────────────────────────┐
       公约 │                                                              │ 去别..
       公约 │▸ 警告线 [3                                            ] 0 人 │
       公约 │  禁言线  5                                              0 人 │
       公约 │  移出线  8                                              0 人 │
       公约 │──────────────────────────────────────────────────────────────│ 天记..
       运营 │  90 天内有违规的成员 1 人                                    │
       运营 │    1  ########################  1                            │
    ─ 违规线│                                                              │────────
     90 天内│  按 3/5/8：到警告线 0 人，到禁言线 0 人，到移出线 0 人       │
     按 3/5/│                                                              │
       1  ##└─ Enter 下一格，最后一格记下  S-Tab 上一格  Esc 不改 ─────────┘



    -- 改动都进日志，u 撤销；旧的决定仍引用旧版公约
    -- Enter 下一格，最后一格记下  S-Tab 上一格  Esc 不改
    ");
    insta::assert_snapshot!(screen(&housed(Language::Hans, "G Enter"), SINGLE, Shape::Single), @r"
    公约、违规线和分工 == 
       违规线    3/5/8       警告线 3  禁言线 5  移出线 8
       公约      1.1         遵守法律法规，不发违法内容，不做违法交易。
       公约      2.4         不编造、不转发没有核实的消息；拿不准先问管理员。
       公约      3.1         聊和本社群有关的话题，别的话题去对应的群。
       公约      3.2         禁止广告引流：不发广告、二维码和联系方式，不拉人去别..
       公约      3.3         禁止恶意刷屏：不连续发送大量消息，不反复点名。
       公约      3.4         同样的内容不在一个群或多个群里重复发。
       公约      4.1         尊重他人：不辱骂、不嘲讽、不人身攻击。
       公约      4.3         保护隐私：不公开自己和别人的电话、地址、证件和聊天记..
       运营      甲          经理
     ▸ 运营      阿泽        志愿者
    ─ 运营 阿泽 ────────────────────────────────────────────────────────────────────
     能定 L2，违法、不实、隐私和 L3 只能建议
    ═ 阿泽 的角色，按一位数字 ══════════════════════════════════════════════════════
       1  经理   L2、L3 都能定，最后由其定
       2  内容   能定 L2；L3 只能建议
       3  志愿者 能定 L2，违法、不实、隐私和 L3 只能建议
       4  数据   只能建议
    -- 改动都进日志，u 撤销；旧的决定仍引用旧版公约
    -- 1-4 角色  Esc 返回
    ");
}

#[test]
fn rules_and_lists_over_the_whole_region() {
    insta::assert_snapshot!(screen(&ruled(Language::Hans), SINGLE, Shape::Single), @r"
    规则和词表 == 试在近 500 条上
                                                                  会拦   其中通过过
       启用    R2       刷屏                                       0/1            0
       启用    R3       站外联系                                   1/1            0
       启用    R4       群体点名                                   0/1            0
       启用    R5       词表
       启用    R6       表达式
       启用    R7       入群潮
       启用    R8       多群重复                                   0/1            0
       启用    R9       与拒过的近似                               0/1            0
       启用    R10      学到的                                     0/1            0
       启用    R11      外部评分
     ▸ 停用    词表     ads-2026                                   1/1            0
    ─ ads-2026 ─────────────────────────────────────────────────────────────────────
     2 个词  广告引流  0.60
     来源 ads.txt  许可 MIT
     近 1 条会拦 1，其中 0 条你通过过
     最多的词：名额有限 1

    -- 影子：只记会拦多少，什么都不拦
    -- a 启用  o 影子  x 停用  Enter 试一次  u 撤销  j k 移动  Esc 关
    ");
    insta::assert_snapshot!(screen(&ruled(Language::En), SINGLE, Shape::Single), @r"
    rules and lists == tried on the last 500
                                                               catches     approved
       on      R2       flood                                      0/1            0
       on      R3       outside contact                            1/1            0
       on      R4       mention storm                              0/1            0
       on      R5       word list
       on      R6       pattern
       on      R7       join wave
       on      R8       repeated across groups                     0/1            0
       on      R9       like a rejected one                        0/1            0
       on      R10      learned                                    0/1            0
       on      R11      outside scorer
     ▸ off     list     ads-2026                                   1/1            0
    ─ ads-2026 ─────────────────────────────────────────────────────────────────────
     2 words  ads  0.60
     source ads.txt  licence MIT
     would catch 1 of the last 1, 0 of them approved
     most found: 名额有限 1

    -- shadow: only counts what it would catch
    -- a on  o shadow  x off  Enter try  u undo  j k move  Esc close
    ");
    insta::assert_snapshot!(screen(&ruled(Language::Hans), (40, 8), Shape::Tiny), @r"
    规则和词表 == 试在近 500 条上
                                       会拦
       启用   R6    表达式
       启用   R7    入群潮
       启用   R8    多群重复            0/1
       启用   R9    与拒过的近似        0/1
       启用   R10   学到的              0/1
       启用   R11   外部评分
     ▸ 停用   词表  ads-2026            1/1
    -- 影子：只记会拦多少，什么都不拦
    -- a 启用  o 影子  x 停用  Enter 试一次  u 撤销  j k 移动  Esc 关
    ");
}
