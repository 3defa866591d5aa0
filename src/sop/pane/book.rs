//! What is open of the library beside its list: a template's page with its variants and everything it said before, the
//! house phrases, and the forms that write both.

use super::forms::{after_key, platform_label, read_platform, restore};
use super::phrases::{PhraseForm, PhraseList};
use super::{Cx, Mode, SopPane};
use crate::base::text::Clean;
use crate::base::{Lang, Language, Result, Says};
use crate::sop::store::{self, Wording};
use crate::sop::template::diff::{Change, changes};
use crate::sop::template::{BODY_MAX, Category, Status, Template, Variant, slots};
use crate::tui::{Chord, Field, Form, FormEvent, Key, Role};
use ratatui::crossterm::event::KeyEvent;

/// One of them.
#[derive(Debug)]
pub enum Book {
    /// A template's page.
    Page(Page),
    /// The house phrases.
    Phrases(PhraseList),
    /// Writing a variant of a template.
    Variant(VariantForm),
    /// Writing a house phrase.
    Phrase(PhraseForm),
}

/// A template's page.
#[derive(Debug)]
pub struct Page {
    /// `tk 退款流程`.
    pub title: String,
    /// Its lines, ready to be wrapped.
    pub lines: Vec<(String, Role)>,
    /// Lines above the window.
    pub top: usize,
    template: Box<Template>,
}

/// Writing a variant.
#[derive(Debug)]
pub struct VariantForm {
    /// The form: platform, language, body.
    pub form: Form,
    template: Box<Template>,
}

impl Page {
    fn new(template: Template, cx: &Cx) -> Result<Page> {
        let lang = cx.lang;
        let w = &template.wording;
        let mut lines = vec![(
            lang.fill("words.outcome", &[("uses", &template.uses), ("reopened", &template.reopened)]),
            Role::Text,
        )];
        if !w.owner.is_empty() {
            lines.push((format!("{} {}", lang.text("words.field_owner"), Clean::head(&w.owner, 40)), Role::Text));
        }
        if let Some(day) = w.review {
            let due = w.due(cx.today());
            let note = if due { lang.text("words.due") } else { "" };
            let line = format!("{} {} {note}", lang.text("words.field_review"), lang.day(day, cx.today()));
            lines.push((line, if due { Role::Gap } else { Role::Text }));
        }
        for v in &w.variants {
            lines.push((String::new(), Role::Text));
            lines.push((lang.fill("words.variant_head", &[("scope", &scope(v, lang))]), Role::Heading));
            lines.extend(Clean::block(&v.body).split('\n').map(|l| (l.to_owned(), Role::Text)));
        }
        let history = store::history(cx.db, &template)?;
        for (n, wording) in history.iter().enumerate() {
            lines.push((String::new(), Role::Text));
            lines.push((version_line(wording, cx), Role::Heading));
            let older = history.get(n + 1).map_or("", |w| &*w.text);
            lines.extend(changes(older, &wording.text).into_iter().filter_map(|c| changed_line(&c, older, lang)));
        }
        let title = format!("{} {}", w.code, Clean::head(&w.name, 40));
        Ok(Page { title, lines, top: 0, template: Box::new(template) })
    }
}

/// What a comparison shows: everything of the first wording, of later ones only what changed.
fn changed_line(change: &Change, older: &str, lang: &Lang) -> Option<(String, Role)> {
    let said = |sign: char, line: &str| Some(format!("{sign} {}", readable(line, lang)?));
    Some(match change {
        Change::Same(_) => return None,
        Change::Gone(line) => (said('-', line)?, Role::Bad),
        Change::New(line) if older.is_empty() => (said(' ', line)?, Role::Text),
        Change::New(line) => (said('+', line)?, Role::Good),
    })
}

/// The facts that stand as `- name: value` in a wording, and their labels.
const FACTS: [(&str, &str); 6] = [
    ("- category: ", "sop.field_category"),
    ("- keywords: ", "sop.field_keywords"),
    ("- platform: ", "sop.field_platform"),
    ("- status: ", "sop.field_status"),
    ("- owner: ", "words.field_owner"),
    ("- review: ", "words.field_review"),
];

/// A line of a wording as people read it; `None` for blank lines and fences.
fn readable(line: &str, lang: &Lang) -> Option<String> {
    if line.trim().is_empty() || line.starts_with("```") {
        return None;
    }
    if let Some(heading) = line.strip_prefix("### ") {
        let (platform, language) = heading.split_once(' ').unwrap_or((heading, "-"));
        let one = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
        let variant = Variant { platform: one(platform), language: one(language), body: String::new() };
        return Some(lang.fill("words.variant_head", &[("scope", &scope(&variant, lang))]));
    }
    let fact = FACTS.iter().find_map(|(start, label)| Some((*start, *label, line.strip_prefix(start)?)));
    let text = match fact {
        Some((start, label, value)) => {
            let word = match start {
                "- category: " => Category::read(value).label().map(|key| lang.text(key)),
                "- status: " => Status::read(value).map(|status| lang.text(status.label())),
                _ => None,
            };
            format!("{} {}", lang.text(label), word.unwrap_or(value))
        }
        None => line.strip_prefix("## ").unwrap_or(line).to_owned(),
    };
    Some(Clean::line(&text).into_string())
}

fn version_line(wording: &Wording, cx: &Cx) -> String {
    let when = cx.lang.day(wording.at.day(cx.zone), cx.today());
    let who = Clean::head(&wording.by, 20);
    cx.lang.fill("words.version_line", &[("n", &wording.version), ("when", &when), ("who", &who)])
}

/// `抖音 en`.
fn scope(variant: &Variant, lang: &Lang) -> String {
    format!("{} {}", platform_label(&variant.platform, lang), variant.language).trim().to_owned()
}

impl SopPane {
    /// The page of the template under the cursor.
    pub(super) fn open_page(&mut self, cx: &Cx) -> Result<()> {
        let at = self.shelf.get(self.list.index()).and_then(|at| self.library.all.get(*at));
        if let Some(template) = at.cloned() {
            self.mode = Mode::Book(Box::new(Book::Page(Page::new(template, cx)?)));
        }
        Ok(())
    }

    pub(super) fn book_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Book(book) = &mut self.mode else { return Ok(()) };
        match &mut **book {
            Book::Page(_) => self.page_key(key, cx),
            Book::Phrases(_) => self.phrases_key(key, cx),
            Book::Variant(_) => self.variant_key(key, cx),
            Book::Phrase(_) => self.phrase_key(key, cx),
        }
    }

    fn page_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Book(book) = &mut self.mode else { return Ok(()) };
        let (Book::Page(page), Some(chord)) = (&mut **book, Chord::from_event(key)) else { return Ok(()) };
        let last = page.lines.len().saturating_sub(1);
        let height = self.height.get().max(1);
        match chord.folded().key {
            Key::Down | Key::Char('j') => page.top = (page.top + 1).min(last),
            Key::Up | Key::Char('k') => page.top = page.top.saturating_sub(1),
            Key::PageDown | Key::Char(' ') => page.top = (page.top + height).min(last),
            Key::PageUp => page.top = page.top.saturating_sub(height),
            Key::Char('n') => {
                let template = page.template.clone();
                return self.write_variant(template, cx);
            }
            Key::Char('e') => {
                let id = page.template.id;
                self.mode = Mode::List;
                let at = self.library.all.iter().position(|t| t.id == id);
                return self.write_template(at, cx);
            }
            Key::Char('u') => {
                let id = page.template.id;
                if self.undo_here(cx)? {
                    // Whoever undid its writing has nothing left to read.
                    self.mode = Mode::List;
                    self.list.select(id);
                    return if self.list.cursor() == Some(id) { self.open_page(cx) } else { Ok(()) };
                }
            }
            Key::Esc | Key::Enter | Key::Char('q' | 's' | 'h') => return self.leave(),
            _ => {}
        }
        Ok(())
    }

    fn write_variant(&mut self, template: Box<Template>, cx: &Cx) -> Result<()> {
        let label = |key| cx.lang.text(key);
        let mut languages = vec![label("words.any_language").to_owned()];
        languages.extend(Language::ALL.iter().map(|(_, name)| (*name).to_owned()));
        let mut fields = vec![
            Field::text(label("sop.field_platform"), "").max(20),
            Field::choice(label("words.field_language"), languages, 0),
            Field::long(label("sop.field_body"), "", 5).max(BODY_MAX),
        ];
        restore(&mut fields, &variant_place(&template), cx)?;
        let title = cx.lang.fill("words.variant_title", &[("code", &template.wording.code)]);
        let mut form = Form::new(title, fields);
        form.set_focus(0);
        form.hints = cx.lang.text("sop.template_hints").to_owned();
        self.mode = Mode::Book(Box::new(Book::Variant(VariantForm { form, template })));
        Ok(())
    }

    fn variant_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Book(book) = &mut self.mode else { return Ok(()) };
        let Book::Variant(writing) = &mut **book else { return Ok(()) };
        let place = variant_place(&writing.template);
        // The form is short: Enter in the text saves.
        let save = Chord::from_event(key) == Some(Chord::plain(Key::Enter)) && writing.form.focus() == 2;
        let event = if save { FormEvent::Submit } else { writing.form.key(key) };
        if event != FormEvent::Submit {
            let form = &writing.form;
            return if after_key(event, form, &place, BODY_MAX, cx) { self.open_page(cx) } else { Ok(()) };
        }
        let Some(platform) = read_platform(&writing.form.value(0), cx.lang) else {
            let name = Clean::line(&writing.form.value(0)).into_string();
            writing.form.set_focus(0);
            cx.refuse(cx.lang.fill("sop.no_such_platform", &[("name", &name)]));
            return Ok(());
        };
        let at = writing.form.fields[1].choice_index();
        let language = at.checked_sub(1).and_then(|n| Language::ALL.get(n)).map_or("", |(_, name)| name);
        let mut new = writing.template.wording.clone();
        new.variants.retain(|v| v.platform != platform || v.language != language);
        let body = writing.form.value(2);
        if !body.trim().is_empty() {
            new.variants.push(Variant { platform: platform.into(), language: language.into(), body });
        }
        let (id, code) = (writing.template.id, new.code.clone());
        store::edit(cx.db, id, writing.template.version, new)?;
        cx.did(&Says::new("sop.status_written").with("code", code));
        self.finished(&place, cx)?;
        self.list.select(id);
        self.open_page(cx)
    }
}

fn variant_place(template: &Template) -> String {
    format!("sop.variant:{}", template.id)
}

impl Book {
    /// Pasted text goes into the form.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Variant(writing) => {
                writing.form.paste(text);
            }
            Self::Phrase(writing) => {
                writing.form.paste(text);
            }
            Self::Page(_) | Self::Phrases(_) => {}
        }
    }

    /// The form that is open, with the slots of its body as it stands.
    pub fn form(&self, lang: &Lang) -> Option<Form> {
        let (form, at) = match self {
            Self::Variant(writing) => (&writing.form, 2),
            Self::Phrase(writing) => (&writing.form, 1),
            Self::Page(_) | Self::Phrases(_) => return None,
        };
        let mut form = form.clone();
        form.state = slots_state(&form.value(at), lang);
        Some(form)
    }
}

/// Which slots a body has, or what is wrong with them.
pub(super) fn slots_state(body: &str, lang: &Lang) -> String {
    match slots(body) {
        Ok(found) if found.is_empty() => lang.text("sop.slots_none").to_owned(),
        Ok(found) => {
            let name = |s: &crate::sop::template::Slot| Clean::line(&s.name).into_string();
            lang.fill("sop.slots_found", &[("names", &found.iter().map(name).collect::<Vec<_>>().join(" "))])
        }
        Err(error) => lang.say(&error.says),
    }
}
