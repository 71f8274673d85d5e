"""Where toolkit files lie: a store that no address reaches, under names that say nothing."""

from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.utils.deconstruct import deconstructible

from portal.kernel.codes import new_code


def vault() -> Storage:
    """The private store where the settings name one, else the default one, which no web server shows either."""
    return storages["private" if "private" in storages.backends else "default"]


@deconstructible
class RandomName:
    """128 random bits, no ending: neither the name nor the type can be guessed from the store."""

    def __call__(self, instance: Model, filename: str) -> str:
        code = new_code().lower()
        return f"toolkits/{code[:2]}/{code}"


random_name = RandomName()
