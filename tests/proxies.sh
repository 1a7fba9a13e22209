#!/bin/sh
# Have nginx and Caddy for the test of their example configurations: on Debian and as
# root they are installed. Without them that test says so itself (and fails under CI=true).
PATH=$PATH:/usr/sbin
missing=
command -v nginx >/dev/null || missing="nginx-light openssl"
command -v caddy >/dev/null || missing="$missing caddy"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $missing for the test of proxies ..."
    export DEBIAN_FRONTEND=noninteractive
    # Several names.
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        $missing >/dev/null; } || echo "They could not be installed." >&2
fi
exit 0
