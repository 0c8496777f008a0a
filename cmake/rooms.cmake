# Which files a target is made of. A file named *_web.cpp is for the browser only, *_native.cpp for everything else.

function(basin_sources result)
  set(found)
  foreach(room IN LISTS ARGN)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${room}/*.cpp")
    list(APPEND found ${files})
  endforeach()
  if(EMSCRIPTEN)
    list(FILTER found EXCLUDE REGEX "_native\\.cpp$")
  else()
    list(FILTER found EXCLUDE REGEX "_web\\.cpp$")
  endif()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# basin_objects(TARGET ROOMS room...): an object library of the rooms' files. What makes a program of them is left out: main.cpp,
# and module_web.cpp, the core module's entry points.
function(basin_objects target)
  basin_add(${target} OBJECT ${ARGN})
endfunction()

# basin_library(TARGET ROOMS room...): the same as a static library.
function(basin_library target)
  basin_add(${target} STATIC ${ARGN})
endfunction()

function(basin_add target kind)
  cmake_parse_arguments(ARG "" "" "ROOMS" ${ARGN})
  basin_sources(sources ${ARG_ROOMS})
  list(FILTER sources EXCLUDE REGEX "/(main|module_web)\\.cpp$")
  if(NOT sources)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/${target}.cpp" CONTENT "")
    set(sources "${PROJECT_BINARY_DIR}/generated/${target}.cpp")
  endif()
  add_library(${target} ${kind} ${sources})
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/src")
endfunction()

# Reading Eigen and the standard library again for each file is half of a build. ccache finds no second clone's objects by such
# headers. That each file still names what it needs is held by tests/node/includes.test.mjs.
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(BASIN_PRECOMPILE OFF)
else()
  set(BASIN_PRECOMPILE ON)
endif()

# basin_precompile(TARGET header...): for targets that link eigen. basin_precompile(TARGET LIKE other): compiled alike, the other's.
function(basin_precompile target)
  cmake_parse_arguments(ARG "" "LIKE" "" ${ARGN})
  if(NOT BASIN_PRECOMPILE)
    return()
  endif()
  if(ARG_LIKE)
    target_precompile_headers(${target} REUSE_FROM ${ARG_LIKE})
  else()
    target_precompile_headers(${target} PRIVATE
      <Eigen/Core> <algorithm> <array> <cmath> <functional> <limits> <map> <memory> <optional> <span> <string> <string_view>
      <utility> <variant> <vector> ${ARG_UNPARSED_ARGUMENTS})
  endif()
endfunction()
