"""Every address of the portal. The addresses are promised to outsiders; see each app for what lies behind."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.api import api
from portal.assembly import health
from portal.pages.views import sign_in_door
from portal.people.views.sign_in import SignInView

handler500 = "portal.assembly.faults.went_wrong"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("accounts/login/", SignInView.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("portal.people.urls")),
    path("", include("portal.notifications.urls")),
    path("cms/", include("portal.pages.editor_urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("courses/", include("courses.urls")),
    path("consultations/", include("consultations.urls")),
    path("pathways/", include("consultations.pathway_urls")),
    path("toolkits/", include("toolkits.urls")),
    path("champions/", include("champions.urls")),
    path("", include("certificates.urls")),
    path("coverage/", include("portal.workforce.urls")),
    path("", include("portal.pages.urls")),
    path("_util/login/", sign_in_door),
    # Whatever none of these knows is a page that an editor made.
    path("", include(wagtail_urls)),
]
