#!/bin/sh
# Have Chromium for the browser tests: on Debian and as root it is installed.
# Without it those tests say so themselves (and fail under CI=true).
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium-headless-shell fonts-liberation >/dev/null; } || echo "Chromium could not be installed." >&2
fi
exit 0
