# What the scripts share: where things are, which Debian packages each purpose needs, and how
# a script says what it is doing. Sourced, never run.
#
#   need_packages PURPOSE…   installs what is missing of these lists (root or sudo), else says
#                            the exact command and fails
#   say TEXT…                a line on stderr, so that stdout stays free for results
#   die TEXT…                the same and exit 3

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 3; }

# One list per purpose; a purpose may be asked for more than once.
declare -A packages=(
    [build]="gcc libc6-dev clang-19 libclang-19-dev libgraphviz-dev libgvc6 libsqlite3-dev
             libcjson-dev meson ninja-build pkg-config"
    [sample]="libmicrohttpd-dev python3 curl make libecpg-dev postgresql-15"
    [tests]="sqlite3 strace libxml2-utils graphviz universal-ctags python3 python3-venv
             python3-jsonschema libclang-rt-19-dev valgrind"
    [benches]="python3 python3-igraph"
    [programs]="python3 bear build-essential dpkg-dev cmake autoconf automake libtool"
    [chroot]="mmdebstrap git"
)

package_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Runs its arguments with the rights to change the system, or fails where there are none.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif sudo -n true 2>/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

# install_packages PACKAGE…: asks apt for those which are missing, and only then.
install_packages() {
    local name missing=()
    for name in "$@"; do
        package_installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "these packages are missing and need root to install: ${missing[*]}"
        say "run:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
        return 1
    fi
    say "installing ${missing[*]}"
    quietly as_root apt-get update -qq && quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# quietly COMMAND…: shows what it printed only if it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    [ "$status" = 0 ] || tail -n 20 "$log" >&2
    rm -f "$log"
    return "$status"
}

need_packages() {
    local purpose names=()
    for purpose in "$@"; do
        # shellcheck disable=SC2206  # the lists are words on purpose
        names+=(${packages[$purpose]:?no such list of packages: $purpose})
    done
    install_packages "${names[@]}"
}

# configure BUILD SOURCE OPTION…: meson setup, again only if the options are others than last time.
configure() {
    local build=$1 source=$2; shift 2
    local wanted="${CC:-cc} $*"
    if [ -f "$build/build.ninja" ] && [ "$(cat "$build/.configured" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    rm -rf "$build"
    meson setup "$build" "$source" "$@" >&2 || return 1
    printf '%s\n' "$wanted" >"$build/.configured"
}

# A Python environment with the outside validators, pinned; made once, kept in build/venv.
need_venv() {
    local venv=$top/build/venv pins=$top/tests/e2e/requirements.txt
    if ! cmp -s "$pins" "$venv/installed.txt"; then
        say "installing the validators of ${pins#"$top/"} into build/venv"
        rm -rf "$venv"
        python3 -m venv "$venv" >&2 || return 1
        "$venv/bin/pip" install -q --disable-pip-version-check -r "$pins" </dev/null >&2 || return 1
        cp "$pins" "$venv/installed.txt"
    fi
    export SPLITTER_VENV=$venv
}
