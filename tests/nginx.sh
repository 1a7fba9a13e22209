#!/bin/sh
# Have nginx for the test of its example configuration: on Debian and as root it is
# installed. Without it that test says so itself (and fails under CI=true).
command -v nginx >/dev/null && exit 0
[ -x /usr/sbin/nginx ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing nginx for its test ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        nginx-light openssl >/dev/null; } || echo "nginx could not be installed." >&2
fi
exit 0
