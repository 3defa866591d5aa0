//! Who is in the communities and who speaks on which day: growth, a weekly rhythm, people who stay and people who
//! fall silent. Pure; days are counted from today, which is 0.
//!
//! The shares are chosen so that the board reads like a healthy organisation with one worry: about a sixth speaks a day,
//! a quarter is silent for a month, four of ten come back after a week, and today more people leave than usual.

use super::dice::{Of, below, roll, share};

/// The first day of the ledger.
pub(super) const FIRST: i64 = -40;

/// Two days for which nobody brought the logs in.
pub(super) const HOLES: [i64; 2] = [-12, -11];

/// The day on which too much was posted.
pub(super) const BAD_DAY: i64 = -20;

/// Members of each community on the first day.
const SIZES: [usize; 9] = [400, 360, 230, 150, 340, 280, 200, 170, 190];

/// How much somebody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Nearly every day.
    Daily,
    /// A few times a week.
    Often,
    /// Once in so many days.
    Every(i64),
    /// Reads.
    Silent,
}

/// One member.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The community, by its place in the list.
    pub place: usize,
    /// The day they came.
    pub joined: i64,
    /// The day they went.
    pub left: Option<i64>,
    habit: Habit,
}

/// One day.
#[derive(Debug, Clone, Default)]
pub(super) struct Day {
    /// Who came.
    pub joins: Vec<usize>,
    /// Who spoke, and how often.
    pub speakers: Vec<(usize, usize)>,
}

/// Everybody, and every day from [`FIRST`] to today.
#[derive(Debug)]
pub(super) struct Crowd {
    /// By number.
    pub members: Vec<Member>,
    days: Vec<Day>,
}

impl Crowd {
    /// Forty days; `busy` says how much is said on a day, 1.0 being usual.
    pub(super) fn new(busy: impl Fn(i64) -> f64) -> Crowd {
        let mut crowd = Crowd { members: Vec::new(), days: Vec::new() };
        for (place, size) in SIZES.into_iter().enumerate() {
            for _ in 0..size {
                let number = crowd.members.len() as i64;
                // They came with one of twelve drives, a month apart, the last of them before any cohort that is asked.
                let joined = -45 - 30 * below(Of::Came, number, 0, 12) as i64;
                crowd.members.push(Member { place, joined, left: None, habit: habit(number, 36) });
            }
        }
        for day in FIRST..=0 {
            let day = if HOLES.contains(&day) { Day::default() } else { crowd.live(day, busy(day)) };
            crowd.days.push(day);
        }
        crowd
    }

    /// Day `n`, 0 being today.
    pub(super) fn day(&self, n: i64) -> &Day {
        &self.days[usize::try_from(n - FIRST).unwrap_or(0)]
    }

    fn live(&mut self, day: i64, busy: f64) -> Day {
        let here = self.members.iter().filter(|m| m.left.is_none()).count();
        let joins = (0..joins(day)).map(|n| self.join(day, n)).collect();
        (0..leaves(day, here)).for_each(|n| self.leave(day, n));
        let mut spoken = Day { joins, speakers: Vec::new() };
        let back: Vec<usize> =
            [(7, 0.405), (30, 0.235)].iter().flat_map(|(age, of)| self.back(day - age, *of)).collect();
        for (number, member) in self.members.iter().enumerate().filter(|(_, m)| m.left.is_none()) {
            let speaks = match day - member.joined {
                7 | 30 if member.joined >= FIRST => back.contains(&number),
                0 => share(Of::Speaks, number as i64, day) < 0.55,
                _ => member.speaks(number as i64, day, busy),
            };
            if speaks {
                spoken.speakers.push((number, member.messages(number as i64, day)));
            }
        }
        spoken
    }

    fn join(&mut self, day: i64, n: i64) -> usize {
        let number = self.members.len();
        let place = below(Of::Place, day, n, SIZES.len());
        self.members.push(Member { place, joined: day, left: None, habit: habit(number as i64, 44) });
        number
    }

    /// Somebody who is no regular; on the bad days most of them from the two communities it is about.
    fn leave(&mut self, day: i64, n: i64) {
        let upset = day > -3 || day == BAD_DAY;
        let place = match roll(Of::Place, day, -1 - n) % 10 {
            0..=4 if upset => 1,
            5..=6 if upset => 5,
            _ => below(Of::Place, -day, 1_000 + n, SIZES.len()),
        };
        let mut tries = (0..1_000).map(|t| below(Of::Leaves, day * 1_000 + n, t, self.members.len()));
        let gone = tries.find(|number| {
            let m = &self.members[*number];
            m.place == place && m.left.is_none() && m.joined < day && m.habit != Habit::Daily
        });
        if let Some(number) = gone {
            self.members[number].left = Some(day);
        }
    }

    /// Those of the day `came` who are back, so that their share is the least that reaches `of`, less if that is a
    /// quarter already: the first month's share is the one that is to be watched.
    fn back(&self, came: i64, of: f64) -> Vec<usize> {
        if came < FIRST {
            return Vec::new();
        }
        let cohort = &self.day(came).joins;
        let all = cohort.len() as f64;
        let stay = if of > 0.3 { (all * of).ceil() } else { (all * of).round().min((all * 0.249).floor()) };
        let staying = cohort.iter().copied().filter(|n| self.members[*n].left.is_none());
        staying.take(stay as usize).collect()
    }
}

impl Member {
    fn speaks(&self, number: i64, day: i64, busy: f64) -> bool {
        let often = match self.habit {
            Habit::Daily => 0.84,
            Habit::Often => 0.41,
            Habit::Every(days) => return (day + number).rem_euclid(days) == 0,
            Habit::Silent => 0.0,
        };
        share(Of::Speaks, number, day) < often * busy
    }

    fn messages(&self, number: i64, day: i64) -> usize {
        let most = match self.habit {
            Habit::Daily => 6,
            Habit::Often => 4,
            Habit::Every(_) | Habit::Silent => 2,
        };
        1 + below(Of::Messages, number, day, most)
    }
}

fn habit(number: i64, silent: u64) -> Habit {
    match roll(Of::Habit, number, 0) % 100 {
        n if n < silent => Habit::Silent,
        n if n < 79 => Habit::Every(8 + (roll(Of::Habit, number, 1) % 6).cast_signed()),
        n if n < 95 => Habit::Often,
        _ => Habit::Daily,
    }
}

fn joins(day: i64) -> i64 {
    match day {
        0 => 26,
        BAD_DAY => 12,
        _ => 18 + below(Of::Joins, day, 0, 5) as i64,
    }
}

/// How many of `here` go by themselves: up to 0.39 % on a usual day, more than the 0.40 % of the goal for three days now.
fn leaves(day: i64, here: usize) -> i64 {
    let per_million = match day {
        0 => 6_400,
        -1 => 4_400,
        -2 => 4_500,
        BAD_DAY => 5_800,
        _ => 3_100 + below(Of::Leaves, day, -1, 800),
    };
    (here * per_million / 1_000_000) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_the_board_hold_in_a_quiet_and_in_a_busy_week() {
        for busy in [0.96, 1.0, 1.06] {
            let crowd = Crowd::new(|_| busy);
            let here = crowd.members.iter().filter(|m| m.left.is_none_or(|d| d == 0)).count();
            for day in -9..=0 {
                let spoke = crowd.day(day).speakers.len() as f64 / here as f64;
                assert!((0.13..0.18).contains(&spoke), "{day} {busy}: {spoke}");
            }
            let mut month: Vec<usize> = (-29..=0).flat_map(|d| &crowd.day(d).speakers).map(|(n, _)| *n).collect();
            month.sort_unstable();
            month.dedup();
            let silent = 1.0 - month.len() as f64 / here as f64;
            assert!((0.25..0.34).contains(&silent), "{busy}: {silent}");
            let today = crowd.day(0).speakers.len() as f64;
            assert!(today / month.len() as f64 > 0.2, "{busy}: {today} of {}", month.len());
        }
    }

    #[test]
    fn nobody_speaks_after_leaving_or_before_coming() {
        let crowd = Crowd::new(|_| 1.0);
        for day in FIRST..=0 {
            for (number, messages) in &crowd.day(day).speakers {
                let m = &crowd.members[*number];
                assert!(m.joined <= day && m.left.is_none_or(|left| left > day) && *messages > 0, "{number} on {day}");
            }
            assert_eq!(HOLES.contains(&day), crowd.day(day).speakers.is_empty());
        }
        assert!(crowd.members.iter().all(|m| m.left.is_none_or(|left| left > m.joined)));
    }
}
