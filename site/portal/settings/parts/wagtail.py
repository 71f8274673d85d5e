"""The editor: what may be uploaded, how files are served, where search looks."""

from portal.settings.env import ENV

WAGTAIL_SITE_NAME = "Practice Hub"
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAILADMIN_LOGIN_URL = "/editor/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_COMMENTS_ENABLED = True
# Who may sign off is told by `portal.pages.sign_off_mails`; running the portal is another job.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# Off: a self-save sent just before "Submit" and served just after it put older words back over the submitted ones.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILREDIRECTS_AUTO_CREATE = True

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Documents are always read through a view that asks for permission, never from a folder or a bucket.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.pages.upload_forms.FileForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}

WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "portal.pages.rich_text.NamedRichTextArea"}}

# A drawing in SVG can carry a script, so editors upload pictures only.
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.pages.upload_forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "portal.pages.renditions.RenditionStorage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000

# Nothing is fetched from other sites on an editor's behalf.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
