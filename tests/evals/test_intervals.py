from evals.intervals import bootstrap


def share(cases: object) -> float:
    assert isinstance(cases, list)
    return sum(cases) / len(cases)


def test_equal_cases_leave_no_doubt() -> None:
    assert bootstrap([1.0] * 20, share) == (1.0, 1.0)


def test_the_interval_holds_the_figure_and_shrinks_with_more_cases() -> None:
    few, many = [1.0, 0.0] * 10, [1.0, 0.0] * 1000
    low, high = bootstrap(few, share)
    assert low < 0.5 < high
    narrow = bootstrap(many, share)
    assert narrow[1] - narrow[0] < (high - low) / 3
