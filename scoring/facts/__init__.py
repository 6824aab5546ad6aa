"""Everything that can happen, in the past tense.

A fact is saved into the ledger with the change it tells of, in one transaction, and announced
after the commit.  Fields are ids, whole numbers and words, never floats, never personal names:
names live in erasable tables beside the hashed record.
"""

from scoring.facts.day import (
    AsideAnswered,
    BallotKeptAside,
    BallotSubmitted,
    DraftSaved,
    OvertimeSet,
    PhaseChanged,
    ResultPublished,
    ResultRevealed,
    RevealTakenBack,
    SceneShown,
    SeatChanged,
    SeatStateChanged,
    StartSet,
)
from scoring.facts.fact import SYSTEM, Actor, Fact, Refused
from scoring.facts.mending import (
    AppealRegistered,
    AppealStepped,
    BallotsSetAside,
    ChangeAnswered,
    ChangeAsked,
    EntryRuled,
    FinalLifted,
    PanelSeated,
    PoolFinalised,
    RevealedCorrected,
    RulingLifted,
    TieDecided,
    TieDecisionLifted,
)
from scoring.facts.paper import (
    CertificateEnded,
    CertificateIssued,
    CertificatePrinted,
    PaperBallotDropped,
    PaperBallotSettled,
    PaperBallotTyped,
    ScanAttached,
)
from scoring.facts.people import CardIssued, LoggedIn, LoginEnded, StaffAdded
from scoring.facts.restoring import ContestRestored
from scoring.facts.setting_up import (
    ContestSetUp,
    OrderDrawn,
    OrderSwapped,
    RuleCardFrozen,
    SessionClosed,
    SessionOpened,
)

__all__ = [
    "SYSTEM",
    "Actor",
    "AppealRegistered",
    "AppealStepped",
    "AsideAnswered",
    "BallotKeptAside",
    "BallotSubmitted",
    "BallotsSetAside",
    "CardIssued",
    "CertificateEnded",
    "CertificateIssued",
    "CertificatePrinted",
    "ChangeAnswered",
    "ChangeAsked",
    "ContestRestored",
    "ContestSetUp",
    "DraftSaved",
    "EntryRuled",
    "Fact",
    "FinalLifted",
    "LoggedIn",
    "LoginEnded",
    "OrderDrawn",
    "OrderSwapped",
    "OvertimeSet",
    "PanelSeated",
    "PaperBallotDropped",
    "PaperBallotSettled",
    "PaperBallotTyped",
    "PhaseChanged",
    "PoolFinalised",
    "Refused",
    "ResultPublished",
    "ResultRevealed",
    "RevealTakenBack",
    "RevealedCorrected",
    "RuleCardFrozen",
    "RulingLifted",
    "ScanAttached",
    "SceneShown",
    "SeatChanged",
    "SeatStateChanged",
    "SessionClosed",
    "SessionOpened",
    "StaffAdded",
    "StartSet",
    "TieDecided",
    "TieDecisionLifted",
]
