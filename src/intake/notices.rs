//! Joins and leaves that a platform tells in words only, as WeChat and QQ do: the wordings, and whom they name.
//!
//! Only wordings that name a person count; a member's own leaving is invisible in WeChat.

/// What a notice says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    Joined,
    Left,
    Removed,
}

/// How a notice is worded: `{B}` is whoever moved, `{A}` whoever brought them; quotes of any kind are taken off.
const WORDINGS: &[(&str, Moved)] = &[
    ("{A}邀请{B}加入了群聊", Moved::Joined),
    ("{A}邀請{B}加入了群組", Moved::Joined),
    ("{A}邀请{B}加入本群", Moved::Joined),
    ("{B}通过扫描{A}分享的二维码加入群聊", Moved::Joined),
    ("{B}通过{A}的邀请加入了群聊", Moved::Joined),
    ("{B}加入了群聊", Moved::Joined),
    ("{B}加入群聊", Moved::Joined),
    ("{B}加入本群", Moved::Joined),
    ("{A} invited {B} to the group chat", Moved::Joined),
    ("{A}将{B}移出了群聊", Moved::Removed),
    ("{A}將{B}移出了群組", Moved::Removed),
    ("{B}被{A}移出群聊", Moved::Removed),
    ("{A} removed {B} from the group chat", Moved::Removed),
    ("{B}退出了群聊", Moved::Left),
    ("{B}退出了本群", Moved::Left),
    ("{B}退出本群", Moved::Left),
    ("{B}离开了群聊", Moved::Left),
];

/// Reads one notice: what happened, to whom, and through whom. `None` for every other wording.
pub(super) fn read(text: &str) -> Option<(Moved, Vec<&str>, Option<&str>)> {
    let text = text.trim().trim_end_matches(['。', '.']);
    WORDINGS.iter().find_map(|(wording, moved)| {
        let (first, second) = fill(wording, text)?;
        let (person, other) = if wording.starts_with("{A}") { (second?, Some(first)) } else { (first, second) };
        let people: Vec<&str> = person.split('、').map(bare).filter(|name| !name.is_empty()).collect();
        let other = other.map(bare).filter(|name| !name.is_empty() && *name != "你" && *name != "You");
        // Who came by somebody's code stands under the same words as who was brought: both name an inviter.
        (!people.is_empty()).then_some((*moved, people, other))
    })
}

/// What stands in `text` where `wording` has its one or two slots.
fn fill<'t>(wording: &str, text: &'t str) -> Option<(&'t str, Option<&'t str>)> {
    let mut parts = wording.split(['{', '}']).filter(|part| !matches!(*part, "A" | "B"));
    parts.next()?;
    let (middle, last) = (parts.next()?, parts.next());
    match last {
        None => Some((text.strip_suffix(middle)?, None)),
        Some(last) => {
            let (first, second) = text.strip_suffix(last)?.split_once(middle)?;
            Some((first, Some(second)))
        }
    }
}

fn bare(name: &str) -> &str {
    name.trim().trim_matches(['"', '“', '”', '「', '」', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    type Notice<'a> = Option<(Moved, Vec<&'a str>, Option<&'a str>)>;

    #[test]
    fn notices_name_who_moved() {
        let cases: [(&str, Notice); 12] = [
            ("\"老李\"邀请\"小王\"加入了群聊", Some((Moved::Joined, vec!["小王"], Some("老李")))),
            ("你邀请\"小王、小张\"加入了群聊", Some((Moved::Joined, vec!["小王", "小张"], None))),
            ("\"小王\"通过扫描\"老李\"分享的二维码加入群聊", Some((Moved::Joined, vec!["小王"], Some("老李")))),
            ("小王加入本群。", Some((Moved::Joined, vec!["小王"], None))),
            ("你将“小王”移出了群聊", Some((Moved::Removed, vec!["小王"], None))),
            ("\"A\" invited \"B\" to the group chat", Some((Moved::Joined, vec!["B"], Some("A")))),
            ("小王退出了群聊", Some((Moved::Left, vec!["小王"], None))),
            ("加入了群聊", None),
            ("\"小王\"撤回了一条消息", None),
            ("群主已启用“群聊邀请确认”", None),
            ("我邀请大家一起来", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text), wanted, "{text}");
        }
    }
}
