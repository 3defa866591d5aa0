//! Text: made safe to show, measured, cut, wrapped, folded for matching, searched by pinyin.
