"""The addresses of this app."""

from django.urls import path

from toolkits.views import keeping, library

app_name = "toolkits"
urlpatterns = [
    path("", library.library, name="library"),
    path("new/", keeping.draft, name="draft"),
    path("versions/<int:version_id>/decide/", keeping.decide, name="decide"),
    path("versions/<int:version_id>/withdraw/", keeping.withdraw, name="withdraw"),
    path("<slug:slug>/", library.toolkit, name="toolkit"),
    path("<slug:slug>/files/<int:file_id>/<int:number>/", library.download, name="download"),
    path("<slug:slug>/files/<int:file_id>/<int:number>/terms/", library.terms, name="terms"),
    path("<slug:slug>/versions/", keeping.versions, name="versions"),
    path("<slug:slug>/versions/add/", keeping.add, name="add"),
    path("<slug:slug>/labels/", keeping.labels, name="labels"),
    path("<slug:slug>/opens/", keeping.ways, name="ways"),
]
