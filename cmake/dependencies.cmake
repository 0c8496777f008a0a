# The libraries Basin is built from, each declared once: where it comes from and exactly which version. cmake/setup can supply
# the same sources from Debian's archive; it names the folders in the file included here, and pinned.cmake checks them.

include(FetchContent)
include(pinned)
if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(BASIN_CACHE "$ENV{XDG_CACHE_HOME}/basin")
else()
  set(BASIN_CACHE "$ENV{HOME}/.cache/basin")
endif()
include("${BASIN_CACHE}/sources.cmake" OPTIONAL)

# SOURCE_SUBDIR names a folder that does not exist: sources only, none of the libraries' own build files.
set(sources_only SOURCE_SUBDIR none SYSTEM DOWNLOAD_EXTRACT_TIMESTAMP OFF)

FetchContent_Declare(eigen ${sources_only}
  URL https://gitlab.com/libeigen/eigen/-/archive/5.0.1/eigen-5.0.1.tar.gz
  URL_HASH SHA256=e9c326dc8c05cd1e044c71f30f1b2e34a6161a3b6ecf445d56b53ff1669e3dec)
FetchContent_Declare(json ${sources_only}
  URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
  URL_HASH SHA256=0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406)
FetchContent_Declare(doctest ${sources_only}
  URL https://github.com/doctest/doctest/archive/refs/tags/v2.4.11.tar.gz
  URL_HASH SHA256=632ed2c05a7f53fa961381497bf8069093f0d6628c5f26286161fbd32a560186)
FetchContent_Declare(imgui ${sources_only}  # 1.92.2b
  URL https://codeload.github.com/ocornut/imgui/tar.gz/45acd5e0e82f4c954432533ae9985ff0e1aad6d5
  URL_HASH SHA256=97484925aec2f4d3e913d6644d46b234f8d6d8d98c6aa9c50109e0f0df772090)
FetchContent_Declare(implot ${sources_only}  # 0.18: the first that knows ImGui 1.92; a Git commit is its own hash
  GIT_REPOSITORY https://github.com/epezent/implot.git GIT_TAG 93c801b4bb801c5c11031d880b6af1d1f70bd79d)

set(wanted eigen json)
if(BASIN_TESTS)
  list(APPEND wanted doctest)
endif()
if(BASIN_APP)
  list(APPEND wanted imgui implot)
endif()
FetchContent_MakeAvailable(${wanted})
foreach(name IN LISTS wanted)
  # What is downloaded has been checked by its hash above, a folder that somebody names has not.
  string(TOUPPER "${name}" variable)
  if(FETCHCONTENT_SOURCE_DIR_${variable})
    basin_check_source(${name} "${FETCHCONTENT_SOURCE_DIR_${variable}}")
  endif()
endforeach()
basin_check_versions("${eigen_SOURCE_DIR}")

# basin_header_library(NAME FOLDER): headers whose warnings are not ours.
function(basin_header_library name folder)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE "${folder}")
endfunction()

basin_header_library(eigen "${eigen_SOURCE_DIR}")
basin_header_library(json "${json_SOURCE_DIR}/single_include")
if(BASIN_TESTS)
  basin_header_library(doctest "${doctest_SOURCE_DIR}")
endif()
