"""Addresses below /odk/<token>/, as OpenRosa clients put them together: without a slash at the end."""

from django.urls import path

from puas.api.openrosa import doors, forms, submissions

app_name = "openrosa"
urlpatterns = [
    path("formList", forms.form_list, name="form_list"),
    path("forms/<str:form_id>", forms.form, name="form"),
    path("forms/<str:form_id>/manifest", forms.manifest, name="manifest"),
    path("forms/<str:form_id>/media/<str:name>", forms.media, name="media"),
    path("submission", submissions.submission, name="submission"),
    path("<path:rest>", doors.unknown, name="unknown"),
    path("", doors.unknown, {"rest": ""}, name="base"),
]
