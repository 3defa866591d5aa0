"""The iCalendar file qun writes, read by python-icalendar and compared with what qun says about the same posts; then a
calendar written by python-icalendar, read by qun.

    python3 tests/against/ics.py target/debug/qun
"""
import json, os, random, subprocess, sys, tempfile
from datetime import datetime, timedelta, timezone
from icalendar import Calendar, Event

qun = sys.argv[1]
env = dict(os.environ, QUN_DB=os.path.join(tempfile.mkdtemp(), "qun.db"), QUN_LANG="zh-Hans", QUN_NOW="2026-10-10T17:20:00+08:00")


def run(*args, text=True):
    done = subprocess.run([qun, *args], env=env, capture_output=True, check=True)
    return done.stdout.decode() if text else done.stdout


run("init", "--quiet")
run("community", "add", "群一", "--platform", "wechat")
run("community", "add", "NY", "--platform", "discord", "--zone", "America/New_York")
rng = random.Random(7)
words = ["可颂", "面团；发酵", "a,b;c\\d", "換行\n第二行", "很长" * 60, "emoji 🍞 end", "tab\there", "\"quoted\"", "END:VEVENT", "é̂", " x "]
for n in range(120):
    day = 10 + n % 50
    when = datetime(2026, 10, 11) + timedelta(days=day)
    run("post", "add", "--community", rng.choice(["群一", "NY"]), "--day", f"{when:%Y-%m-%d}", "--time", f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}",
        "--title", f"{n} " + " ".join(rng.sample(words, 2)).replace("\n", " "), "--body", "\n".join(rng.sample(words, 3)))
run("post", "series", "add", "--community", "群一", "--title", "早安 第{n}天", "--rule", "工作日", "--time", "9:00")
ics = run("export", "ics", text=False)
assert all(len(line) <= 75 for line in ics.split(b"\r\n")), "a line is longer than 75 octets"
events = {str(e["UID"]).split("-")[1]: e for e in Calendar.from_ical(ics).walk("VEVENT")}
posts = json.loads(run("post", "list", "--to", "2027-01-08", "--limit", "9999", "--json"))
wrong = 0
for p in posts:
    e = events.pop(str(p["id"]))
    at = datetime.fromisoformat(p["at"]).astimezone(timezone.utc)
    same = (e["DTSTART"].dt == at, str(e["SUMMARY"]) == p["title"], str(e.get("DESCRIPTION", "")) == p["body"].replace("\r\n", "\n") or not p["body"].strip())
    if not all(same):
        wrong += 1
        print("MISMATCH", p["id"], same)
print(f"written: {len(posts)} events read by python-icalendar, {wrong} mismatches, {len(events)} unknown")
wrong += len(events)

cal = Calendar()
cal.add("prodid", "-//test//EN")
cal.add("version", "2.0")
made = []
for n in range(60):
    e = Event()
    title = f"导入{n} " + rng.choice(words).replace("\n", " ").strip()
    at = datetime(2026, 11, 1, 1, 0, tzinfo=timezone.utc) + timedelta(hours=7 * n)
    e.add("uid", f"t{n}@x")
    e.add("summary", title)
    e.add("dtstart", at)
    e.add("description", "正文，" * 40 + str(n))
    made.append((at, title))
    cal.add_component(e)
path = os.path.join(tempfile.mkdtemp(), "in.ics")
open(path, "wb").write(cal.to_ical())
done = json.loads(run("post", "import", path, "--community", "群一", "--json"))
again = json.loads(run("post", "import", path, "--community", "群一", "--json"))
got = {(datetime.fromisoformat(p["at"]).astimezone(timezone.utc), p["title"]) for p in json.loads(run("post", "list", "--to", "2027-01-08", "--limit", "9999", "--json"))}
missing = [m for m in made if m not in got]
print(f"read: {done['new']} of {len(made)} new, {len(missing)} not found, again {again['duplicate']} duplicate {again['new']} new")
sys.exit(bool(wrong or missing or again["new"]))
