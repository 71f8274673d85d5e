"""Wagtail's groups as a projection of grants: written here, read by Wagtail alone, never asked about a right elsewhere.

| grant | group | may in the editor |
|---|---|---|
| editor, everywhere | Editors | change pages, pictures and documents; publishing waits for a second person |
| editor of one organisation | Editors of <code> | open the editor; the pages app says which pages |
| second sign-off | Moderators | the same as editors, and publish |
| administrator, everywhere | Administrators | the same as moderators, and redirects and settings |
"""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from portal.people.models import Grant, Organisation, User
from portal.people.roles import Level, Role
from portal.people.selectors import grants_on

EDITORS = "Editors"
MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"
LOCAL_EDITORS = "Editors of "

PAGE_RIGHTS = {
    EDITORS: ("add_page", "change_page"),
    MODERATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    ADMINISTRATORS: (
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
        "bulk_delete_page",
    ),
}
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
# Words and pictures only. Records have their own screens and their own rules.
CONTENT_APPS = ("wagtailredirects", "pages")


def keep_editor_groups(*, person_id: int | None = None, on: date) -> int:
    """Put accounts into the groups that their grants of the day earn, and out of all others of ours.

    Args:
        person_id: one member of staff; everybody when left out.
        on: the day whose grants count.

    Returns:
        How many accounts changed.
    """
    ours = Group.objects.filter(Q(name__in=PAGE_RIGHTS) | Q(name__startswith=LOCAL_EDITORS))
    earned = _earned(on, person_id)
    users = User.objects.filter(person_id__isnull=False).prefetch_related("groups")
    if person_id is not None:
        users = users.filter(person_id=person_id)
    else:
        users = users.filter(Q(person_id__in=earned) | Q(groups__in=ours)).distinct()
    changed = 0
    for user in users:
        held = {group.name for group in user.groups.all() if _is_ours(group.name)}
        wanted = earned.get(user.person_id or 0, set())
        if held != wanted:
            user.groups.remove(*ours.filter(name__in=held - wanted))
            user.groups.add(*[editor_group(name) for name in sorted(wanted - held)])
            changed += 1
    return changed


def editor_group(name: str) -> Group:
    """The group of that name, made with its rights when it is new."""
    group, is_new = Group.objects.get_or_create(name=name)
    door = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    if not is_new and group.permissions.filter(pk=door.pk).exists():
        return group
    group.permissions.add(door)
    home = _where_pages_begin()
    for codename in PAGE_RIGHTS.get(name, ()):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)
    collection = Collection.get_first_root_node()
    for right in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=COLLECTION_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
    if name == ADMINISTRATORS:
        group.permissions.add(*Permission.objects.filter(content_type__app_label__in=CONTENT_APPS))
    return group


def begin_at(home: Page) -> None:
    """Let what editors see begin at the home page: Wagtail gave its own groups their rights at the root above it."""
    for right in GroupPagePermission.objects.exclude(page=home).filter(page__depth=1):
        GroupPagePermission.objects.get_or_create(
            group_id=right.group_id, page=home, permission_id=right.permission_id
        )
        right.delete()


def _where_pages_begin() -> Page:
    """The home page; the root while there is none yet."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else Page.get_first_root_node()


def _earned(on: date, person_id: int | None) -> dict[int, set[str]]:
    grants = grants_on(on).filter(role__in=(Role.EDITOR, Role.APPROVER, Role.ADMIN))
    if person_id is not None:
        grants = grants.filter(person_id=person_id)
    codes = dict(Organisation.objects.values_list("pk", "code"))
    earned: dict[int, set[str]] = {}
    for grant in grants:
        if name := _group_for(grant, codes):
            earned.setdefault(grant.person_id, set()).add(name)
    return earned


def _group_for(grant: Grant, codes: dict[int, str]) -> str:
    if grant.role == Role.APPROVER:
        return MODERATORS
    if grant.level == Level.ALL:
        return ADMINISTRATORS if grant.role == Role.ADMIN else EDITORS
    if grant.role == Role.EDITOR and grant.organisation_id:
        return LOCAL_EDITORS + codes[grant.organisation_id]
    return ""


def _is_ours(name: str) -> bool:
    return name in PAGE_RIGHTS or name.startswith(LOCAL_EDITORS)
