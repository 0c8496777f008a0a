# What is built must be what was tested: sources that lie in the cache (cmake/setup) are held to the hashes in
# sources.sha256, the compiler and Eigen to their versions, and a file says what a build was made of.
#
# A hash in sources.sha256 is that of the list which `sha256sum` prints for all files of the folder, sorted by name.

option(BASIN_UNPINNED "Build with other versions of the libraries than those that were tested" OFF)
set(tested_emscripten 6.0.5)
set(tested_eigen 5.0.1)

# basin_unpinned(MESSAGE): an error, or with BASIN_UNPINNED a warning.
function(basin_unpinned message)
  if(BASIN_UNPINNED)
    message(WARNING "${message}")
  else()
    message(FATAL_ERROR "${message}\n(With -DBASIN_UNPINNED=ON it is built all the same.)")
  endif()
endfunction()

# basin_check_source(NAME FOLDER): whether a library's sources in a folder are those of sources.sha256.
function(basin_check_source name folder)
  file(STRINGS "${PROJECT_SOURCE_DIR}/cmake/sources.sha256" pin REGEX "  ${name}(/|$)")
  if(NOT pin MATCHES "^([0-9a-f]+)  ${name}(/?.*)$")
    message(FATAL_ERROR "cmake/sources.sha256 has no hash for ${name}")
  endif()
  set(expected "${CMAKE_MATCH_1}")
  set(folder "${folder}${CMAKE_MATCH_2}")
  file(GLOB_RECURSE files RELATIVE "${folder}" "${folder}/*")
  list(REMOVE_ITEM files .basin-source)
  list(SORT files)
  set(sums "")
  foreach(file IN LISTS files)
    file(SHA256 "${folder}/${file}" sum)
    string(APPEND sums "${sum}  ${file}\n")
  endforeach()
  string(SHA256 found "${sums}")
  if(NOT found STREQUAL expected)
    basin_unpinned("${folder} is not the ${name} that Basin was tested with. Remove it, and `cmake/setup` fetches it again.")
  endif()
endfunction()

# basin_check_versions(EIGEN_FOLDER): holds Eigen and Emscripten to their versions; writes versions.json.
function(basin_check_versions eigen_folder)
  file(STRINGS "${eigen_folder}/Eigen/Version" lines REGEX "define EIGEN_(MAJOR|MINOR|PATCH)_VERSION")
  list(TRANSFORM lines REPLACE "[^0-9]" "")
  list(JOIN lines "." eigen)
  if(NOT eigen STREQUAL tested_eigen)
    basin_unpinned("This is Eigen ${eigen}; Basin was tested with ${tested_eigen}.")
  endif()
  # Any newer Emscripten may do on a machine that has its own; what is published is made with the one that was tested.
  if(EMSCRIPTEN AND EMSCRIPTEN_VERSION VERSION_LESS 4)
    message(FATAL_ERROR "This is Emscripten ${EMSCRIPTEN_VERSION}; 4 or newer is needed.")
  elseif(EMSCRIPTEN AND NOT EMSCRIPTEN_VERSION STREQUAL tested_emscripten)
    set(message "This is Emscripten ${EMSCRIPTEN_VERSION}; Basin was tested with ${tested_emscripten}.")
    if(DEFINED ENV{BASIN_TESTED_TOOLS})
      message(FATAL_ERROR "${message} Once tests/run passes with it, say so in cmake/pinned.cmake.")
    endif()
    message(WARNING "${message}")
  endif()
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/versions.json" @ONLY CONTENT
"{
  \"basin\": \"@PROJECT_VERSION@\",
  \"compiler\": \"@CMAKE_CXX_COMPILER_ID@ @CMAKE_CXX_COMPILER_VERSION@\",
  \"emscripten\": \"@EMSCRIPTEN_VERSION@\",
  \"eigen\": \"@eigen@\"
}
")
endfunction()
