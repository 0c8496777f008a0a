# The core without a screen, as an ES module for a worker, Node or a notebook: basin-core.js and basin-core.wasm.

set(module "${PROJECT_SOURCE_DIR}/src/host/module_web.cpp")
set(api "${PROJECT_SOURCE_DIR}/web/core/core_api.js")
if(NOT EXISTS "${module}" OR NOT EXISTS "${api}")
  return()
endif()
add_executable(basin-core "${module}")
target_link_libraries(basin-core PRIVATE ${core})
set_property(TARGET basin-core PROPERTY LINK_DEPENDS "${api}")
basin_web_link(basin-core -Oz
  --no-entry -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createBasin -sENVIRONMENT=web,worker,node
  --post-js "${api}" -sEXPORTED_FUNCTIONS=_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=HEAPU8,UTF8ToString,stringToUTF8,lengthBytesUTF8)
