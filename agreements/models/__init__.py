"""Packets, agreements, parties, permissions; links, codes and the chain of evidence; the register of seals."""

from agreements.models.agreement import (
    LIVE,
    STANDING,
    Agreement,
    Correction,
    DocumentText,
    Kind,
    SealedDocument,
    State,
)
from agreements.models.packet import Packet
from agreements.models.party import Method, PaperScan, Party, PartyState, Permission, Role
from agreements.models.signing import SignatureEvent, SigningCode, SigningLink

__all__ = [
    "LIVE",
    "STANDING",
    "Agreement",
    "Correction",
    "DocumentText",
    "Kind",
    "Method",
    "Packet",
    "PaperScan",
    "Party",
    "PartyState",
    "Permission",
    "Role",
    "SealedDocument",
    "SignatureEvent",
    "SigningCode",
    "SigningLink",
    "State",
]
