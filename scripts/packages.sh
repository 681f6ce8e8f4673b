# shellcheck shell=bash
# Getting software this project does not build: sourced after env.sh by the scripts that may install something.

# Debian packages: installed as root, otherwise the command to give an administrator is named.
debian_packages() {
    local command=(apt-get install --yes --no-install-recommends "$@")
    command -v apt-get >/dev/null || die "please install the equivalent of Debian's packages: $*"
    is_root || die "missing on this machine; ask an administrator to run:  ${command[*]}"
    say "Installing $*"
    apt-get update --quiet=2
    DEBIAN_FRONTEND=noninteractive "${command[@]}"
}

# Python packages, each named with its version, into a folder of their own.
pip_into() {
    local folder=$1
    shift
    python3 -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
        --no-deps --upgrade --target "$folder" "$@"
}

# The folder for packages that contain compiled code, which belongs to one version of Python.
python_folder() { echo "$BADGES_CACHE/python-$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"; }

# The folder of the Python packages that a list of exact versions names, one for each list.
python_packages() {
    local list=$1 folder
    folder=$(python_folder)-$(basename "$(dirname "$list")")-$(cksum <"$list" | cut -d ' ' -f 1)
    if [ ! -f "$folder/complete" ]; then
        pip_into "$folder" --requirement "$list" >&2
        touch "$folder/complete"
    fi
    echo "$folder"
}

# A tool written in Rust, into the cache. It is built without optimisation: waiting for the build costs more than using it.
cargo_tool() {
    local crate=$1 version=$2
    shift 2
    say "Building $crate $version (a few minutes, once)"
    CARGO_PROFILE_DEV_DEBUG=0 cargo install "$crate" --version "=$version" --locked --debug --root "$BADGES_CACHE/tools" --target-dir "$BADGES_CACHE/tools/build" "$@"
    rm -rf "$BADGES_CACHE/tools/build"
}
