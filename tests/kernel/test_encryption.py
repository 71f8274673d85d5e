"""Keys rotate; what was written under the old one stays readable; the database sees neither."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.test import override_settings

from portal.kernel.encryption import EncryptedJSONField, seal, unseal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.feature("CN-10")
def test_old_values_are_read_when_a_new_key_writes() -> None:
    with override_settings(FIELD_KEYS=[OLD]):
        token = seal("reflective")

    with override_settings(FIELD_KEYS=[NEW, OLD]):
        assert unseal(token) == "reflective"
        newer = seal("reflective")
    with override_settings(FIELD_KEYS=[OLD]), pytest.raises(InvalidToken):
        unseal(newer)


@pytest.mark.feature("CN-10")
def test_json_comes_back_as_it_went_in_and_is_unreadable_between() -> None:
    field = EncryptedJSONField()

    stored = field.get_prep_value({"domains": ["PCC", "SPE"]})

    assert "PCC" not in stored
    assert field.from_db_value(stored, None, None) == {"domains": ["PCC", "SPE"]}
