#!/bin/sh
# Refreshes the vendored front-end files. For maintainers only: nobody needs Node to run or test the portal.
# Takes out the crown and the typeface of GOV.UK, which are not ours to use.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
static=$here/site/portal/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in govuk-frontend@6.6.0 htmx.org@2.0.8 @fontsource-variable/atkinson-hyperlegible-next@5.3.0; do
  archive=$(npm pack --silent "$package")
  mkdir -p "x/${archive%.tgz}" && tar -xzf "$archive" -C "x/${archive%.tgz}" --strip-components=1
done
govuk=$(echo x/govuk-frontend-*) htmx=$(echo x/htmx.org-*) font=$(echo x/fontsource-variable-*)
mkdir -p "$static/govuk-frontend" "$static/htmx" "$static/atkinson"
sed -e 's/@font-face{font-family:GDS Transport[^}]*}//g' \
    -e 's/GDS Transport,arial,sans-serif/var(--hub-font)/g' \
    -e 's/url(\/assets\/images\/govuk-crest.svg)/none/g' \
    "$govuk/dist/govuk/govuk-frontend.min.css" > "$static/govuk-frontend/govuk-frontend.min.css"
cp "$govuk/dist/govuk/govuk-frontend.min.js" "$static/govuk-frontend/"  # its licence is not in the package: LICENSE beside it is kept by hand
cp "$htmx/dist/htmx.min.js" "$htmx/LICENSE" "$static/htmx/"
cp "$font"/files/*wght-normal.woff2 "$font/LICENSE" "$static/atkinson/"
