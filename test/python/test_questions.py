"""The views of examples/sql, against figures computed from the sandbox's own rows without SQL."""

import datetime
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

import pytest

from conftest import EXAMPLES, Reads
from warehouse import Warehouse

sys.path.insert(0, str(EXAMPLES / "sql"))

import create_views

RESOLVED = {"assumed_resolution", "confirmed_resolution"}
DAY = 86_400


@pytest.fixture(scope="module", autouse=True)
def views(first: Reads) -> None:
    for warehouse in first.warehouses.values():
        warehouse.execute(create_views.create_views(warehouse.dialect))


def week(second: int) -> datetime.date:
    day = datetime.datetime.fromtimestamp(second, datetime.UTC).date()
    return day - datetime.timedelta(days=day.weekday())


def median(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def mean(values: Iterable[int | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return rounded(Decimal(sum(known)) / len(known), "0.01") if known else None


def percent(part: int, whole: int) -> Decimal | None:
    return rounded(Decimal(100 * part) / whole, "0.1") if whole else None


def rounded(value: Decimal, unit: str) -> Decimal:
    return value.quantize(Decimal(unit), ROUND_HALF_UP)


def grouped(items: Iterable, key: Callable) -> dict:
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


class Talk:
    """A conversation, from what the API says of it and of its parts."""

    def __init__(self, row: dict, parts: list[dict], teams: dict[int, str]) -> None:
        figures = row["statistics"] or {}
        fin = row["ai_agent"] or {}
        rating = row["conversation_rating"] or {}
        asked, answered = figures.get("first_contact_reply_at"), figures.get("first_admin_reply_at")
        begin = asked or row["created_at"]
        closes = [part for part in parts if part["part_type"] == "close" and part["created_at"] >= begin]
        by_teammate = [part for part in closes if part["author"]["type"] == "admin"]
        counted = figures.get("first_close_at")
        first = min([part["created_at"] for part in closes] + ([counted] if counted else []), default=None)
        self.id, self.row, self.parts = row["id"], row, parts
        self.week, self.open = week(row["created_at"]), row["state"] == "open"
        self.team = teams.get(row["team_assignee_id"], "Unassigned")
        self.channel = (row["channel"] or {}).get("current") or "unknown"
        self.response = answered - asked if asked is not None and answered is not None else None
        self.office_response = figures.get("time_to_admin_reply")
        self.resolution = None if first is None else first - begin
        self.office_resolution = figures.get("time_to_first_close")
        closed_by_teammate = by_teammate[0]["created_at"] if by_teammate else None
        self.teammate_resolution = None if closed_by_teammate is None else closed_by_teammate - begin
        same = closed_by_teammate is not None and closed_by_teammate == counted
        self.teammate_office_resolution = self.office_resolution if same else None
        self.first_closer = closes[0]["author"]["type"] if closes and closes[0]["created_at"] == first else None
        self.fin, self.fin_state = bool(row["ai_agent_participated"]), fin.get("resolution_state")
        self.fin_rating, self.fin_rated_at = fin.get("rating"), fin.get("created_at")
        self.rating, self.rated_at = rating.get("rating"), rating.get("created_at")
        self.rated_admin = (rating.get("teammate") or {}).get("id")


@pytest.fixture(scope="module")
def talks(first: Reads) -> list[Talk]:
    parts = grouped(first.truth["conversation_parts"], lambda part: part["conversation_id"])
    teams = {int(team["id"]): team["name"] for team in first.truth["teams"]}
    return [Talk(row, parts.get(row["id"], []), teams) for row in first.truth["conversations"]]


def assert_view(db: Warehouse, name: str, key: list[str], expected: dict[tuple, dict]) -> None:
    """The view has one row for each key, with the expected columns; the figures may be of any numeric type."""
    rows = db.rows(f"select * from {name}")
    found = {tuple(row[column] for column in key): row for row in rows}
    assert len(found) == len(rows)
    assert found.keys() == expected.keys()
    for one, columns in expected.items():
        row = found[one]
        assert {column: comparable(row[column]) for column in columns} == {
            column: comparable(value) for column, value in columns.items()
        }, one
    assert len(expected) > 0


def comparable(value: object) -> object:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return round(float(value), 6) if is_number else value


def test_conversation_metrics(db: Warehouse, first: Reads, talks: list[Talk]) -> None:
    names = {int(row["id"]): row["name"] for row in first.truth["admins"] + first.truth["teams"]}
    expected = {
        (talk.id,): {
            "title": talk.row["title"],
            "delivered_as": (talk.row["source"] or {}).get("delivered_as"),
            "contact_id": talk.row["contacts"]["contacts"][0]["id"],
            "company_id": (talk.row["company"] or {}).get("id"),
            "team_name": names.get(talk.row["team_assignee_id"]),
            "admin_name": names.get(talk.row["admin_assignee_id"]),
            "reopens": (talk.row["statistics"] or {}).get("count_reopens"),
            "parts": (talk.row["statistics"] or {}).get("count_conversation_parts"),
            "sla_status": (talk.row["sla_applied"] or {}).get("sla_status"),
            "rated_admin_id": None if talk.rated_admin is None else int(talk.rated_admin),
            "week": talk.week,
            "state": talk.row["state"],
            "channel": talk.channel,
            "opened_by": (talk.row["source"] or {}).get("author", {}).get("type"),
            "first_response_seconds": talk.response,
            "first_response_office_seconds": talk.office_response,
            "resolution_seconds": talk.resolution,
            "resolution_office_seconds": talk.office_resolution,
            "teammate_resolution_seconds": talk.teammate_resolution,
            "teammate_resolution_office_seconds": talk.teammate_office_resolution,
            "first_closed_by": talk.first_closer,
            "fin_participated": talk.fin,
            "fin_resolved": talk.fin_state in RESOLVED,
            "rating": talk.rating,
        }
        for talk in talks
    }
    assert_view(db, "conversation_metrics", ["conversation_id"], expected)


def test_a_first_close_by_a_bot_counts_and_both_readings_are_offered(db: Warehouse, talks: list[Talk]) -> None:
    closed_by_bot = [talk for talk in talks if talk.first_closer == "bot"]
    assert any(talk.teammate_resolution is None for talk in closed_by_bot)
    assert any((talk.teammate_resolution or 0) > talk.resolution for talk in closed_by_bot)
    found = db.rows(
        "select conversation_id, resolution_seconds, teammate_resolution_seconds from conversation_metrics "
        "where first_closed_by = 'bot'"
    )
    assert sorted(tuple(row.values()) for row in found if row["teammate_resolution_seconds"] is not None) == sorted(
        (talk.id, talk.resolution, talk.teammate_resolution)
        for talk in closed_by_bot
        if talk.teammate_resolution is not None
    )
    assert len(found) == len(closed_by_bot)


def test_team_week_metrics(db: Warehouse, talks: list[Talk]) -> None:
    expected = {
        key: {
            "conversations": len(group),
            "answered": sum(talk.response is not None for talk in group),
            "resolved": sum(talk.resolution is not None for talk in group),
            "first_closed_by_bot": sum(talk.first_closer == "bot" for talk in group),
            "median_first_response_seconds": median(talk.response for talk in group),
            "median_first_response_office_seconds": median(talk.office_response for talk in group),
            "median_resolution_seconds": median(talk.resolution for talk in group),
            "median_resolution_office_seconds": median(talk.office_resolution for talk in group),
            "median_teammate_resolution_seconds": median(talk.teammate_resolution for talk in group),
            "median_teammate_resolution_office_seconds": median(talk.teammate_office_resolution for talk in group),
        }
        for key, group in grouped(talks, lambda talk: (talk.team, talk.week)).items()
    }
    assert_view(db, "team_week_metrics", ["team", "week"], expected)


def test_team_response_times(db: Warehouse, talks: list[Talk]) -> None:
    def times(field: str) -> dict[str, list[int]]:
        items = [item for talk in talks for item in (talk.row["statistics"] or {}).get(field, [])]
        return {name: [item["response_time"] for item in group] for name, group in by_name(items).items()}

    def by_name(items: list[dict]) -> dict[str, list[dict]]:
        return grouped(items, lambda item: item["team_name"])

    office = times("assigned_team_first_response_time_in_office_hours")
    expected = {
        (team,): {
            "conversations": len(seconds),
            "median_response_seconds": median(seconds),
            "median_response_office_seconds": median(office[team]),
        }
        for team, seconds in times("assigned_team_first_response_time").items()
    }
    assert_view(db, "team_response_times", ["team"], expected)


def test_admin_metrics(db: Warehouse, first: Reads, talks: list[Talk]) -> None:
    expected = {}
    for admin in first.truth["admins"]:
        own = [talk for talk in talks if talk.row["admin_assignee_id"] == int(admin["id"])]
        written = [
            (talk.id, part["part_type"])
            for talk in talks
            for part in talk.parts
            if part["author"]["type"] == "admin" and part["author"]["id"] == admin["id"]
        ]
        ratings = [talk.rating for talk in talks if str(talk.rated_admin) == admin["id"]]
        expected[(admin["id"],)] = {
            "name": admin["name"],
            "assigned_conversations": len(own),
            "open_conversations": sum(talk.open for talk in own),
            "replies": sum(kind == "comment" for _, kind in written),
            "conversations_replied_to": len({talk for talk, kind in written if kind == "comment"}),
            "closes": sum(kind == "close" for _, kind in written),
            "median_first_response_seconds": median(talk.response for talk in own),
            "median_resolution_seconds": median(talk.resolution for talk in own),
            "ratings": len(ratings),
            "average_rating": mean(ratings),
        }
    assert_view(db, "admin_metrics", ["admin_id"], expected)


def test_conversations_by_label(db: Warehouse, talks: list[Talk]) -> None:
    labelled = [(("channel", talk.channel), talk) for talk in talks]
    for talk in talks:
        labelled += [(("topic", topic["name"]), talk) for topic in talk.row["topics"]["topics"]]
        labelled += [(("tag", tag["name"]), talk) for tag in talk.row["tags"]["tags"]]
    expected = {}
    for key, pairs in grouped(labelled, lambda pair: pair[0]).items():
        group = [talk for _, talk in pairs]
        expected[key] = {
            "conversations": len(group),
            "percent_of_all": percent(len(group), len(talks)),
            "open_conversations": sum(talk.open for talk in group),
            "median_first_response_seconds": median(talk.response for talk in group),
            "median_resolution_seconds": median(talk.resolution for talk in group),
            "average_rating": mean(talk.rating for talk in group),
        }
    assert {kind for kind, _ in expected} == {"channel", "topic", "tag"}
    assert_view(db, "conversations_by_label", ["kind", "label"], expected)


def test_fin_week_metrics(db: Warehouse, talks: list[Talk]) -> None:
    expected = {}
    for one, group in grouped(talks, lambda talk: talk.week).items():
        states = Counter(talk.fin_state for talk in group if talk.fin)
        resolved = sum(states[state] for state in RESOLVED)
        expected[(one,)] = {
            "conversations": len(group),
            "with_fin": states.total(),
            "answered_by_fin": states.total() - states[None],
            "resolved_by_fin": resolved,
            "confirmed": states["confirmed_resolution"],
            "assumed": states["assumed_resolution"],
            "handed_over": states["escalated"] + states["negative_feedback"] + states["procedure_handoff"],
            "percent_with_fin": percent(states.total(), len(group)),
            "resolution_rate": percent(resolved, states.total()),
        }
    assert sum(figures["resolved_by_fin"] for figures in expected.values()) > 10
    assert_view(db, "fin_week_metrics", ["week"], expected)


def test_csat_week_metrics(db: Warehouse, talks: list[Talk]) -> None:
    ratings = [("teammates", week(talk.rated_at), talk.rating) for talk in talks if talk.rating]
    ratings += [("fin", week(talk.fin_rated_at), talk.fin_rating) for talk in talks if talk.fin_rating]
    expected = {
        key: {
            "ratings": len(group),
            "csat": percent(sum(rating >= 4 for *_, rating in group), len(group)),
            "average_rating": mean(rating for *_, rating in group),
        }
        for key, group in grouped(ratings, lambda rating: rating[:2]).items()
    }
    assert {rated for rated, _ in expected} == {"teammates", "fin"}
    assert_view(db, "csat_week_metrics", ["rated", "week"], expected)


def test_ticket_backlog_weeks(db: Warehouse, first: Reads) -> None:
    parts = grouped(first.truth["ticket_parts"], lambda part: part["ticket_id"])
    tickets = first.truth["tickets"]
    now = time.time()
    monday = week(min(ticket["created_at"] for ticket in tickets))
    expected: Counter[tuple] = Counter()
    while (start := datetime.datetime.combine(monday, datetime.time(), datetime.UTC).timestamp()) <= now:
        for ticket in tickets:
            if ticket["created_at"] >= start + 7 * DAY:
                continue
            history = parts.get(ticket["id"], [])
            before = [part for part in history if part["created_at"] < start + 7 * DAY]
            if before:
                state = before[-1]["ticket_state"]
            else:
                state = history[0]["previous_ticket_state"] if history else ticket["ticket_state"]["category"]
            expected[(monday, state)] += 1
        monday += datetime.timedelta(days=7)
    assert len({state for _, state in expected}) == 4
    assert_view(db, "ticket_backlog_weeks", ["week", "state"], {key: {"tickets": n} for key, n in expected.items()})


def members_of(first: Reads) -> dict[str, list[dict]]:
    """The contacts of each company."""
    contacts = {contact["id"]: contact for contact in first.truth["contacts"]}
    links = grouped(first.truth["contact_companies"], lambda link: link["id"])
    return {company: [contacts[link["contact_id"]] for link in group] for company, group in links.items()}


def is_active(contact: dict) -> bool:
    return (contact["last_seen_at"] or 0) >= time.time() - 30 * DAY


def plan_of(company: dict) -> str:
    return company["plan"].get("name", "No plan")


def test_active_contacts(db: Warehouse, first: Reads) -> None:
    members = members_of(first)
    expected = {
        (company["id"],): {
            "company": company["name"],
            "plan": plan_of(company),
            "contacts": len(members.get(company["id"], [])),
            "active_contacts": sum(is_active(contact) for contact in members.get(company["id"], [])),
        }
        for company in first.truth["companies"]
    }
    assert sum(row["active_contacts"] for row in expected.values()) > 0
    assert_view(db, "active_contacts", ["company_id"], expected)


def test_active_contacts_by_plan(db: Warehouse, first: Reads) -> None:
    members = members_of(first)
    expected = {}
    for plan, companies in grouped(first.truth["companies"], plan_of).items():
        contacts = {contact["id"]: contact for one in companies for contact in members.get(one["id"], [])}
        expected[(plan,)] = {
            "companies": len(companies),
            "contacts": len(contacts),
            "active_contacts": sum(is_active(contact) for contact in contacts.values()),
        }
    assert len(expected) == 4
    assert_view(db, "active_contacts_by_plan", ["plan"], expected)


def test_article_metrics(db: Warehouse, first: Reads, talks: list[Talk]) -> None:
    sent, used = defaultdict(set), defaultdict(set)
    for talk in talks:
        opening = talk.row["source"] or {"author": {"type": None}, "body": ""}
        for message in [opening, *talk.parts]:
            if message["author"]["type"] == "admin":
                for article in re.findall(r"/articles/(\d+)", message["body"] or ""):
                    sent[article].add(talk.id)
        for source in ((talk.row["ai_agent"] or {}).get("content_sources") or {}).get("content_sources", []):
            if source["content_type"] == "article":
                used[source["url"].rpartition("id=")[2]].add(talk.id)
    resolved = {talk.id for talk in talks if talk.fin_state in RESOLVED}
    expected = {
        (article["id"],): {
            "title": article["title"],
            "conversations": len(sent[article["id"]] | used[article["id"]]),
            "sent_by_teammates": len(sent[article["id"]]),
            "used_by_fin": len(used[article["id"]]),
            "resolved_by_fin": len(used[article["id"]] & resolved),
        }
        for article in first.truth["articles"]
    }
    assert len([1 for row in expected.values() if row["sent_by_teammates"] and row["resolved_by_fin"]]) > 5
    assert_view(db, "article_metrics", ["article_id"], expected)


def test_contact_metrics(db: Warehouse, first: Reads, talks: list[Talk]) -> None:
    names = {company["id"]: company["name"] for company in first.truth["companies"]}
    own = grouped(
        ((contact["id"], talk) for talk in talks for contact in talk.row["contacts"]["contacts"]), lambda pair: pair[0]
    )
    tickets = Counter(contact["id"] for row in first.truth["tickets"] for contact in row["contacts"]["contacts"])
    companies = grouped(first.truth["contact_companies"], lambda link: link["contact_id"])
    expected = {}
    for contact in first.truth["contacts"]:
        group = [talk for _, talk in own.get(contact["id"], [])]
        expected[(contact["id"],)] = {
            "email": contact["email"],
            "companies": [names[link["id"]] for link in companies.get(contact["id"], [])],
            "conversations": len(group),
            "open_conversations": sum(talk.open for talk in group),
            "average_rating": mean(talk.rating for talk in group),
            "tickets": tickets[contact["id"]],
        }
    joined = {
        row["contact_id"]: row["companies"] for row in db.rows("select contact_id, companies from contact_metrics")
    }
    for (contact,), figures in expected.items():
        assert words(joined[contact]) == words(", ".join(figures.pop("companies")))
    assert_view(db, "contact_metrics", ["contact_id"], expected)


def words(names: str | None) -> list[str]:
    """Names hold commas, and the databases sort them differently."""
    return sorted((names or "").split(", "))


def test_company_metrics(db: Warehouse, first: Reads, talks: list[Talk]) -> None:
    links = grouped(first.truth["contact_companies"], lambda link: link["contact_id"])
    own = defaultdict(list)
    for talk in talks:
        named = (talk.row["company"] or {}).get("id")
        contacts = [contact["id"] for contact in talk.row["contacts"]["contacts"]]
        for company in {named} if named else {link["id"] for one in contacts for link in links.get(one, [])}:
            own[company].append(talk)
    expected = {
        (company["id"],): {
            "company": company["name"],
            "monthly_spend": company["monthly_spend"],
            "conversations": len(own[company["id"]]),
            "open_conversations": sum(talk.open for talk in own[company["id"]]),
            "median_first_response_seconds": median(talk.response for talk in own[company["id"]]),
            "median_resolution_seconds": median(talk.resolution for talk in own[company["id"]]),
            "average_rating": mean(talk.rating for talk in own[company["id"]]),
        }
        for company in first.truth["companies"]
    }
    assert_view(db, "company_metrics", ["company_id"], expected)
