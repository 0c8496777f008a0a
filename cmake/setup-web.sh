# Emscripten: the one on PATH when it is 4 or newer and CMake is there too, else a private root with a newer Debian release,
# entered with bubblewrap (see web-tools).

emcc_on_path() {
  have emcc && have cmake && [ "$(emcc -dumpversion 2>/dev/null | cut -d. -f1)" -ge 4 ] 2>/dev/null
}

# How the libraries were made; another text has them made again.
libraries_made="SDL2 trimmed"

make_root() {
  local root=$basin_cache/root mirror script=sid
  mirror=$(debian_mirror)
  as_root rm -rf "$root.part"
  # Older debootstraps do not know the release's name; its recipe is that of sid.
  if [ -e /usr/share/debootstrap/scripts/forky ]; then script=forky; fi
  as_root debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    forky "$root.part" "$mirror" "/usr/share/debootstrap/scripts/$script"
  as_root mv "$root.part" "$root"
}

# apt inside the root, following the machine's own settings for proxies and for mirrors that are kept at a fixed date.
root_apt() {
  local root=$basin_cache/root settings=$basin_cache/apt/root.conf
  mkdir -p "$basin_cache/apt"
  apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-Valid-Until) ' >"$settings" || true
  as_root env DEBIAN_FRONTEND=noninteractive APT_CONFIG=/run/settings.conf \
    bwrap --bind "$root" / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /run --ro-bind "$settings" /run/settings.conf \
    --ro-bind /etc/resolv.conf /etc/resolv.conf --ro-bind-try /etc/hosts /etc/hosts --chdir / \
    apt-get -q -o APT::Sandbox::User=root -o DPkg::Options::=--force-unsafe-io "$@"
}

fill_root() {
  root_apt update
  root_apt install -y --no-install-recommends emscripten cmake ninja-build ccache
  as_root find "$basin_cache/root/var/cache/apt/archives" -name '*.deb' -delete
  as_root touch "$basin_cache/root/.basin-done"
}

# SDL's own switches for a smaller library, which are meant to be set in its files: the page draws with OpenGL ES alone, so that
# its software blits, its renderers and its sound would be fetched for nothing.
trim_sdl2() {
  local config=$basin_cache/src/sdl2/include/SDL_config_emscripten.h
  if grep -q '^#define SDL_LEAN_AND_MEAN' "$config" || ! grep -q '^#define SDL_CPUINFO_DISABLED 1$' "$config"; then return 0; fi
  sed -i -e '/^#define SDL_AUDIO_DRIVER_/d' -e '/^#define SDL_VIDEO_RENDER_OGL_ES2 /d' \
    -e 's/^#define SDL_CPUINFO_DISABLED 1$/&\n#define SDL_LEAN_AND_MEAN 1\n#define SDL_AUDIO_DISABLED 1\n#define SDL_RENDER_DISABLED 1/' \
    "$config"
}

# Emscripten compiles its C library when it is first linked; done here, it is not taken for a part of the first build.
build_libraries() {
  local work
  # A copy of SDL made with other switches would be taken for up to date.
  rm -rf "$basin_cache"/emscripten/ports/sdl2* "$basin_cache"/emscripten/sysroot/lib/wasm32-emscripten/libSDL2*.a
  work=$(mktemp -d)
  echo '#include <SDL.h>
    #include <vector>
    int main() { std::vector<int> sizes(3); return SDL_Init(SDL_INIT_VIDEO) + int(sizes.size()); }' >"$work/a.cpp"
  "$here/web-tools" em++ -O2 -sUSE_SDL=2 -sMAX_WEBGL_VERSION=2 -sALLOW_MEMORY_GROWTH "$work/a.cpp" -o "$work/a.js"
  rm -rf "$work"
  echo "$libraries_made" >"$basin_cache/emscripten/.basin-done"
}

setup_emscripten() {
  setup_sources
  if emcc_on_path; then return 0; fi
  local missing=()
  if ! [ -e "$basin_cache/root/.basin-done" ]; then
    debian_mirror >/dev/null ||
      fail "setup: please install Emscripten 4 or newer and CMake, and put emcc on PATH" \
        "       (only a Debian machine can be given a private copy)"
    have debootstrap || [ -e /usr/sbin/debootstrap ] || missing+=(debootstrap)
  fi
  have bwrap || missing+=(bubblewrap)
  install_packages "${missing[@]}"
  if ! [ -e "$basin_cache/root/.basin-done" ]; then
    [ -e "$basin_cache/root/usr/bin/apt-get" ] || phase "making a private Debian root for Emscripten" make_root
    phase "installing Emscripten into it (about 1.5 GB)" fill_root
  fi
  ensure_source $sdl2_source
  trim_sdl2
  if [ "$(cat "$basin_cache/emscripten/.basin-done" 2>/dev/null)" != "$libraries_made" ]; then
    phase "building Emscripten's own libraries and SDL2" build_libraries
  fi
}
