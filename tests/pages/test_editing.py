"""The editor as somebody without training meets it: few entries, help, previews, old addresses (PG-01)."""

import io
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    get_page_models,
)

from portal.pages.blocks import BodyBlock
from portal.pages.models import BoroughIndexPage, BoroughPage, SignedOffPage, StandardPage
from portal.people.services.editor_groups import begin_at
from tests.factories.courses import make_course_page
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-01"), pytest.mark.usefixtures("foundation")]
OURS = [model for model in get_page_models() if issubclass(model, SignedOffPage)]


def png() -> SimpleUploadedFile:
    file = io.BytesIO()
    Pillow.new("RGB", (20, 10)).save(file, "PNG")
    return SimpleUploadedFile("picture.png", file.getvalue(), "image/png")


def test_menu_of_an_editor_holds_words_and_nothing_of_a_developer(client, editor) -> None:
    client.force_login(editor)

    menu = client.get("/cms/").content.decode()

    assert "Pages to read again" in menu
    assert "Images" in menu
    for entry in ("/cms/reports/", "/cms/settings/", "/cms/users/", "/cms/sites/", "/cms/collections/"):
        assert f'"{entry}"' not in menu


def test_pages_begin_at_the_home_page_when_an_editor_opens_them(client, editor) -> None:
    client.force_login(editor)

    pages = client.get("/cms/pages/", follow=True)

    assert pages.redirect_chain[-1][0] == f"/cms/pages/{Page.objects.get(slug='front').pk}/"


def test_rights_move_to_the_home_page_when_groups_are_older_than_it() -> None:
    home = Page.objects.get(slug="front")
    GroupPagePermission.objects.update(page=Page.get_first_root_node())
    before = GroupPagePermission.objects.count()

    begin_at(home)
    begin_at(home)

    assert GroupPagePermission.objects.filter(page=home).count() == before
    assert GroupPagePermission.objects.count() == before


def test_settings_of_the_editor_ask_for_nothing_that_the_account_page_keeps(client, editor) -> None:
    client.force_login(editor)

    words = client.get("/cms/account/").content.decode()

    assert "Editor settings" in words
    assert "comment" in words
    for elsewhere in ("First Name", "Profile picture", "Password", "is signed off"):
        assert elsewhere not in words


def test_settings_of_the_editor_are_closed_to_everybody_else(client) -> None:
    client.force_login(make_user())

    assert client.get("/cms/account/", follow=True).status_code == 403


def test_picture_is_asked_for_by_its_file_and_a_name_only(client, editor) -> None:
    client.force_login(editor)

    words = client.get("/cms/images/add/").content.decode()

    assert "for people who cannot see it" in words
    assert 'id="id_description"' not in words
    assert 'id="id_tags"' not in words


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_tabs_of_a_page_say_what_they_hold(model) -> None:
    tabs = [tab.heading for tab in model.get_edit_handler().children]

    assert tabs[:2] == ["Words", "Address and search"]
    assert "seo_title" not in model.get_edit_handler().get_form_class().base_fields


def test_document_is_asked_for_by_its_file_and_a_name_only(client, editor) -> None:
    client.force_login(editor)

    words = client.get("/cms/documents/add/").content.decode()

    assert 'id="id_title"' in words
    assert 'id="id_tags"' not in words


def test_fields_of_a_body_have_names_for_the_ear() -> None:
    heading, text = (BodyBlock().child_blocks[name] for name in ("heading", "text"))

    assert heading.field.widget.attrs["aria-label"] == "Heading"
    assert text.field.widget.options["ariaLabel"] == "Words"


@pytest.mark.parametrize(
    ("task", "heading"),
    [
        ("Write news", "New: News"),
        ("Add a learning example", "New: Learning example"),
        ("Change a borough’s page", "Pages under: Boroughs"),
        ("Add a question that people ask", "Editing Questions and answers"),
        ("Change the words of a pathway", "Pages of the kind: words of a pathway"),
        ("Upload a document", "Add documents"),
    ],
)
def test_task_begins_one_click_from_the_editors_front_page(client, editor, task: str, heading: str) -> None:
    client.force_login(editor)

    front = client.get("/cms/").content.decode()
    address = re.search(rf'<a href="([^"]+)"><strong>{task}', front)[1]

    title = client.get(address).content.decode().partition("<title>")[2].partition("</title>")[0]
    assert heading in " ".join(title.split())


def test_living_look_is_reached_from_the_editors_front_page(client, editor) -> None:
    client.force_login(editor)

    words = client.get("/cms/").content.decode()

    assert words.count('href="/cms/look/"') == 1
    assert client.get("/cms/look/").status_code == 200


def written_words() -> dict[str, str]:
    """Wagtail's words and ours, as they stand in our catalogue."""
    words = (settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', words.replace('\\"', "”"), re.M))


def test_compiled_words_of_the_editor_are_those_that_were_written() -> None:
    with (settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        catalogue = GNUTranslations(compiled)

    said = {words: catalogue.gettext(words.replace("”", '"')) for words in written_words()}

    assert len(said) > 20
    assert {words: ours.replace('"', "”") for words, ours in said.items()} == written_words()


def test_words_that_we_replace_are_still_wagtails() -> None:
    """A word that Wagtail changed would come back in its jargon, and nobody would notice."""
    catalogues = Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po")
    theirs = "".join(each.read_text(encoding="utf-8") for each in catalogues)
    theirs = theirs.replace('"\n"', "").replace('\\"', "”")

    assert [words for words in written_words() if f'msgid "{words}"' not in theirs] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_kind_of_page_can_be_previewed_while_it_is_empty(client, editor, model) -> None:
    page = model(title="Draft", slug="draft")

    answer = page.make_preview_request(None, page.default_preview_mode)

    assert page.is_previewable()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "model", [model for model in OURS if model._meta.app_label == "pages"], ids=lambda model: model.__name__
)
def test_every_field_of_a_page_explains_itself(model) -> None:
    form = model.get_edit_handler().get_form_class()()
    known = {
        "title",
        "slug",
        "seo_title",
        "search_description",
        "show_in_menus",
        "go_live_at",
        "expire_at",
        "body",
    }

    silent = [name for name, field in form.fields.items() if name not in known and not field.help_text]

    assert not [name for name in silent if not name.startswith("comment")]


def test_old_address_leads_to_the_new_one_when_a_page_moved(
    client, django_capture_on_commit_callbacks
) -> None:
    page = StandardPage.objects.get(slug="support")

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "support-for-you"
        page.save_revision().publish()

    answer = client.get("/support/")
    assert (answer.status_code, answer["Location"]) == (301, "/support-for-you/")


def test_old_address_leads_to_the_new_one_when_a_page_went_below_another(
    client, django_capture_on_commit_callbacks
) -> None:
    page, parent = StandardPage.objects.get(slug="cookies"), Page.objects.get(slug="privacy")

    with django_capture_on_commit_callbacks(execute=True):
        page.move(parent, pos="last-child")

    assert client.get("/cookies/", follow=True).redirect_chain == [("/privacy/cookies/", 301)]


def test_old_address_of_a_borough_leads_to_the_new_one(client, django_capture_on_commit_callbacks) -> None:
    page = BoroughPage(title="Camden", slug="camden", organisation_code="camden")
    BoroughIndexPage.objects.get().add_child(instance=page)

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "camden-council"
        page.save_revision().publish()

    assert client.get("/boroughs/camden/", follow=True).redirect_chain == [("/boroughs/camden-council/", 301)]


def test_old_address_of_a_course_leads_to_the_new_one(client, django_capture_on_commit_callbacks) -> None:
    page = make_course_page(Page.objects.get(slug="front"), code="st-core")
    page.save_revision().publish()

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "safe-and-together-core"
        page.save_revision().publish()

    moved = client.get("/courses/st-core/", follow=True)
    assert moved.redirect_chain == [("/courses/safe-and-together-core/", 301)]
    assert moved.status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("macro.docm", b"PK"),
        ("program.exe", b"MZ"),
        ("no-extension", b"words"),
    ],
)
def test_document_is_refused_when_its_kind_is_not_listed(client, editor, name: str, content: bytes) -> None:
    client.force_login(editor)

    answer = client.post(
        "/cms/documents/add/", {"title": "A file", "file": SimpleUploadedFile(name, content)}, follow=True
    )

    assert not get_document_model().objects.exists()
    assert "extension" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("fake.png", b"<script>alert(1)</script>"),
    ],
)
def test_picture_is_refused_when_it_is_none(client, editor, name: str, content: bytes) -> None:
    client.force_login(editor)

    client.post(
        "/cms/images/add/", {"title": "A picture", "file": SimpleUploadedFile(name, content)}, follow=True
    )

    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    "damaged", [lambda whole: whole[:40], lambda whole: whole[:20] + b"xxxx" + whole[24:]]
)
def test_damaged_picture_is_refused_beside_its_field(client, editor, damaged) -> None:
    client.force_login(editor)
    file = SimpleUploadedFile("cut.png", damaged(png().read()))

    answer = client.post("/cms/images/add/", {"title": "A picture", "file": file})

    assert answer.status_code == 200
    assert "This picture is damaged, or did not arrive whole." in answer.content.decode()
    assert not get_image_model().objects.exists()


def test_uploads_are_shown_by_no_folder(client) -> None:
    picture = get_image_model().objects.create(title="A table", file=png())

    assert client.get(picture.file.url).status_code == 404
    assert client.get(picture.get_rendition("width-900").url).status_code == 404


def test_document_asks_for_sign_in_when_its_collection_is_private(client) -> None:
    private = Collection.get_first_root_node().add_child(name="For a few")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = get_document_model().objects.create(
        title="A file", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), collection=private
    )

    assert client.get(document.url).status_code == 302


def test_window_of_the_editor_carries_the_name_of_the_portal(client, editor) -> None:
    client.force_login(editor)

    title = client.get("/cms/").content.decode().partition("<title>")[2].partition("</title>")[0]

    assert " ".join(title.split()) == "Edit pages - Practice Hub"
