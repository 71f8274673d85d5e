from certificates.models.awards import Award, AwardChange

__all__ = ["Award", "AwardChange"]
