"""Pictures from our own address: those of published pages, in our sizes, and nothing by counting up (PG-01)."""

import io
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, Page

from portal.pages.models import StandardPage
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-01"), pytest.mark.usefixtures("foundation")]


def make_picture(**fields: object) -> Image:
    """A picture like no other: sizes that are made already are found by its hash."""
    file = io.BytesIO()
    Pillow.new("RGB", (20, 10)).save(file, "PNG")
    upload = SimpleUploadedFile("picture.png", file.getvalue(), "image/png")
    return get_image_model().objects.create(
        title="A table", file=upload, file_hash=secrets.token_hex(20), **fields
    )


def shown_picture(*, live: bool = True, **fields: object) -> Image:
    """A picture on a page, published or not."""
    picture = make_picture(**fields)
    block = {"type": "picture", "value": {"picture": picture.pk, "alternative": "A table"}}
    page = StandardPage(title="With a picture", slug=f"picture-{picture.pk}", live=live)
    page.body = page.body.stream_block.to_python([block])
    Page.objects.get(depth=2).add_child(instance=page)
    return picture


def address_of(picture: Image, size: str = "width-900") -> str:
    return f"/pictures/{picture.pk}/{size}/"


def test_picture_is_served_from_our_own_address_when_a_page_shows_it(client) -> None:
    answer = client.get(address_of(shown_picture()))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_picture_is_not_found_when_no_published_page_shows_it(client, editor) -> None:
    addresses = [address_of(make_picture()), address_of(shown_picture(live=False))]

    by_strangers = [client.get(address).status_code for address in addresses]
    client.force_login(editor)
    by_editors = [client.get(address) for address in addresses]

    assert by_strangers == [404, 404]
    assert [answer.status_code for answer in by_editors] == [200, 200]
    assert all("no-store" in answer["Cache-Control"] for answer in by_editors)


@pytest.mark.parametrize("made_before", [False, True])
def test_picture_is_not_found_when_its_file_is_gone(client, made_before: bool) -> None:
    picture = shown_picture()
    if made_before:
        size = picture.get_rendition("width-900")
        size.file.storage.delete(size.file.name)
    picture.file.storage.delete(picture.file.name)

    assert client.get(address_of(picture)).status_code == 404


@pytest.mark.parametrize("size", ["original", "width-901", "max-9000x9000", "fill-1x1|format-svg"])
def test_picture_is_not_found_when_a_stranger_asks_for_another_size(client, size: str) -> None:
    assert client.get(address_of(shown_picture(), size)).status_code == 404


def test_picture_is_not_found_when_its_collection_is_private(client) -> None:
    private = Collection.get_first_root_node().add_child(name="For a few")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    assert client.get(address_of(shown_picture(collection=private))).status_code == 404


def test_editor_sees_the_pictures_to_choose_from_and_nobody_else_does(client, editor) -> None:
    small, whole = make_picture().get_rendition("max-165x165").url, make_picture().file.url

    by_strangers = [client.get(address).status_code for address in (small, whole)]
    client.force_login(make_user())
    by_staff = [client.get(address).status_code for address in (small, whole)]
    client.force_login(editor)
    by_editors = [client.get(address) for address in (small, whole)]

    assert by_strangers == by_staff == [404, 404]
    assert [(answer.status_code, answer["Content-Type"]) for answer in by_editors] == [(200, "image/png")] * 2
    assert "no-store" in by_editors[0]["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["images/none.png", "../portal.sqlite3", "..%2Fportal.sqlite3", "documents/a.pdf"]
)
def test_nothing_but_pictures_is_found_by_its_name(client, editor, name: str) -> None:
    client.force_login(editor)

    assert client.get(f"/files/{name}").status_code == 404


def test_copy_is_not_found_when_its_file_is_gone(client, editor) -> None:
    copy = make_picture().get_rendition("max-165x165")
    copy.file.storage.delete(copy.file.name)
    client.force_login(editor)

    assert client.get(copy.url).status_code == 404


@pytest.mark.feature("CO-04")
def test_second_person_sees_the_pictures_themselves_before_and_now(client, editor) -> None:
    was = shown_picture()
    page = StandardPage.objects.get(slug=f"picture-{was.pk}")
    becomes = make_picture()
    page.body[0].value["picture"] = becomes
    page.save_revision(user=make_user())
    client.force_login(editor)

    words = client.get(f"/cms/sign-off/{page.pk}/").content.decode()

    before, now = words.index(f'src="{address_of(was)}"'), words.index(f'src="{address_of(becomes)}"')
    assert words.index("Pictures before") < before < words.index("Pictures now") < now
    assert client.get(address_of(becomes)).status_code == 200


@pytest.mark.feature("CO-04")
def test_pictures_are_shown_when_the_page_is_new(client, editor) -> None:
    picture = shown_picture(live=False)
    page = StandardPage.objects.get(slug=f"picture-{picture.pk}")
    page.save_revision(user=make_user())
    client.force_login(editor)

    words = client.get(f"/cms/sign-off/{page.pk}/").content.decode()

    assert f'src="{address_of(picture)}"' in words
    assert "Pictures before" not in words
