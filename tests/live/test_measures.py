"""Counters, durations and gauges, and how Prometheus reads them."""

from __future__ import annotations

from live.measures import BUCKETS, Measures, picture, prometheus


def test_a_duration_falls_into_the_bucket_up_to_which_it_took() -> None:
    measures = Measures()
    for ms in (-3.0, 0.5, 1.0, 1.1, 5_000.0, 5_000.1):
        measures.observe("ack", ms)
    kept = measures.durations["ack"]
    assert (kept.counts[0], kept.counts[1], kept.counts[-2], kept.counts[-1]) == (3, 1, 1, 1)
    assert sum(kept.counts) == 6 and len(kept.counts) == len(BUCKETS) + 1


def test_a_gauge_is_asked_when_somebody_looks() -> None:
    measures, waiting = Measures(), [1]
    measures.gauge("waiting", lambda: len(waiting))
    waiting.append(2)
    assert measures.gauges() == {"waiting": 2.0}


def test_prometheus_gets_seconds_and_buckets_added_up() -> None:
    measures = Measures()
    measures.count("cut")
    measures.count("cut")
    measures.gauge("sockets_board", lambda: 3)
    measures.observe("ack", 1.5)
    measures.observe("ack", 9_000)
    said = prometheus(measures).splitlines()
    assert "liangfen_cut_total 2" in said and "liangfen_sockets_board 3" in said
    assert 'liangfen_ack_seconds_bucket{le="0.001"} 0' in said
    assert 'liangfen_ack_seconds_bucket{le="0.002"} 1' in said
    assert 'liangfen_ack_seconds_bucket{le="+Inf"} 2' in said
    assert "liangfen_ack_seconds_sum 9.001500" in said and "liangfen_ack_seconds_count 2" in said


def test_the_end_within_which_a_share_fell_is_never_beyond_the_longest() -> None:
    measures = Measures()
    for ms in [1.5] * 94 + [30.0] * 5 + [7_000.0]:
        measures.observe("ack", ms)
    kept = measures.durations["ack"]
    assert [kept.up_to(share) for share in (50, 95, 99, 100)] == [2.0, 50.0, 50.0, 7_000.0]
    measures.observe("commit", 1.2)
    assert measures.durations["commit"].up_to(50) == 1.2
    assert picture(measures)["durations"]["ack"]["number"] == 100


def test_what_was_taken_once_is_not_taken_again() -> None:
    measures = Measures()
    measures.observe("ack", 4.0)
    measures.sample(1)
    measures.sample(2)
    assert [sample.durations["ack"] for sample in measures.samples] == [(1, 4.0), (0, 0.0)]
