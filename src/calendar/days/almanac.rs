//! The moon's months and the 24 solar terms from 1900 to 2200, as tables: reckoning them from the sky's motion, as
//! tyme4rs does, cost a tenth of a start. Made from tyme4rs 1.5.0 (GB/T 33661-2017); a test compares every month and term.

use chrono::{Datelike, Days, NaiveDate};

/// Where the moon stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moon {
    year: i32,
    /// Which month of its year, from 0, the leap month counted.
    place: u32,
    /// The day of its month, from 1.
    pub(super) day: u32,
}

/// The years of the tables: the moon's year 1899 reaches into 1900.
const FIRST: i32 = 1899;

fn row(year: i32) -> Option<(u32, u64)> {
    YEARS.get(usize::try_from(year.checked_sub(FIRST)?).ok()?).copied()
}

/// New Year's Day of the moon's year.
fn new_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)?.checked_add_days(Days::new(u64::from(row(year)?.0 >> 17)))
}

impl Moon {
    /// Where it stands on `day`; `None` outside 1900 to 2200.
    pub(super) fn on(day: NaiveDate) -> Option<Moon> {
        let begun = new_year(day.year())? <= day;
        let year = if begun { day.year() } else { day.year() - 1 };
        let passed = u32::try_from((day - new_year(year)?).num_days()).ok()?;
        let mut moon = Moon { year, place: 0, day: passed + 1 };
        while moon.day > moon.length() {
            (moon.day, moon.place) = (moon.day - moon.length(), moon.place + 1);
        }
        (day.year() > FIRST).then_some(moon)
    }

    fn leap(self) -> u32 {
        row(self.year).map_or(0, |(moon, _)| moon >> 13 & 15)
    }

    /// Days of its month: 29 or 30.
    pub(super) fn length(self) -> u32 {
        row(self.year).map_or(30, |(moon, _)| 29 + (moon >> self.place & 1))
    }

    /// Its month, from 1; negative for a leap month.
    pub(super) fn month(self) -> i32 {
        let (leap, place) = (self.leap() as i32, self.place as i32);
        match place {
            _ if leap == 0 || place < leap => place + 1,
            _ if place == leap => -leap,
            _ => place,
        }
    }

    /// Where it stands the day after.
    pub(super) fn next(self) -> Moon {
        let last = if self.leap() == 0 { 11 } else { 12 };
        match self {
            Moon { day, .. } if day < self.length() => Moon { day: day + 1, ..self },
            Moon { place, .. } if place < last => Moon { place: place + 1, day: 1, ..self },
            Moon { year, .. } => Moon { year: year + 1, place: 0, day: 1 },
        }
    }
}

/// The day of the solar month on which the term at `place` falls (0 is 小寒, two a month); `None` outside 1900 to 2200.
pub(super) fn term(year: i32, place: usize) -> Option<u32> {
    let (_, terms) = row(year).filter(|_| year > FIRST)?;
    Some(EARLIEST.get(place)? + (terms >> (2 * place) & 3) as u32)
}

/// The earliest day of each term in these years.
const EARLIEST: [u32; 24] = [4, 19, 3, 18, 4, 19, 4, 19, 4, 20, 4, 20, 6, 22, 6, 22, 6, 22, 7, 22, 6, 21, 6, 21];

/// A row a year. First its moon: days from 1 January to its New Year's Day (from bit 17), the month that is repeated (4
/// bits from bit 13), and from bit 0 on a bit a month, set for 30 days. Then its terms: 2 bits each, days after the
/// earliest; the year 1899 is there for its moon only.
#[rustfmt::skip]
const YEARS: [(u32, u64); 302] = [
    (0x500ad5, 0x000000000000), (0x3d16d2, 0x5aa665a65a56), (0x620752, 0x6aaaa6aa9a5a), (0x4c0ea5, 0xaaaaaabaaa6a),
    (0x38b64a, 0xaaabbabbafaa), (0x5c064b, 0x5aa665a65aab), (0x440a9b, 0x6aaaa6aa9a5a), (0x30955a, 0xaaaaaaaaaa6a),
    (0x56056a, 0xaaabbabbafaa), (0x400b59, 0x5aa665a65aab), (0x2a56d2, 0x6aaaa6aa9a5a), (0x500b52, 0xaaaaaaaaaa6a),
    (0x3adb25, 0xaaabbabbafaa), (0x600b25, 0x569665a65aab), (0x480a4b, 0x6aa6a6aa9a56), (0x32b4ab, 0xaaaaaaaa9a5a),
    (0x5802ad, 0xaaabaabaaeaa), (0x42056d, 0x569665a65aaa), (0x2c4b69, 0x5aa6a6a69a56), (0x520da9, 0x6aaaaaaa9a5a),
    (0x3efd92, 0xaaabaabaaeaa), (0x640d92, 0x569665a65aaa), (0x4c0d25, 0x5aa6a6a65a56), (0x36ba4d, 0x6aaaaaaa9a5a),
    (0x5c0a56, 0xaaabaabaaaaa), (0x4602b6, 0x569665a65aaa), (0x2e95b5, 0x5aa6a6a65a56), (0x5606d4, 0x6aaaa6aa9a5a),
    (0x400da9, 0xaaabaabaaa6a), (0x2c5d92, 0x555665a65aaa), (0x500e92, 0x5aa665a65a56), (0x3acd26, 0x6aaaa6aa9a5a),
    (0x5e052b, 0xaaaaaabaaa6a), (0x480a57, 0x555665665aaa), (0x32b2b6, 0x5aa665a65a56), (0x580b5a, 0x6aaaa6aa9a5a),
    (0x4406d4, 0xaaaaaaaaaa6a), (0x2e6ec9, 0x555665665aaa), (0x520749, 0x5aa665a65a56), (0x3cf693, 0x6aaaa6aa9a5a),
    (0x620a93, 0xaaaaaaaaaa6a), (0x4c052b, 0x555665665aaa), (0x34ca5b, 0x5aa665a65a56), (0x5a0a6d, 0x6aaaa6aa9a5a),
    (0x46036a, 0xaaaaaaaaaa6a), (0x309b55, 0x555665655aaa), (0x560ba4, 0x569665a65a56), (0x400b49, 0x6aa6a6aa9a56),
    (0x2a5a93, 0xaaaaaaaa9a5a), (0x500a95, 0x5556556559aa), (0x38f52d, 0x569665a65a55), (0x5e0536, 0x6aa6a6a69a56),
    (0x480aad, 0x6aaaaaaa9a5a), (0x34b5aa, 0x5556556559aa), (0x580db2, 0x569665a65a55), (0x440da4, 0x5aa6a6a65a56),
    (0x2e7d4a, 0x6aaaa6aa9a5a), (0x540d4a, 0x5556556555aa), (0x3d0a96, 0x569665a65a55), (0x600a97, 0x5aa665a65a56),
    (0x4c0556, 0x6aaaa6aa9a5a), (0x36cab5, 0x55555565556a), (0x5a0ad5, 0x555665665a55), (0x4606d2, 0x5aa665a65a56),
    (0x308ea5, 0x6aaaa6aa9a5a), (0x560ea5, 0x55555565556a), (0x40064a, 0x555665665a55), (0x286c97, 0x5aa665a65a56),
    (0x4e0a9b, 0x6aaaa6aa9a5a), (0x3af55a, 0x55555555556a), (0x5e056a, 0x555665665a55), (0x480b69, 0x5aa665a65a56),
    (0x34b752, 0x6aaaa6aa9a5a), (0x5a0b52, 0x55555555556a), (0x420b25, 0x555665655a55), (0x2c964b, 0x5aa665a65a56),
    (0x520a4b, 0x6aa6a6aa9a5a), (0x3d14ab, 0x55555555456a), (0x6002ad, 0x555655655a55), (0x4a056d, 0x5a9665a65a56),
    (0x36cb69, 0x6aa6a6a69a56), (0x5c0da9, 0x55555555456a), (0x460d92, 0x555655655a55), (0x309d25, 0x569665a65a56),
    (0x560d25, 0x6aa6a6a65a56), (0x415a4d, 0x55555155455a), (0x640a56, 0x555655655955), (0x4e02b6, 0x569665a65a55),
    (0x38c5b5, 0x5aa6a5a65a56), (0x5e06d5, 0x15555155455a), (0x480ea9, 0x555555655555), (0x34be92, 0x569665665a55),
    (0x5a0e92, 0x5aa665a65a56), (0x440d26, 0x15555155455a), (0x2c6a56, 0x555555655515), (0x500a57, 0x555665665a55),
    (0x3d14d6, 0x5aa665a65a56), (0x62035a, 0x15555155455a), (0x4a06d5, 0x555555555515), (0x36b6c9, 0x555665665a55),
    (0x5c0749, 0x5aa665a65a56), (0x460693, 0x15555155455a), (0x2e952b, 0x555555555515), (0x54052b, 0x555665665a55),
    (0x3e0a5b, 0x5aa665a65a56), (0x2a555a, 0x15555155455a), (0x4e056a, 0x555555555515), (0x38fb55, 0x555655655a55),
    (0x600ba4, 0x5aa665a65a56), (0x4a0b49, 0x15515155455a), (0x32ba93, 0x555555554515), (0x580a95, 0x555655655a55),
    (0x42052d, 0x5a9665a65a56), (0x2c8aad, 0x15515151455a), (0x500ab5, 0x555551554515), (0x3d35aa, 0x555655655a55),
    (0x6205d2, 0x569665a65a56), (0x4c0da5, 0x155151510556), (0x36dd4a, 0x555551554505), (0x5c0d4a, 0x555655655955),
    (0x460c95, 0x569665665a55), (0x30952e, 0x155110510556), (0x540556, 0x155551554505), (0x3e0ab5, 0x555555655555),
    (0x2a55b2, 0x569665665a55), (0x5006d2, 0x055110510556), (0x38cea5, 0x155551554505), (0x5e0725, 0x555555555515),
    (0x48064b, 0x555665665a55), (0x32ac97, 0x055110510556), (0x560cab, 0x155551554505), (0x42055a, 0x555555555515),
    (0x2c6ad6, 0x555665665a55), (0x520b69, 0x055110510556), (0x3d7752, 0x155551554505), (0x620b52, 0x555555555515),
    (0x4c0b25, 0x555655655a55), (0x36da4b, 0x055110510556), (0x5a0a4b, 0x155551554505), (0x4404ab, 0x555555555515),
    (0x2ea55b, 0x555655655a55), (0x5405ad, 0x055110510556), (0x3e0b6a, 0x155151514505), (0x2a5b52, 0x555555554515),
    (0x500d92, 0x555655655a55), (0x3afd25, 0x054110510556), (0x5e0d25, 0x155151510505), (0x480a55, 0x555551554515),
    (0x32b4ad, 0x555655655a55), (0x5804b6, 0x014110110556), (0x4005b5, 0x155110510501), (0x2c6daa, 0x555551554505),
    (0x520ec9, 0x555555655555), (0x3f1e92, 0x014110110555), (0x620e92, 0x155110510501), (0x4c0d26, 0x555551554505),
    (0x36ca56, 0x555555555555), (0x5a0a57, 0x014110110555), (0x4404d6, 0x055110510501), (0x2e86d5, 0x155551554505),
    (0x540755, 0x555555555555), (0x400749, 0x000110110555), (0x286e93, 0x055110510501), (0x4e0693, 0x155551554505),
    (0x38f52b, 0x555555555515), (0x5e052b, 0x000110110555), (0x460a5b, 0x055110510501), (0x32b55a, 0x155551554505),
    (0x58056a, 0x555555555515), (0x420b65, 0x000100100555), (0x2c974a, 0x055110510501), (0x520b4a, 0x155151514505),
    (0x3d1a95, 0x555555555515), (0x620a95, 0x000100100555), (0x4a052d, 0x054110510501), (0x34caad, 0x155151514505),
    (0x5a0ab5, 0x555551554515), (0x4605aa, 0x000100100555), (0x2e8ba5, 0x054110510501), (0x540da5, 0x155150510505),
    (0x400d4a, 0x555551554515), (0x2a7c95, 0x000100100555), (0x4e0c96, 0x014110110501), (0x38f94e, 0x155110510505),
    (0x5e0556, 0x555551554505), (0x480ab5, 0x000000100055), (0x32b5b2, 0x014110110500), (0x5806d2, 0x155110510501),
    (0x420ea5, 0x555551554505), (0x2e8e4a, 0x000000000055), (0x50068b, 0x014110110500), (0x3b0c97, 0x055110510501),
    (0x6004ab, 0x155551554505), (0x4a055b, 0x000000000055), (0x34cad6, 0x000110110500), (0x5a0b6a, 0x055110510501),
    (0x460752, 0x155551554505), (0x309725, 0x000000000015), (0x540b45, 0x000100110500), (0x3e0a8b, 0x055110510501),
    (0x28549b, 0x155551554505), (0x4e04ab, 0x555555555515), (0x38e95b, 0x555655655a55), (0x5e05ad, 0x5aa665a65a56),
    (0x4a0baa, 0x6aa6a6a69a5a), (0x36bb52, 0x55555155456a), (0x5a0d92, 0x555655655a55), (0x440d25, 0x5a9665a65a56),
    (0x2e9a4b, 0x6aa6a5a69a5a), (0x540a55, 0x55555155456a), (0x3d34ad, 0x555655655a55), (0x6204b6, 0x5a9665665a56),
    (0x4c06b5, 0x6aa665a65a5a), (0x38cdaa, 0x55555155456a), (0x5c0ec9, 0x555555655a55), (0x480e92, 0x569665665a56),
    (0x329d26, 0x6aa665a65a5a), (0x580d2a, 0x55555155456a), (0x400a56, 0x555555555955), (0x2a74b6, 0x569665665a56),
    (0x500556, 0x6aa665a65a56), (0x3aead5, 0x55555155455a), (0x5e0b55, 0x555555555555), (0x4a074a, 0x565665665a55),
    (0x34ae93, 0x5aa665a65a56), (0x5a0695, 0x15555155455a), (0x42052b, 0x555555555555), (0x2c8a57, 0x555655665a55),
    (0x520a9b, 0x5aa665a65a56), (0x3f755a, 0x15555155455a), (0x62056a, 0x555555555515), (0x4c0b65, 0x555655655a55),
    (0x38d74a, 0x5aa665a65a56), (0x5e0b4a, 0x15515151455a), (0x460b15, 0x555551555515), (0x30b52b, 0x555655655a55),
    (0x56054d, 0x5aa665a65a56), (0x400aad, 0x15515051455a), (0x2a556a, 0x555551554515), (0x5005aa, 0x555655655a55),
    (0x3aeba5, 0x5a9665665a56), (0x600da5, 0x15511051055a), (0x4a0d4a, 0x555551554515), (0x34bd15, 0x555555655a55),
    (0x5a0d16, 0x5a9665665a56), (0x44094e, 0x15511051055a), (0x2c8aad, 0x555551554515), (0x520ad6, 0x555555555a55),
    (0x3f75b4, 0x569665665a56), (0x6406d2, 0x15511051055a), (0x4c0ea5, 0x555551554515), (0x38ce8a, 0x555555555955),
    (0x5c068b, 0x569665665a56), (0x460d17, 0x155110510556), (0x30a956, 0x555551554505), (0x54095b, 0x555555555555),
    (0x400ada, 0x565655665a55), (0x2c76d4, 0x055110510556), (0x500754, 0x155551554505), (0x3af745, 0x555555555555),
    (0x600b45, 0x555655655a55), (0x4a0a8b, 0x055110510556), (0x32d52b, 0x155551514505), (0x5804ad, 0x555551555515),
    (0x42096b, 0x555655655a55), (0x2e8b5a, 0x055110510556), (0x520daa, 0x155150514505), (0x3f5b54, 0x555551555515),
    (0x640da2, 0x555655655a55), (0x4e0d45, 0x054110510556), (0x36da95, 0x155150514505), (0x5c0a95, 0x555551554515),
    (0x46052d, 0x555655655a55), (0x30aaad, 0x054110110556), (0x540ab5, 0x155110510505), (0x400daa, 0x555551554515),
    (0x2c7da4, 0x555555555a55), (0x520ea2, 0x054110110556), (0x3afd46, 0x155110510505), (0x600d4a, 0x555551554515),
    (0x4a0a96, 0x555555555a55), (0x34d536, 0x014110110556), (0x58055a, 0x155110510505), (0x420ad5, 0x555551554515),
    (0x2e96ca, 0x555555555555), (0x540752, 0x014110110556), (0x3c0ea5, 0x155110510505), (0x284d4a, 0x555551554505),
    (0x4c054b, 0x555555555555), (0x36ca97, 0x010100110556), (0x5a0aab, 0x155110510501), (0x46055a, 0x555551554505),
    (0x30aad5, 0x555555555555), (0x560b65, 0x000100100555), (0x400752, 0x055110510501), (0x2a7aa5, 0x155150514505),
    (0x500b25, 0x555551555515), (0x3afa4b, 0x000100100555), (0x5e094d, 0x055110110501), (0x480aad, 0x155150514505),
    (0x34d56a, 0x555551554515), (0x5a05b4, 0x555655655a55),
];

#[cfg(test)]
mod tests {
    use super::*;
    use tyme4rs::tyme::lunar::LunarYear;
    use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

    fn date(day: &SolarDay) -> NaiveDate {
        NaiveDate::from_ymd_opt(day.get_year() as i32, day.get_month() as u32, day.get_day() as u32).unwrap()
    }

    #[test]
    fn every_month_of_the_moon_is_as_reckoned() {
        let mut next = None;
        for year in FIRST..=2200 {
            for month in LunarYear::from_year(year as isize).get_months() {
                let first = date(&month.get_first_julian_day().get_solar_day());
                if !(1900..=2200).contains(&first.year()) {
                    continue;
                }
                let moon = Moon::on(first).unwrap();
                let want = (month.get_month_with_leap() as i32, 1, month.get_day_count() as u32);
                assert_eq!((moon.month(), moon.day, moon.length()), want, "{first}");
                assert!(next.is_none_or(|next| next == moon), "{first}");
                let last = (1..moon.length()).fold(moon, |moon, _| moon.next());
                let end = first + Days::new(u64::from(moon.length()) - 1);
                if end.year() <= 2200 {
                    assert_eq!(Moon::on(end), Some(last), "{end}");
                    assert_eq!((last.month(), last.day), (moon.month(), moon.length()), "{end}");
                }
                next = Some(last.next());
            }
        }
    }

    #[test]
    fn every_term_is_as_reckoned() {
        for year in 1900..=2200 {
            for place in 0..24 {
                let day = date(&SolarTerm::from_index(year as isize, place as isize + 1).get_solar_day());
                assert_eq!((day.month0() as usize, Some(day.day())), (place / 2, term(year, place)), "{day} {place}");
            }
        }
    }

    #[test]
    fn years_without_a_row_have_no_moon_and_no_terms() {
        for year in [i32::MIN, -1, 0, 1898, 1899, 2201, 9999] {
            assert_eq!(term(year, 0), None);
            let day = NaiveDate::from_ymd_opt(year, 6, 1);
            assert_eq!(day.and_then(Moon::on), None, "{year}");
        }
        assert_eq!(term(2026, 24), None);
        let edge = |y, m, d| Moon::on(NaiveDate::from_ymd_opt(y, m, d).unwrap()).map(|m| (m.month(), m.day));
        assert_eq!((edge(1900, 1, 1), edge(2200, 12, 31)), (Some((12, 1)), Some((11, 25))));
    }
}
