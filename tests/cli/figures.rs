//! `qun kpi`

use crate::env::Env;
use insta::assert_snapshot;

#[test]
fn figures_are_set_and_shown() {
    let env = Env::made();
    assert_snapshot!(env.run(&["kpi", "set", "dau", "1,286"]), @"! 录入 2026-10-10 DAU 1,286");
    assert_snapshot!(env.run(&["kpi", "set", "发言率", "12.4%", "--day", "昨天"]), @"! 录入 2026-10-09 发言率 12.4%");
    assert_snapshot!(env.run(&["kpi", "set", "net_growth", "-0.5%"]), @"! 录入 2026-10-10 净增率 -0.50%");
    assert_snapshot!(env.run(&["kpi", "set", "dau", "-", "--day", "昨天", "--reason", "platform", "--json"]), @r#"{"community":null,"date":"2026-10-09","metric":"dau","source":"entered","value":null}"#);
    assert_snapshot!(env.run(&["kpi", "set", "dau", "40", "--community", "交流群", "--day", "10-08"]), @"! 录入 2026-10-08 DAU 40");
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "dau", "--metric", "speaking_rate", "--from", "10-08"]), @r"
    2026-10-08  发言率  全部  --
    2026-10-08  DAU     全部  40     自动
    2026-10-09  发言率  全部  12.4%  录入
    2026-10-09  DAU     全部  --     录入
    2026-10-10  发言率  全部  --
    2026-10-10  DAU     全部  1,286  录入
    ");
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "dau", "--from", "10-08", "--to", "10-08", "--community", "交流群"]), @"2026-10-08  DAU  QQ 交流群  40  录入");
    assert_snapshot!(env.json(&["kpi", "show", "--metric", "dau", "--from", "昨天", "--to", "昨天"]), @r#"
    [{"average_7d":40.0,"bands_to_begin_with":false,"change":null,"change_7d":null,"change_year":null,"changed":null,"communities":2,"community":null,"covered":0,"date":"2026-10-09","denominator":null,"known_7d":1,"low":false,"metric":"dau","numerator":null,"parent":null,"partial":false,"platform":null,"scope":"all","source":"entered","stands":null,"state":"unavailable","target":null,"tier":null,"unit":"count","value":null,"watch":null,"window":1}]
    "#);
    let all = env.json(&["kpi", "show"]);
    assert_eq!(all.as_array().unwrap().len(), 7 * 51);
    let unknown = |row: &&serde_json::Value| row["metric"] == "conversion";
    assert!(
        all.as_array().unwrap().iter().filter(unknown).all(|row| row["value"].is_null() && row["source"].is_null())
    );
}

#[test]
fn impossible_figures_are_refused() {
    let env = Env::made();
    for (args, code) in [
        (&["dau", "1.5"][..], 1),
        (&["dau", "-3"], 1),
        (&["dau", "12%"], 2),
        (&["dau", "many"], 2),
        (&["speaking_rate", "12.4"], 1),
        (&["nope", "1"], 2),
        (&["dau", "1", "--day", "明天"], 1),
        (&["dau", "1", "--day", "some day"], 2),
        (&["dau", "1", "--community", "没有"], 1),
        (&["dau", "1", "--reason", "x"], 2),
        (&["dau"], 2),
    ] {
        let ran = env.run(&[&["kpi", "set"], args].concat());
        assert_eq!(ran.code, code, "{args:?}\n{ran}");
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{args:?}");
    }
    assert_snapshot!(env.run(&["kpi", "set", "speaking_rate", "12.4"]), @r"
    ! qun: 发言率 不会超过 100%，没有存
    !   占比写成 0.124 或 12.4%，人数写整数
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "show", "--from", "2000-01-01"]), @r"
    ! qun: 一次最多 3660 天
    [exit 2]
    ");
    assert!(env.json(&["kpi", "show"]).as_array().unwrap().iter().all(|row| row["value"].is_null()));
}

#[test]
fn sheets_are_taken_whole_or_not_at_all() {
    let env = Env::made();
    let wide = env.file("wide.csv", "日期,发言率,DAU\n2026-10-08,12%,300\n2026-10-09,-,310\n");
    assert_snapshot!(env.run(&["kpi", "import", &wide]), @"! 读 4 个数，新 4，改 0，已有 0");
    assert_snapshot!(env.json(&["kpi", "import", &wide]), @r#"{"changed":0,"new":0,"read":4,"same":4}"#);
    let long = "date,metric,community,value\n2026-10-08,dau,交流群,40\n2026-10-09,dau,没有,41\n";
    assert_snapshot!(env.fed(&["kpi", "import", "-"], long), @r"
    ! qun: 第 3 行第 4 列：没有群「没有」
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["kpi", "import", "-"], "date,dau\n2026-10-08,x\n"), @r"
    ! qun: 第 2 行第 2 列：「x」不是这个指标的数
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["kpi", "import", "-"], "date,nope\n"), @r"
    ! qun: 第 1 行第 2 列：不认识「nope」
    !   表头写成 date,metric,community,value 或 date,发言率,DAU
    [exit 1]
    ");
    let shown =
        env.json(&["kpi", "show", "--metric", "dau", "--from", "10-08", "--to", "10-08", "--community", "交流群"]);
    assert!(shown[0]["value"].is_null(), "nothing of the sheet with a mistake was taken");
}

#[test]
fn metrics_are_defined_and_have_goals() {
    let env = Env::made();
    assert_snapshot!(env.run(&["kpi", "define"]), @r"
    speaking_rate     发言率      >=12% 起始值    当日发言人数 / 当日在群人数
    leave_rate        退群率      <=0.40% 起始值  退群人数 / 当日 0 点成员数；移出的不算，只算看得到退群的群
    net_growth        净增率      >=0.25% 起始值  (入群 - 退群 - 移出) / 当日 0 点成员数；只算看得到退群的群
    dau               DAU         --              当日发言人数，跨群只算一次
    stickiness        粘性        >=20% 起始值    DAU / MAU
    retention_7d      7日留存     >=40% 起始值    7 天前第一次入群的人里今天发言的占比
    retention_30d     30日留存    >=25% 起始值    30 天前第一次入群的人里今天发言的占比
    interactions      互动量      --              当日发布内容的评论 + 点赞 + 转发
    quality_ugc       优质UGC     >=25% 起始值    评为优质的成员作品 / 登记的成员作品
    silent_share      沉默占比    <=35% 起始值    30 天没发言、也不是新来的成员 / 当日结束时成员
    reply_30m         30分响应    >=90% 起始值    按时答复 / 当日答复；只算工作时间
    conversion        转化率      >=3.0% 起始值   转化人数 / 活跃人数；怎样算转化各群自定
    messages          消息数      --              当日消息条数
    active            活跃人数    --              当日发言人数，跨群只算一次
    first_time        首次发言    --              当日第一次发言的人数
    joins             入群        --              当日入群次数
    leaves            退群        --              当日退群次数；被移出的不算
    members           成员数      --              当日 0 点成员数：已知入群或发过言且未退的人
    mau               MAU         --              30 天内发过言的人数，跨群只算一次
    wau               WAU         --              7 天内发过言的人数，跨群只算一次
    retention_1d      次日留存    >=50% 起始值    昨天第一次入群的人里今天发言的占比
    newcomer_1d       新人次日    >=20% 起始值    昨天第一次发言的人里今天又发言的占比
    newcomer_7d       新人7日     >=10% 起始值    7 天前第一次发言的人里今天又发言的占比
    newcomer_30d      新人30日    >=5.0% 起始值   30 天前第一次发言的人里今天又发言的占比
    churn             流失率      <=30% 起始值    前 30 天发过言、近 30 天没再发言的占比
    growth_30d        月增长率    >=3.0% 起始值   (当日成员 - 30 天前成员) / 30 天前成员；只算看得到退群的群
    growth_90d        季增长率    >=10% 起始值    (当日成员 - 90 天前成员) / 90 天前成员；只算看得到退群的群
    members_new       新成员      --              当日仍在、7 天内入群的人数
    members_valued    高价值成员  --              非新成员，30 天里发言 8 天以上的人数 (起始值)
    members_active    活跃成员    --              其余成员里 7 天内发过言的人数
    members_latent    潜在成员    --              其余成员里 30 天内发过言或入群的人数
    members_silent    沉默成员    --              其余成员：30 天没发言也不是新来的
    report_rate       举报率      <=0.10% 起始值  当日举报数 / 消息数
    reply_rate        回复率      >=95% 起始值    昨天的来信到今天结束已答复的占比
    feedback          反馈建议    --              当日收到的反馈和建议
    feedback_good     优质反馈    --              当日收到、标为优质的反馈和建议
    violation_rate    违规率      <=1.0% 起始值   当日判为违规的内容和举报 / 消息数
    reject_rate       拒绝率      --              当日拒绝的内容和举报 / 当日审定的内容和举报
    rule_precision    规则准确    --              规则标出且被拒绝 / 规则标出且当日审定
    review_p50        审核中位    --              当日审定的条目从写下到审定的中位时长
    review_p90        审核九成    --              当日审定的条目九成在这个时长内审定
    ugc               UGC         --              当日登记的成员作品数
    interaction_rate  互动率      >=5.0% 起始值   (评论 + 点赞 + 转发) / 阅读；当日发布的内容
    completion        阅读完成率  >=50% 起始值    当日发布内容的读完占比，各篇平均
    satisfaction      满意度      >=90% 起始值    问卷里满意的占比
    attendance        活动参与率  >=30% 起始值    到场人数 / 受邀人数
    repurchase        复购率      >=20% 起始值    再次购买的人数 / 购买过的人数
    originality       原创度      >=60% 起始值    原创内容 / 发布内容
    fatigue           活动疲劳    <=1 起始值      同类活动参与人数连续下降的场数；3 场提醒换玩法
    ad_revenue        广告收入    --              当期广告收入
    partners          合作伙伴    --              在合作的伙伴数
    ");
    assert_snapshot!(env.run(&["kpi", "define", "leave_rate", "--target", "0.3%", "--watch", "0.4%"]), @r"
    leave_rate  退群率  <=0.30%  退群人数 / 当日 0 点成员数；移出的不算，只算看得到退群的群
    ! 退群率 目标定为 0.30%
    ");
    assert_snapshot!(env.json(&["kpi", "define", "leave_rate"]), @r#"
    {"bands_to_begin_with":false,"expression":null,"formula":"退群人数 / 当日 0 点成员数；移出的不算，只算看得到退群的群","metric":"leave_rate","name":"退群率","own":false,"source":"computed","target":0.003,"unit":"share","want":"less","watch":0.004,"window":1}
    "#);
    assert_snapshot!(env.run(&["kpi", "define", "leave_rate", "--target", "-"]), @r"
    leave_rate  退群率  <=0.40% 起始值  退群人数 / 当日 0 点成员数；移出的不算，只算看得到退群的群
    ! 退群率 不设目标
    ");
    assert_eq!(env.json(&["kpi", "define", "leave_rate"])["target"], 0.004);
    assert_snapshot!(env.run(&["kpi", "define", "leave_rate", "--target", "120%"]), @r"
    ! qun: 退群率 到不了这个目标
    [exit 1]
    ");
    assert_eq!(env.run(&["kpi", "define", "--watch", "3"]).code, 2);
}
