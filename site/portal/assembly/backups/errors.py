"""What keeps a backup from being made or put back. Each says what to do."""

from portal.kernel.errors import DomainError


class BackupRefused(DomainError):
    sentence = "The backup was not made."


class RestoreRefused(DomainError):
    sentence = "Nothing was put back."
