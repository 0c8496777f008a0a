# The application: one program for the desktop (SDL2, OpenGL) and the page (the same through Emscripten).

if(EMSCRIPTEN)
  add_library(basin-sdl INTERFACE)
  # Asked for once, not at every compilation: Emscripten then compares all of SDL's files with its copy.
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -sUSE_SDL=2 -E -x c++ /dev/null OUTPUT_QUIET
                  ERROR_VARIABLE messages RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "Emscripten could not provide SDL2:\n${messages}")
  endif()
  execute_process(COMMAND "${EM_CONFIG}" CACHE OUTPUT_VARIABLE emscripten_cache OUTPUT_STRIP_TRAILING_WHITESPACE)
  target_include_directories(basin-sdl SYSTEM INTERFACE "${emscripten_cache}/sysroot/include/SDL2")
  target_link_options(basin-sdl INTERFACE -sUSE_SDL=2 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2)
else()
  find_package(SDL2 QUIET)
  find_package(OpenGL QUIET)
  if(NOT SDL2_FOUND OR NOT OPENGL_FOUND)
    message(WARNING "SDL2 or OpenGL was not found: the desktop application is left out (cmake/setup native installs them)")
    return()
  endif()
  add_library(basin-sdl INTERFACE)
  target_link_libraries(basin-sdl INTERFACE SDL2::SDL2 OpenGL::GL)
endif()

# The copy of ImPlot in Debian's archive includes ImGui by another path.
foreach(header imgui imgui_internal)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/imgui/${header}.h"
       CONTENT "#pragma once\n#include <${header}.h>\n")
endforeach()

add_library(basin-imgui STATIC
  "${imgui_SOURCE_DIR}/imgui.cpp"
  "${imgui_SOURCE_DIR}/imgui_draw.cpp"
  "${imgui_SOURCE_DIR}/imgui_tables.cpp"
  "${imgui_SOURCE_DIR}/imgui_widgets.cpp"
  "${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp"
  "${imgui_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp"
  "${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp"
  "${implot_SOURCE_DIR}/implot.cpp"
  "${implot_SOURCE_DIR}/implot_items.cpp")
target_include_directories(basin-imgui SYSTEM PUBLIC
  "${imgui_SOURCE_DIR}" "${imgui_SOURCE_DIR}/backends" "${imgui_SOURCE_DIR}/misc/cpp" "${implot_SOURCE_DIR}"
  "${PROJECT_BINARY_DIR}/generated")
# With hooks that tell tests where controls are (src/app/ui/targets.h), without what the page never shows: ImGui's own tools, and plots of numbers other than doubles.
target_compile_definitions(basin-imgui PUBLIC IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_USE_WCHAR32
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_ENABLE_TEST_ENGINE
  "IMPLOT_CUSTOM_NUMERIC_TYPES=(double)")
if(EMSCRIPTEN)
  target_compile_definitions(basin-imgui PUBLIC IMGUI_IMPL_OPENGL_ES3 IMGUI_DISABLE_FILE_FUNCTIONS)
endif()
target_compile_options(basin-imgui PRIVATE -w)
target_link_libraries(basin-imgui PUBLIC basin-sdl)

if(NOT EXISTS "${PROJECT_SOURCE_DIR}/src/app/shell/main.cpp")
  return()
endif()
basin_sources(app_sources app)
set(app_rooms)
if(NOT EMSCRIPTEN)
  # What draws, apart from the shell around it: tests lay it out without a screen.
  set(app_rooms ${app_sources})
  list(FILTER app_rooms EXCLUDE REGEX "/app/shell/")
  list(REMOVE_ITEM app_sources ${app_rooms})
  add_library(basin-app-rooms OBJECT ${app_rooms})
  target_include_directories(basin-app-rooms PUBLIC "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(basin-app-rooms PUBLIC basin-gfx ${core} basin-imgui)
endif()
add_executable(basin-app ${app_sources})
target_include_directories(basin-app PRIVATE "${PROJECT_SOURCE_DIR}/src")

if(EMSCRIPTEN)
  # The page computes in workers, from a core module: its own knows labs by the tables that it fetches.
  target_link_libraries(basin-app PRIVATE basin-gfx basin-hot basin-warm basin-cold basin-imgui)
  set_target_properties(basin-app PROPERTIES OUTPUT_NAME app)
  basin_web_link(basin-app -Oz -sFILESYSTEM=0
    -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createBasinApp -sENVIRONMENT=web
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    -sEXPORTED_RUNTIME_METHODS=HEAPU8,ccall,cwrap,UTF8ToString,stringToUTF8,lengthBytesUTF8)
else()
  target_link_libraries(basin-app PRIVATE basin-app-rooms basin-gfx ${core} basin-imgui)
  # The words of other languages and the Chinese font, as the page build makes them.
  set(languages "${PROJECT_BINARY_DIR}/generated/languages")
  file(GLOB_RECURSE tables CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/web/strings/*.json" "${PROJECT_SOURCE_DIR}/web/theory/zh/*.md")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tables})
  find_program(BASIN_NODE node)
  if(BASIN_NODE AND EXISTS "${BASIN_CACHE}/node")
    execute_process(COMMAND "${BASIN_NODE}" "${PROJECT_SOURCE_DIR}/cmake/languages.mjs" "${PROJECT_SOURCE_DIR}"
                    "${BASIN_CACHE}" "${languages}" RESULT_VARIABLE failed)
    if(failed)
      message(WARNING "the desktop application will speak English only")
    endif()
  endif()
  # The page fetches its fonts and theory as files; the desktop program carries them.
  basin_embed(assets FUNCTION basin::app::asset
    FOLDERS "${BASIN_CACHE}/fonts" web/theory "${languages}" PATTERNS *.ttf *.md */*.md *.json)
  target_sources(basin-app PRIVATE "${assets}")
endif()
