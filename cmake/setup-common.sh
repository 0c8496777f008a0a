# Shared by the set-up scripts: where things are kept, how progress is told, how packages are installed.
basin_cache=${XDG_CACHE_HOME:-$HOME/.cache}/basin

have() { command -v "$1" >/dev/null 2>&1; }

say() { printf '%s\n' "-- $*" >&2; }

fail() { printf '%s\n' "$@" >&2; exit 1; }

# One set-up at a time: two builds started together must not unpack into the same folder.
lock_cache() {
  have flock || return 0
  exec 9>"$basin_cache/lock"
  flock -n 9 || { say "waiting for another set-up to finish"; flock 9; }
}

# phase TEXT CMD...: runs CMD with its output in a log, tells the time it took, shows the log's end when it fails.
phase() {
  local text=$1 log="$basin_cache/setup.log" start=$SECONDS status=0 watcher=
  shift
  say "$text ..."
  if [ -t 2 ]; then
    ( while sleep 1; do printf '\r   %3d s' $((SECONDS - start)) >&2; done ) 9>&- &
    watcher=$!
  fi
  # A subshell of its own, waited for, keeps `set -e` in force inside the command.
  ( set -e; "$@" ) >"$log" 2>&1 9>&- &
  wait $! || status=$?
  if [ -n "$watcher" ]; then kill "$watcher" 2>/dev/null; wait "$watcher" 2>/dev/null || true; printf '\r' >&2; fi
  if [ $status -ne 0 ]; then
    tail -n 15 "$log" >&2
    fail "setup: failed: $text (the whole output is in $log)"
  fi
  say "$text: $((SECONDS - start)) s"
}

has_header() {
  local dir
  for dir in /usr/include /usr/local/include /usr/include/*-linux-gnu /opt/homebrew/include; do
    [ -e "$dir/$1" ] && return 0
  done
  return 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get -qq -o DPkg::Lock::Timeout=300 -o DPkg::Options::=--force-unsafe-io install -y
    --no-install-recommends)
  as_root "${install[@]}" "$@" || { as_root apt-get -qq update && as_root "${install[@]}" "$@"; }
}

install_packages() {
  [ $# -gt 0 ] || return 0
  if ! have apt-get || { [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null && ! [ -t 0 ]; }; then
    fail "setup: please install these first, they are missing (Debian's names): $*"
  fi
  [ "$(id -u)" -eq 0 ] || sudo -v || fail "setup: please install these first: $*"
  phase "installing $*" apt_install "$@"
}

# Adds Node's packages to the named list when they are missing or too old to run the page tools.
need_node() {
  local -n list=$1
  if ! have node; then list+=(nodejs)
  elif [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
    fail "setup: node $(node --version) is too old, 18 or newer is needed"
  fi
  have npm || list+=(npm)
}

# What source tarballs are packed with.
need_unpackers() {
  local -n list=$1
  have bzip2 || list+=(bzip2)
  have xz || list+=(xz-utils)
}

# The npm packages of the page build and browser tests, exactly as package-lock.json has them.
setup_node_packages() {
  local key
  key=$(cat "$here/package.json" "$here/package-lock.json" | cksum | tr -c '0-9\n' '-')
  node_packages=$basin_cache/node-$key
  if ! [ -e "$node_packages/done" ]; then
    rm -rf "$node_packages"
    mkdir -p "$node_packages"
    cp "$here/package.json" "$here/package-lock.json" "$node_packages"
    phase "installing the page build's npm packages" npm ci --prefix "$node_packages" --no-audit --no-fund --ignore-scripts
    touch "$node_packages/done"
  fi
  ln -sfn "$node_packages" "$basin_cache/node"
}

# Droid Sans Fallback, for Chinese: a package of Debian and its relatives. Without it Chinese texts lack their characters.
fetch_han() {
  local work
  work=$(mktemp -d)
  ( cd "$work" && { apt-get -q download fonts-droid-fallback || { as_root apt-get -q update && apt-get -q download fonts-droid-fallback; }; } )
  dpkg-deb -x "$work"/*.deb "$work/all"
  mkdir -p "$basin_cache/han"
  find "$work/all" -name DroidSansFallbackFull.ttf -exec cp {} "$basin_cache/han/" \;
  rm -rf "$work"
  [ -e "$basin_cache/han/DroidSansFallbackFull.ttf" ]
}

setup_han() {
  [ -e "$basin_cache/han/DroidSansFallbackFull.ttf" ] && return 0
  if have apt-get && have dpkg-deb; then
    phase "fetching a Chinese font" fetch_han
  else
    say "no apt-get here: for Chinese put DroidSansFallbackFull.ttf into $basin_cache/han"
  fi
}

setup_fonts() {
  setup_han
  local key
  key=$(cat "$here/fonts.mjs" "$here/package-lock.json" | cksum | tr -c '0-9\n' '-')
  fonts=$basin_cache/fonts-$key
  if ! [ -e "$fonts/done" ]; then
    rm -rf "$fonts"
    phase "subsetting fonts" node "$here/fonts.mjs" "$node_packages/node_modules" "$fonts"
    touch "$fonts/done"
  fi
  ln -sfn "$fonts" "$basin_cache/fonts"
}
