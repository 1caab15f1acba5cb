"""Suggestions that were tried: each mends its finding and brings no other, or nobody sees it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping

from recovery_eval.canned.candidates import candidates, placeholder_told
from recovery_eval.canned.check import check_replies
from recovery_eval.canned.library import read_text
from recovery_eval.canned.models import Finding, Reply
from recovery_eval.canned.report import Edit, Report, Suggestion
from recovery_eval.canned.settings import Settings
from recovery_eval.canned.source import SourceFile

MOST_ROUNDS = 12  # of one file
MOST_READINGS = 64  # of one file in a round

_Try = tuple[Finding, Suggestion]
_Kinds = defaultdict[tuple[str, str], Counter[tuple[str, str]]]


def suggestions(report: Report, settings: Settings) -> dict[Finding, Suggestion]:
    """Returns, for the findings of a report that have one, a change that was tried.

    In each round one change is made in every reply that still has some to try, and only these replies are judged anew:
    replies don't bear on each other.
    """
    replies = {(one.reply.path, one.reply.id): one.reply for one in report.replies}
    beside: defaultdict[str, list[Reply]] = defaultdict(list)
    alike: defaultdict[tuple[str, str], list[Reply]] = defaultdict(list)
    for one in report.replies:
        beside[one.reply.path].append(one.reply)
        alike[_written_alike(one.reply)].append(one.reply)
    told = {key: placeholder_told(those) for key, those in alike.items()}
    queues: defaultdict[str, dict[str, deque[_Try]]] = defaultdict(dict)
    for finding in report.findings:
        reply = replies.get((finding.path, finding.reply_id))
        changes = [(finding, one) for one in candidates(finding, reply, told[_written_alike(reply)])] if reply else []
        if changes:
            queues[finding.path].setdefault(finding.reply_id, deque()).extend(changes)
    # What a suppression or the baseline hides was there before, too.
    before = _kinds((*report.findings, *report.known, *(finding for finding, _ in report.suppressed)))
    found: dict[Finding, Suggestion] = {}
    for path, waiting in queues.items():
        for _ in range(MOST_ROUNDS):
            batch = _next_of(waiting, found)
            if not batch:
                break
            found |= _mending(batch, report.sources[path], {one.id for one in beside[path]}, before, settings)
    return found


def _written_alike(reply: Reply) -> tuple[str, str]:
    """Returns what replies share that write their placeholders alike: the file, and the help desk where it is named."""
    return reply.path, reply.dialect if reply.names_dialect else ""


def fixed_text(file: SourceFile, edits: Iterable[Edit]) -> str:
    """Returns a file's text with edits made, which must not overlap."""
    pieces: list[str] = []
    last = 0
    for start, end, new in sorted((file.offset(*edit.start), file.offset(*edit.end), edit.text) for edit in edits):
        pieces += [file.text[last:start], new]
        last = end
    return "".join([*pieces, file.text[last:]])


def safe_edits(found: Mapping[Finding, Suggestion]) -> dict[str, list[Edit]]:
    """Returns the edits of safe suggestions, by path."""
    edits: dict[str, list[Edit]] = {}
    for suggestion in found.values():
        if suggestion.is_safe:
            edits.setdefault(suggestion.edit.path, []).append(suggestion.edit)
    return edits


def _next_of(queues: Mapping[str, deque[_Try]], found: Mapping[Finding, Suggestion]) -> dict[str, _Try]:
    """Takes the next change to try from the queue of each reply; a finding that has one needs no other."""
    batch: dict[str, _Try] = {}
    for reply_id, queue in queues.items():
        while queue and reply_id not in batch:
            finding, suggestion = queue.popleft()
            if finding not in found:
                batch[reply_id] = finding, suggestion
    return batch


def _mending(
    batch: Mapping[str, _Try], file: SourceFile, ids: set[str], before: _Kinds, settings: Settings
) -> dict[Finding, Suggestion]:
    """Returns those changes of a batch that mend their finding and bring no other.

    Where the file holds other replies after them than before, one of them broke it. They are tried again without those
    whose replies are gone; or in halves, where no reply is left, or none of theirs is gone.
    """
    mended: dict[Finding, Suggestion] = {}
    waiting = deque([batch])
    for _ in range(MOST_READINGS):
        if not waiting:
            break
        some = waiting.popleft()
        text = fixed_text(file, (suggestion.edit for _, suggestion in some.values()))
        read = [one for one in read_text(text, file.path, settings.for_path(file.path)) if isinstance(one, Reply)]
        replies = {reply.id: reply for reply in read}
        left = {name: one for name, one in some.items() if name in replies}
        if set(replies) == ids:
            mended |= _mending_each(some, [replies[name] for name in some], before, settings)
        elif replies and len(left) < len(some):
            waiting += [left] if left else []
        elif len(some) > 1:
            changes, half = [*some.items()], len(some) // 2
            waiting += [dict(changes[:half]), dict(changes[half:])]
    return mended


def _mending_each(
    batch: Mapping[str, _Try], replies: list[Reply], before: _Kinds, settings: Settings
) -> dict[Finding, Suggestion]:
    """Returns those changes of a batch that mend their finding and bring no other, given the replies after them."""
    after = _kinds(check_replies(replies, settings).findings)
    mended: dict[Finding, Suggestion] = {}
    for reply in replies:
        finding, suggestion = batch[reply.id]
        old, new = before[reply.path, reply.id], after[reply.path, reply.id]
        if new <= old and new[_kind(finding)] < old[_kind(finding)]:
            mended[finding] = suggestion
    return mended


def _kinds(findings: Iterable[Finding]) -> _Kinds:
    """Counts the findings of each reply."""
    kinds: _Kinds = defaultdict(Counter)
    for finding in findings:
        kinds[finding.path, finding.reply_id][_kind(finding)] += 1
    return kinds


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.rule_id, finding.quote
