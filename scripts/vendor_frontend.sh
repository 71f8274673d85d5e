#!/bin/sh
# Refreshes the vendored front-end files. For maintainers only: nobody needs Node to run or test the portal.
# GOV.UK's styles are compiled without its crown and its typeface, which are not ours to use, and with only the
# components that the portal draws (docs/features/design.md); its scripts stay away, ours are in static/js.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
static=$here/site/portal/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund \
  govuk-frontend@6.6.0 sass@1.108.2 htmx.org@2.0.8 @fontsource-variable/atkinson-hyperlegible-next@5.3.0
components="back-link breadcrumbs button checkboxes date-input details error-message error-summary fieldset file-upload
  hint input inset-text label pagination panel radios select skip-link summary-list table tag task-list textarea
  warning-text"
{
  echo '@use "govuk-frontend/dist/govuk/base" with ($govuk-font-family: var(--hub-font),'
  echo '  $govuk-include-default-font-face: false, $govuk-assets-path: "");'
  echo '@use "govuk-frontend/dist/govuk/core"; @use "govuk-frontend/dist/govuk/objects";'
  for component in $components; do echo "@use \"govuk-frontend/dist/govuk/components/$component\";"; done
  echo '@use "govuk-frontend/dist/govuk/utilities"; @use "govuk-frontend/dist/govuk/overrides";'
} > govuk.scss
mkdir -p "$static/govuk-frontend" "$static/htmx" "$static/atkinson"
node_modules/.bin/sass --style=compressed --no-source-map --load-path=node_modules --quiet-deps \
  govuk.scss "$static/govuk-frontend/govuk-frontend.min.css"  # its licence is not in the package: LICENSE beside it is kept by hand
cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$static/htmx/"
font=node_modules/@fontsource-variable/atkinson-hyperlegible-next
cp "$font"/files/*wght-normal.woff2 "$font"/LICENSE "$static/atkinson/"
