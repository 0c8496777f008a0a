# Shared by web/serve and tests/run: configuring and building, told with the time it takes.
clone=$(dirname "$here")
builds=${BASIN_BUILDS:-$clone/build}
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export NINJA_STATUS='   [%f/%t, %es] '

# timed TEXT CMD...: runs CMD, its output as it comes, and tells the time it took.
timed() {
  local text=$1 start=$SECONDS
  shift
  say "$text ..."
  "$@" || return
  say "$text: $((SECONDS - start)) s"
}

# configure PRESET CMAKE...: once; ninja does it again whenever a build file changes.
configure() {
  local preset=$1 cache=$builds/$1/CMakeCache.txt
  shift
  # A build folder copied along with the clone still means the old place.
  if [ -e "$cache" ] && ! grep -q "^CMAKE_HOME_DIRECTORY:INTERNAL=$clone\$" "$cache"; then
    rm -rf "${builds:?}/$preset"
  fi
  [ -e "$builds/$preset/build.ninja" ] || "$@" cmake --preset "$preset" -S "$clone" -B "$builds/$preset" >&2
}

# build PRESET [TARGET...]
build() {
  local preset=$1 run=()
  shift
  if [ "$preset" = web ]; then run=("$here/web-tools"); fi
  cd "$clone"
  mkdir -p "$builds"
  configure "$preset" "${run[@]}" && "${run[@]}" ninja -j "$jobs" -C "$builds/$preset" "$@" >&2
}

build_page() { node "$here/page.mjs" "$clone" "$builds/web" "$basin_cache"; }
