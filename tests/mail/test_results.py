"""The Authentication-Results header field, as servers really write it and as nobody should."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mail.results import Results, results_of

GOOGLE = (
    "mx.google.com;       dkim=pass header.i=@example.org header.s=20230601 header.b=aGk4/x=;       "
    "spf=pass (google.com: domain of anna@example.org designates 192.0.2.7 as permitted sender) "
    "smtp.mailfrom=anna@example.org;       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.org"
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.org; dkim=pass (signature was verified) "
    "header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100"
)
POSTFIX = 'mx.example.net 1; dmarc=fail (p=reject dis=none) header.from="example.org"'


def said(results: Results) -> list[tuple[str, str]]:
    return [(one.method, one.result) for one in results.found]


def test_googles_form_is_understood() -> None:
    results = results_of(GOOGLE)
    assert results.authserv_id == "mx.google.com"
    assert said(results) == [("dkim", "pass"), ("spf", "pass"), ("dmarc", "pass")]
    dkim, spf, dmarc = results.found
    assert (dkim.domain("header.d", "header.i"), dkim.properties["header.b"]) == ("example.org", "aGk4/x=")
    assert spf.domain("smtp.mailfrom") == dmarc.domain("header.from") == "example.org"


def test_microsofts_form_has_no_name() -> None:
    results = results_of(MICROSOFT)
    assert results.authserv_id == ""
    assert said(results) == [("spf", "pass"), ("dkim", "pass"), ("dmarc", "pass"), ("compauth", "pass")]
    assert results.found[3].properties == {"reason": "100"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (POSTFIX, ("mx.example.net", [("dmarc", "fail")])),
        ("MX.Example.NET; SPF=Pass smtp.mailfrom=x", ("mx.example.net", [("spf", "pass")])),
        ('"mx.example.net"; spf=pass', ("mx.example.net", [("spf", "pass")])),
        ("mx.example.net; none", ("mx.example.net", [])),
        ("mx.example.net", ("mx.example.net", [])),
        ("mx.example.net (a (nested) comment) ; spf (why) = (not) fail", ("mx.example.net", [("spf", "fail")])),
        ("mx.example.net;\r\n\tspf=pass\r\n\tsmtp.mailfrom=a@b", ("mx.example.net", [("spf", "pass")])),
        ("mx.example.net; dkim/1 = pass", ("mx.example.net", [("dkim", "pass")])),
        ("mx.example.net; spf=hardfail; dkim=temp_error", ("mx.example.net", [("spf", "fail"), ("dkim", "temperror")])),
        ("mx.example.net; dmarc=bestguesspass action=none", ("mx.example.net", [("dmarc", "none")])),
        ("mx.example.net; spf=pass;;; ;dkim=fail;", ("mx.example.net", [("spf", "pass"), ("dkim", "fail")])),
        ('mx.example.net; spf=fail reason="; dmarc=pass"', ("mx.example.net", [("spf", "fail")])),
        ("mx.example.net; spf=fail (; dmarc=pass)", ("mx.example.net", [("spf", "fail")])),
        ('mx.example.net; spf=fail reason="a \\" b; dmarc=pass"', ("mx.example.net", [("spf", "fail")])),
        ("mx.example.net; spf=fail (a \\) b; dmarc=pass)", ("mx.example.net", [("spf", "fail")])),
        ("mx.example.net; xdmarc=pass", ("mx.example.net", [("xdmarc", "pass")])),
        ("dmarc=pass; mx.example.net", ("", [("dmarc", "pass")])),
        ("", ("", [])),
        (";", ("", [])),
        ("(only a comment", ("", [])),
    ],
)
def test_every_lawful_spelling_means_the_same_and_no_other_is_believed(
    value: str, expected: tuple[str, list[tuple[str, str]]]
) -> None:
    results = results_of(value)
    assert (results.authserv_id, said(results)) == expected


def test_of_a_property_said_twice_the_first_counts() -> None:
    (result,) = results_of("mx; dmarc=pass header.from=evil.test header.from=example.org").found
    assert result.domain("header.from") == "evil.test"


def test_a_quoted_address_is_one_value() -> None:
    (result,) = results_of('mx; spf=pass smtp.mailfrom="anna holm"@example.org').found
    assert result.domain("smtp.mailfrom") == "example.org"


@given(st.text(alphabet='ab=;"\\() /.\t@-1', max_size=400))
@example('"' * 400)
@example("(" * 400)
@example("\\" * 399)
def test_whatever_stands_there_it_is_read(value: str) -> None:
    for result in results_of(value).found:
        assert result.method == result.method.lower()
        assert ";" not in result.method


@given(st.text(alphabet="ab;=)( .\\", max_size=60))
def test_nothing_that_stands_in_quotes_becomes_a_result(inner: str) -> None:
    quoted = inner.replace("\\", "\\\\")
    results = results_of(f'mx.example.net; spf=fail reason="{quoted}"')
    assert said(results) == [("spf", "fail")]
