# The core without a screen, as ES modules for a worker, Node or a notebook: basin-core.js has all labs, basin-core-SHELF.js
# those of a shelf, which is what a page with one of its labs loads. Shelves are the folders of src/labs.

set(module "${PROJECT_SOURCE_DIR}/src/host/module_web.cpp")
set(api "${PROJECT_SOURCE_DIR}/web/core/core_api.js")
if(NOT EXISTS "${module}" OR NOT EXISTS "${api}")
  return()
endif()

# basin_core(TARGET LIBRARY...): a core of these labs.
function(basin_core target)
  add_executable(${target} "${module}")
  target_link_libraries(${target} PRIVATE basin-hot basin-warm basin-cold ${ARGN})
  set_property(TARGET ${target} PROPERTY LINK_DEPENDS "${api}")
  basin_web_link(${target} -Oz
    --no-entry -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createBasin -sENVIRONMENT=web,worker,node
    --post-js "${api}" -sEXPORTED_FUNCTIONS=_malloc,_free
    -sEXPORTED_RUNTIME_METHODS=HEAPU8,UTF8ToString,stringToUTF8,lengthBytesUTF8)
endfunction()

basin_core(basin-core ${labs})
add_custom_target(basin-cores DEPENDS basin-core)
foreach(shelf IN LISTS labs)
  string(REPLACE "basin-labs-" "basin-core-" name "${shelf}")
  basin_core(${name} ${shelf})
  add_dependencies(basin-cores ${name})
endforeach()
