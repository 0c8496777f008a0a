# The C++ libraries' sources, from Debian's archive through the mirror that apt already uses. Where this machine has no such
# mirror nothing is done, and CMake downloads the same libraries from their authors (see dependencies.cmake).

# name, release, source package, file that must be there, folder inside the tarball ('.': all of it)
basin_sources=(
  "eigen forky eigen3 Eigen/Core ."
  "doctest trixie doctest doctest/doctest.h ."
  "imgui forky imgui imgui.h ."
  "implot forky satdump implot.h src-core/imgui/implot"
  "json trixie nlohmann-json3 single_include/nlohmann/json.hpp ."
)
sdl2_source="sdl2 trixie libsdl2 include/SDL.h ."

# Prints the mirror's address, from apt's own list of package indexes: the one that says it is Debian's or, where the indexes
# have not been downloaded, the one named for this machine's release.
debian_mirror() {
  have apt-get && [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || return 1
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(RELEASE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F '|' -v codename="$codename" '
      $1 == "Debian" && $2 == "Debian" { ++known[$4] }
      $1 == "" && $3 == codename { ++guessed[$4] }
      END { for (uri in known) { print uri; exit } for (uri in guessed) { print uri; exit } }' | grep .
}

# A private apt state that knows the newer releases' sources; the machine's own lists stay as they are.
private_apt() {
  local mirror dir=$basin_cache/apt release
  mirror=$(debian_mirror)
  mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial" "$dir/empty"
  touch "$dir/status"
  for release in forky trixie; do
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main"
  done >"$dir/sources.list"
  cat >"$dir/apt.conf" <<END
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "$dir/empty";
Dir::Etc::preferencesparts "$dir/empty";
Dir::State "$dir/state";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
Acquire::Languages "none";
APT::Sandbox::User "root";
END
  apt-get -q -c "$dir/apt.conf" update
  touch "$dir/done"
}

# source_is_tested NAME FOLDER: whether FOLDER holds what was tested, where sources.sha256 (see pinned.cmake) knows of it.
source_is_tested() {
  local pin expected folder found
  pin=$(grep -E "  $1(/|\$)" "$here/sources.sha256") || return 0
  expected=${pin%% *} folder=$2${pin#*  "$1"}
  found=$(cd "$folder" && find . -type f ! -name .basin-source -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
  [ "${found%% *}" = "$expected" ]
}

# fetch_source NAME RELEASE PACKAGE FILE FOLDER: unpacks the package's upstream tarball to src/NAME. apt checks the hash.
fetch_source() {
  local name=$1 release=$2 package=$3 file=$4 folder=$5
  local dir=$basin_cache/src/$name work=$basin_cache/src/$name.part tarball top
  rm -rf "$work"
  mkdir -p "$work/tar" "$work/all"
  ( cd "$work/tar" && apt-get -q -c "$basin_cache/apt/apt.conf" source --download-only --tar-only "$package/$release" )
  tarball=$(ls "$work"/tar/*.orig.tar.* | head -n 1)
  if [ "$folder" = . ]; then
    tar -xf "$tarball" -C "$work/all"
  else
    tar -xf "$tarball" -C "$work/all" --wildcards "*/$folder/*"
  fi
  top=$(find "$work/all" -mindepth 1 -maxdepth 1 -type d)
  [ -e "$top/$folder/$file" ] || { echo "$package has no $folder/$file"; return 1; }
  # Dangling links in a source tree make emscripten's ports fail to copy it.
  find "$top/$folder" -xtype l -delete
  rm -rf "$dir"
  mv "$(readlink -f "$top/$folder")" "$dir"
  basename "$tarball" >"$dir/.basin-source"
  rm -rf "$work"
}

# Fetches one library unless it is there already.
ensure_source() {
  [ -e "$basin_cache/src/$1/.basin-source" ] && return 0
  if ! [ -e "$basin_cache/apt/done" ]; then
    phase "reading the archive's list of source packages" private_apt
  fi
  phase "fetching the sources of $1" fetch_source "$@"
}

setup_sources() {
  local entry first
  for entry in "${basin_sources[@]}"; do
    first=${entry%% *}
    if ! [ -e "$basin_cache/src/$first/.basin-source" ] && ! debian_mirror >/dev/null; then
      say "no Debian mirror here: CMake will download $first from its authors"
      continue
    fi
    ensure_source $entry
    # The archive moves on; the one that was tested is to be had from its authors then.
    if ! source_is_tested "$first" "$basin_cache/src/$first"; then
      say "Debian's $first is another than was tested: CMake will download the one that was"
      rm -rf "${basin_cache:?}/src/$first"
    fi
  done
}

# What CMake reads to find the sources (see dependencies.cmake). Written only when it changes.
write_sources_file() {
  local entry name file=$basin_cache/sources.cmake
  {
    for entry in "${basin_sources[@]}"; do
      name=${entry%% *}
      if [ -e "$basin_cache/src/$name/.basin-source" ]; then
        echo "set(FETCHCONTENT_SOURCE_DIR_${name^^} \"$basin_cache/src/$name\" CACHE PATH \"sources of $name\")"
      fi
    done
  } >"$file.part"
  if cmp -s "$file.part" "$file"; then rm "$file.part"; else mv "$file.part" "$file"; fi
}
