# `cmake --install build/web --prefix FOLDER` makes the page that web/serve has put together a static site in FOLDER.

# Emscripten would have it among its own libraries.
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
  set(CMAKE_INSTALL_PREFIX "${PROJECT_BINARY_DIR}/public" CACHE PATH "Where the static site goes" FORCE)
endif()

# Node is looked for when installing: that may be on another side of the private root than configuring (see web-tools).
install(CODE "set(publish \"${PROJECT_SOURCE_DIR}/cmake/publish.mjs\")
set(site \"${PROJECT_BINARY_DIR}/site\")")
install(CODE [[
find_program(node NAMES node nodejs)
if(NOT node)
  message(FATAL_ERROR "Node.js is needed to publish the page; cmake/setup web installs it")
endif()
execute_process(COMMAND "${node}" "${publish}" "${site}" "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "The page was not published")
endif()
]])
