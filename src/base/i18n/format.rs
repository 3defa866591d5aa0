//! Numbers, times and dates as people read them (screens.md §17.3, §17.4).
