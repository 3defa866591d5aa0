//! Runs of days, and counts that are kept as what changes from day to day.

use crate::kpi::days::Day;

/// Counts of one kind: what changes from day to day, summed up at the end.
#[derive(Debug, Clone)]
pub(super) struct Strip {
    first: Day,
    change: Vec<i32>,
}

impl Strip {
    pub(super) fn new(first: Day, days: usize) -> Strip {
        Strip { first, change: vec![0; days + 1] }
    }

    /// One more on every day from `from` to `to`.
    fn add(&mut self, from: Day, to: Day) {
        let days = self.change.len() - 1;
        let place = |day: Day| usize::try_from(day - self.first).unwrap_or(0).min(days);
        let (from, to) = (place(from.max(self.first)), place(to.max(self.first - 1) + 1));
        if from < to {
            self.change[from] += 1;
            self.change[to] -= 1;
        }
    }

    pub(super) fn add_all(&mut self, runs: &[(Day, Day)]) {
        runs.iter().for_each(|r| self.add(r.0, r.1));
    }

    pub(super) fn sums(self) -> Vec<f64> {
        let days = self.change.len() - 1;
        let sum = |sum: &mut i32, change: i32| {
            *sum += change;
            Some(f64::from(*sum))
        };
        self.change.into_iter().take(days).scan(0, sum).collect()
    }
}

/// A person's runs: sorted and joined where they touch.
pub(super) fn joined(mut runs: Vec<(Day, Day)>) -> Vec<(Day, Day)> {
    runs.sort_unstable();
    let mut out: Vec<(Day, Day)> = Vec::with_capacity(runs.len());
    for (from, to) in runs {
        match out.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
            _ if from <= to => out.push((from, to)),
            _ => {}
        }
    }
    out
}

/// What of `runs` is not in `taken`; both sorted and joined.
pub(super) fn without(runs: &[(Day, Day)], taken: &[(Day, Day)]) -> Vec<(Day, Day)> {
    let mut out = Vec::new();
    for (from, to) in runs {
        let mut from = *from;
        for (a, b) in taken {
            if *b < from || *a > *to {
                continue;
            }
            if *a > from {
                out.push((from, a - 1));
            }
            from = b + 1;
        }
        if from <= *to {
            out.push((from, *to));
        }
    }
    out
}

/// What of `runs` is in `kept` too; both sorted and joined.
pub(super) fn both(runs: &[(Day, Day)], kept: &[(Day, Day)]) -> Vec<(Day, Day)> {
    let meet = |r: &(Day, Day)| {
        let (from, to) = *r;
        kept.iter().map(move |k| (k.0.max(from), k.1.min(to))).filter(|r| r.0 <= r.1).collect::<Vec<_>>()
    };
    runs.iter().flat_map(meet).collect()
}
