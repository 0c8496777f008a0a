# How everything is compiled. Hot rooms for speed, the rest for size where it is downloaded.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the clone are hashed as relative ones, so that a second clone finds the first one's objects.
  set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" "${CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
endif()

if(EMSCRIPTEN)
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-Oz -DNDEBUG")
  set(BASIN_OPTIMISE_WARM $<$<CONFIG:Release>:-Os>)
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  set(BASIN_OPTIMISE_WARM $<$<CONFIG:Release>:-O3>)
endif()
set(BASIN_OPTIMISE_HOT $<$<CONFIG:Release>:-O3>)
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1 -fno-omit-frame-pointer")

add_library(basin-flags INTERFACE)
target_compile_options(basin-flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wno-unknown-pragmas>
  # GCC 12 sees uninitialised parts of variants, and overlaps and overflows in strings, where there are none.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
                            -Wno-stringop-overread>
  # It collects garbage every few megabytes otherwise, for a twentieth of its time.
  $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=1000000>
  -ffp-contract=off  # one rounding per operation: a fused multiply-add would differ from machine to machine
  -fno-math-errno)
# Small matrices of unknown size live on the stack up to this many bytes.
target_compile_definitions(basin-flags INTERFACE EIGEN_STACK_ALLOCATION_LIMIT=1000000)

if(EMSCRIPTEN)
  add_compile_options(-msimd128 -msse4.1)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-march=x86-64-v2)
endif()

if(BASIN_SANITIZE)
  # What reads through a null pointer or beyond an object the address sanitizer finds, and a misaligned vector stops the processor:
  # to look for them before each access as well takes a third of the time that such a build does.
  add_compile_options(-fsanitize=${BASIN_SANITIZE} -fno-sanitize=null,alignment,object-size -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BASIN_SANITIZE})
endif()

if(EMSCRIPTEN)
  add_library(Threads::Threads INTERFACE IMPORTED)
else()
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
endif()

# basin_web_link(TARGET option...): the link options every WebAssembly output has, and its own.
function(basin_web_link target)
  target_link_options(${target} PRIVATE
    -O2 -sSTACK_SIZE=4MB -sINITIAL_MEMORY=32MB -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2GB
    $<$<CONFIG:Debug>:-sASSERTIONS=2> ${ARGN})
endfunction()
