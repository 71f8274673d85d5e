from portal.workforce.models.counted import CountedCourse

__all__ = ["CountedCourse"]
