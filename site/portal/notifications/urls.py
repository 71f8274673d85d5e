from django.urls import path

from portal.notifications import views

app_name = "notifications"

urlpatterns = [
    path("notices/", views.deliveries, name="deliveries"),
    path("notices/<int:notice_id>/", views.preview, name="preview"),
    path("notices/<int:notice_id>/cancel/", views.cancel, name="cancel"),
    path("notices/<int:notice_id>/resend/", views.resend, name="resend"),
    path("my/calendar/", views.calendar, name="calendar"),
    path("my/calendar/new-address/", views.new_feed_address, name="new-feed-address"),
    path("my/calendar/stop/", views.stop_feed_address, name="stop-feed-address"),
    path("account/notices/", views.choices, name="choices"),
    path("feeds/<str:token>.ics", views.feed, name="feed"),
]
