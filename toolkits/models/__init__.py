from toolkits.models.entitlements import Earned, Entitlement
from toolkits.models.files import Download, FileVersion, ToolkitFile, VersionChange
from toolkits.models.pages import SafetyLabel, ToolkitPage
from toolkits.models.terms import TermsAcceptance
from toolkits.models.toolkits import Label, Toolkit, UnlockRule

__all__ = [
    "Download",
    "Earned",
    "Entitlement",
    "FileVersion",
    "Label",
    "SafetyLabel",
    "TermsAcceptance",
    "Toolkit",
    "ToolkitFile",
    "ToolkitPage",
    "UnlockRule",
    "VersionChange",
]
