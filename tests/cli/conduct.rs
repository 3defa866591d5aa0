//! `qun queue` beyond yes and no, `qun rules strikes|clause`, `qun member set`, `qun operator`

use crate::env::Env;
use insta::assert_snapshot;
use serde_json::json;

/// 糖霜饼干 is a member with a key; the ad is item 1.
fn file() -> Env {
    let env = Env::made();
    let rows = [
        json!({"ts": "2026-10-10 09:00", "author": "w1", "author_name": "糖霜饼干", "text": "加V领免费模具 wx: tsbg7788", "id": "1"}),
        json!({"ts": "2026-10-10 09:00", "author": "w2", "author_name": "小满", "text": "早", "id": "2"}),
    ];
    let fed = env.fed(&["import", "-", "--community", "新手2群"], rows.map(|r| format!("{r}\n")).concat());
    assert_eq!(fed.code, 0, "{fed}");
    env
}

#[test]
fn a_rejection_says_what_comes_of_it() {
    let env = file();
    let done = env.json(&["queue", "reject", "1", "--reason", "ads"]);
    assert_eq!((&done["done"], &done["line"], &done["recommended"]), (&json!([1]), &json!(null), &json!([])));
    assert!(done["notices"][0].as_str().unwrap().contains("公约 3.2"), "{done}");
    let item = env.json(&["queue", "show", "1"]);
    assert_eq!((&item["clause"]["number"], &item["clause"]["edition"]), (&json!("3.2"), &json!(1)));
    assert!(item["clause"]["text"].as_str().unwrap().starts_with("禁止广告引流"), "{item}");
    assert_eq!((&item["strikes_90_days"], &item["line"]), (&json!(0), &json!(null)), "its own does not count");
    assert_eq!(env.json(&["member", "show", "糖霜饼干"])[0]["strikes"], 1);
    env.ok(&["journal", "undo", &done["seq"].to_string()]);
    assert_eq!(env.json(&["member", "show", "糖霜饼干"])[0]["strikes"], 0);
    env.ok(&["queue", "reject", "1", "--reason", "ads", "--no-notice"]);
    assert!(env.json(&["queue", "show", "1"])["notice"].is_null());
}

#[test]
fn an_appeal_is_tied_judged_by_another_and_overturns() {
    let env = file();
    let appeal =
        ["queue", "add", "--community", "新手2群", "--who", "糖霜饼干", "--kind", "appeal", "--text", "不是广告"];
    assert_snapshot!(env.run(&appeal), @r"
    ! qun: 没收：没有找到 糖霜饼干 被拒绝的决定
    !   申诉要有一个被拒绝的决定：qun queue list --state rejected
    [exit 1]
    ");
    env.ok(&["queue", "reject", "1", "--reason", "ads", "--as", "小满"]);
    let added = env.json(&appeal);
    assert_eq!((&added["id"], &added["appeal_of"]), (&json!(2), &json!(1)));
    assert_snapshot!(env.run(&appeal), @r"
    ! qun: 没收：糖霜饼干 对 #1 的申诉已在等
    [exit 1]
    ");
    assert_snapshot!(env.run(&["queue", "approve", "2", "--as", "小满"]), @r"
    ! qun: 这是你自己的决定，申诉要别人来定
    !   E 上交经理，或 @ 求同事看
    [exit 1]
    ");
    let shown = env.json(&["queue", "show", "2"]);
    assert_eq!((&shown["original"]["decided_by"], &shown["original"]["reason"]), (&json!("小满"), &json!("ads")));
    env.ok(&["queue", "approve", "2", "--as", "阿泽"]);
    let first = env.json(&["queue", "show", "1"]);
    assert_eq!((&first["state"], &first["overturned_by"]), (&json!("approved"), &json!("阿泽")));
    assert_eq!(env.json(&["member", "show", "糖霜饼干"])[0]["strikes"], 0);
}

#[test]
fn a_volunteer_recommends_and_a_manager_accepts() {
    let env = file();
    env.ok(&["operator", "set", "周宁", "--role", "manager"]);
    env.ok(&["operator", "set", "阿泽", "--role", "volunteer"]);
    assert_snapshot!(env.run(&["operator", "set", "小满", "--role", "manager", "--as", "阿泽"]), @r"
    ! qun: 没做成：这要经理来定
    [exit 1]
    ");
    assert_snapshot!(env.run(&["operator", "set", "小满", "--role", "king"]), @r"
    ! qun: --role 没有「king」，可用：manager content volunteer data
    [exit 2]
    ");
    assert_snapshot!(env.run(&["operator", "list"]), @r"
    周宁  经理    L2、L3 都能定，最后由其定
    阿泽  志愿者  能定 L2，违法、不实、隐私和 L3 只能建议
    ");
    let done = env.json(&["queue", "reject", "1", "--reason", "illegal", "--as", "阿泽"]);
    assert_eq!((&done["done"], &done["recommended"]), (&json!([]), &json!([1])));
    let item = env.json(&["queue", "show", "1"]);
    assert_eq!((&item["level"], &item["state"]), (&json!(3), &json!("pending")));
    assert_eq!((&item["recommended"]["what"], &item["recommended"]["by"]), (&json!("reject:illegal"), &json!("阿泽")));
    env.ok(&["queue", "reject", "1", "--reason", "illegal", "--as", "周宁"]);
    assert_eq!(env.json(&["queue", "show", "1"])["decided_by"], "周宁");
}

#[test]
fn lines_are_shown_before_they_are_changed() {
    let env = file();
    env.ok(&["queue", "reject", "1", "--reason", "ads"]);
    assert_snapshot!(env.run(&["rules", "strikes", "--warn", "1", "--mute", "2", "--dry-run"]), @r"
    90 天内有违规的成员 1 人
       1  ########################################  1
    按 3/5/8：到警告线 0 人，到禁言线 0 人，到移出线 0 人
    按 1/2/8：到警告线 1 人，到禁言线 0 人，到移出线 0 人
    ");
    assert_snapshot!(env.run(&["rules", "strikes", "--warn", "5"]), @r"
    ! qun: 5/5/8 不行：三条线要一条比一条高，1 到 99
    !   例如 --warn 3 --mute 5 --remove 8
    [exit 2]
    ");
    assert_snapshot!(env.run(&["rules", "strikes", "--warn", "1"]), @r"
    90 天内有违规的成员 1 人
       1  ########################################  1
    按 3/5/8：到警告线 0 人，到禁言线 0 人，到移出线 0 人
    按 1/5/8：到警告线 1 人，到禁言线 0 人，到移出线 0 人
    ! 违规线已改为 1/5/8 (qun journal undo 撤销)
    ");
    let now = env.json(&["rules", "strikes"]);
    assert_eq!((&now["now"]["warn"], &now["now"]["at_warn"], &now["changed"]), (&json!(1), &json!(1), &json!(false)));
    assert_eq!(now["members_by_strikes"], json!([{"strikes": 1, "members": 1}]));
    assert_eq!(env.json(&["queue", "show", "1"])["line"], json!(null), "before its own strike there was none");
}

#[test]
fn clauses_are_reworded_by_edition() {
    let env = file();
    env.ok(&["queue", "reject", "1", "--reason", "ads"]);
    assert_snapshot!(env.run(&["rules", "clause", "set", "3.2", "不发广告。"]), @r"
    ! 公约 3.2 已有第 2 版；之前的决定仍引用旧版
    ");
    assert_snapshot!(env.run(&["rules", "clause", "set", "x", "不发广告。"]), @r"
    ! qun: 「x」不是条款号，写成 3.2 这样
    [exit 2]
    ");
    assert_snapshot!(env.run(&["rules", "clause", "list"]), @r"
    1.1  第 1 版                违法违规  遵守法律法规，不发违法内容，不做违法交易。
    2.4  第 1 版                不实信息  不编造、不转发没有核实的消息；拿不准先问管理员。
    3.1  第 1 版                无关内容  聊和本社群有关的话题，别的话题去对应的群。
    3.2  第 2 版  2026-10-10    广告引流  不发广告。
    3.3  第 1 版                刷屏      禁止恶意刷屏：不连续发送大量消息，不反复点名。
    3.4  第 1 版                重复内容  同样的内容不在一个群或多个群里重复发。
    4.1  第 1 版                人身攻击  尊重他人：不辱骂、不嘲讽、不人身攻击。
    4.3  第 1 版                隐私泄露  保护隐私：不公开自己和别人的电话、地址、证件和聊天记录。
    ");
    let all = env.json(&["rules", "clause", "list", "--all"]);
    let of: Vec<_> = all.as_array().unwrap().iter().filter(|c| c["number"] == "3.2").collect();
    assert_eq!(
        (of.len(), &of[0]["valid"], &of[1]["valid"], &of[1]["reasons"]),
        (2, &json!(false), &json!(true), &json!(["ads"]))
    );
    assert!(env.json(&["queue", "show", "1"])["clause"]["text"].as_str().unwrap().starts_with("禁止广告引流"));
}

#[test]
fn a_colleague_is_asked_and_notes_are_kept() {
    let env = file();
    assert_snapshot!(env.run(&["queue", "ask", "1", "--whom", "阿泽", "--as", "小满"]), @r"
    ! 求 阿泽 看 糖霜饼干 (撤销：qun journal undo 6)
    ");
    assert_eq!(env.json(&["queue", "list", "--asked", "阿泽"]).as_array().unwrap().len(), 1);
    assert_snapshot!(env.run(&["queue", "note", "1", "像小号", "--as", "阿泽"]), @r"
    ! 答了求看 糖霜饼干 (撤销：qun journal undo 7)
    ");
    assert_eq!(env.json(&["queue", "list", "--asked", "阿泽"]), json!([]));
    assert_eq!(env.json(&["queue", "show", "1"])["note"], "阿泽：像小号");
    assert_snapshot!(env.run(&["queue", "ask", "1", "--whom", "小满", "--as", "小满"]), @r"
    ! qun: 「小满」不能求：要一位同事的名字
    [exit 2]
    ");
}

#[test]
fn a_role_exempts_from_rules() {
    let env = file();
    assert_snapshot!(env.run(&["member", "set", "小满", "--role", "大使"]), @r"
    ! 小满 的身份：大使，规则不再审
    ");
    let ad = json!({"ts": "2026-10-10 10:00", "author": "w2", "author_name": "小满", "text": "加V领券 wx: abcd1234", "id": "9"});
    let fed = env.fed(&["import", "-", "--community", "新手2群"], format!("{ad}\n"));
    assert!(fed.to_string().contains("进审核 0"), "{fed}");
    assert_snapshot!(env.run(&["member", "set", "没有", "--role", "大使"]), @r"
    ! qun: 没有找到成员「没有」
    [exit 1]
    ");
}

#[test]
fn an_applicant_comes_with_what_is_known() {
    let env = file();
    env.ok(&["queue", "reject", "1", "--reason", "ads"]);
    let add = ["queue", "add", "--community", "交流群", "--who", "糖霜饼干", "--kind", "join", "--inviter", "momo"];
    env.ok(&[&add[..], &["--handle", "q1", "--text", "订单 0193"]].concat());
    let item = env.json(&["queue", "show", "2"]);
    assert_eq!(
        (&item["inviter"], &item["handle"], &item["inviter_strikes"]),
        (&json!("momo"), &json!("q1"), &json!(null))
    );
    let first = &item["elsewhere"][0];
    assert_eq!(
        (&first["community"], &first["what"], &first["verified"]),
        (&json!("新手2群"), &json!("rejected"), &json!(false))
    );
}
