"""Currencies as people type them: signs, names, and codes of ISO 4217."""

import re
from collections.abc import Mapping
from typing import Final

_SAID: Final[Mapping[str, str]] = {
    said: code
    for code, names in {
        "USD": "$, us$, dollar, dollars, us dollar, us dollars, american dollars, bucks",
        "EUR": "€, euro, euros",
        "GBP": "£, pound, pounds, pounds sterling, pound sterling, sterling, british pounds, quid",
        "CHF": "franc, francs, swiss franc, swiss francs, fr.",
        "CAD": "ca$, c$, canadian dollar, canadian dollars",
        "AUD": "au$, a$, australian dollar, australian dollars",
        "NZD": "nz$, new zealand dollar, new zealand dollars",
        "SGD": "s$, singapore dollar, singapore dollars",
        "HKD": "hk$, hong kong dollar, hong kong dollars",
        "SEK": "swedish krona, swedish kronor, swedish crowns",
        "NOK": "norwegian krone, norwegian kroner, norwegian crowns",
        "DKK": "danish krone, danish kroner, danish crowns",
        "PLN": "zł, zloty, zlotys, złoty, złotych",
        "CZK": "kč, koruna, korunas, czech crowns",
        "HUF": "ft, forint, forints",
        "RON": "leu, lei",
        "TRY": "₺, lira, turkish lira",
        "UAH": "₴, hryvnia",
        "ILS": "₪, shekel, shekels",
        "INR": "₹, rupee, rupees, indian rupee, indian rupees",
        "JPY": "yen, japanese yen",
        "CNY": "yuan, renminbi, rmb",
        "KRW": "₩, won, korean won",
        "BRL": "r$, real, reais, brazilian real",
        "MXN": "mexican peso, mexican pesos",
        "ZAR": "rand, south african rand",
        "AED": "dirham, dirhams",
    }.items()
    for said in (code.lower(), *names.split(", "))
}
"""A sign that several countries use, such as ¥ or kr, tells none."""
_CODES: Final = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
    KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
    TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR
    ZMW ZWG
"""
"""What people pay with, of ISO 4217: no metals, funds, units of account or tests."""
_EVERYDAY = frozenset({"real", "won", "try", "ron", "ft", "fr.", "rand", "sterling", "quid"})
"""Words that mean something else as often: alone they are a currency, in a sentence none."""

SAID: Final = "|".join(
    rf"(?<!\w){re.escape(said)}(?!\w)" if said[-1].isalpha() else re.escape(said)
    for said in sorted(_SAID.keys() - _EVERYDAY, key=len, reverse=True)
)
"""A pattern for what tells a currency within lower-case text."""


def currency_of(typed: str) -> str | None:
    """The code of what was typed for a currency, and nothing else.

    Three letters are a code where ISO 4217 has it.
    """
    said = " ".join(typed.casefold().split())
    if said in _SAID:
        return _SAID[said]
    return said.upper() if said.upper() in _CODES.split() else None
