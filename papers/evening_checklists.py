"""Checklists, one page for each post: what to do the evening before, in the morning, per entry, afterwards."""

from __future__ import annotations

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from papers.evening_checklist_words import FALLBACK, POSTS, Post
from papers.evening_order import overtime_words, when_and_where
from papers.evening_pages import Page, flowed
from papers.evening_values import Evening
from papers.rule_words import length
from papers.sheet import BODY, CELL_BOLD, head, page_width, table, text

BOX = 8 * mm
ITEM = ParagraphStyle("item", BODY, fontSize=10, leading=14)
WHEN = ParagraphStyle("when", CELL_BOLD, fontSize=11, leading=15)


def checklist_pages(evening: Evening) -> list[Page]:
    """A page for every post, in the order of :data:`POSTS`."""
    return [page for post in POSTS for page in flowed(_story(evening, post), evening.mark)]


def _story(evening: Evening, post: Post) -> list[Flowable]:
    story = head(f"检查单　{post.title}", evening.contest, *_sessions(evening))
    known = _known(evening)
    for when, items in post.items:
        story += [text(when, WHEN), Spacer(0, mm), _boxes(items, known), Spacer(0, 2.5 * mm)]
    story += [text(FALLBACK[0], WHEN), Spacer(0, mm), *(text(_filled(words, known), ITEM) for words in FALLBACK[1:])]
    return story


def _sessions(evening: Evening) -> list[str]:
    """A line for each session."""
    return [f"{room.name}　{when_and_where(room)}" for room in evening.rooms]


def _boxes(items: tuple[str, ...], known: dict[str, str]) -> Flowable:
    """Each item beside an empty box."""
    rows = [("□", _filled(item, known)) for item in items]
    return table((), rows, (BOX, page_width() - BOX), (WHEN, ITEM))


def _known(evening: Evening) -> dict[str, str]:
    card = evening.card
    return {
        "{address}": evening.address,
        "{presentation}": length(card.presentation_seconds),
        "{questions}": length(card.question_seconds),
        "{warning}": length(card.warning_seconds),
        "{overtime}": overtime_words(card),
    }


def _filled(item: str, known: dict[str, str]) -> str:
    for place, words in known.items():
        item = item.replace(place, words)
    return item
