# Puts files into a program. Each call makes one C++ file that defines `std::string_view FUNCTION(std::string_view name)`: the
# file's content by its name in its folder, empty for an unknown name. Run with cmake -P, this same file writes it.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(basin_embed result)
    cmake_parse_arguments(ARG "" "FUNCTION" "FOLDERS;PATTERNS" ${ARGN})
    set(files)
    set(folders)
    foreach(folder IN LISTS ARG_FOLDERS)
      cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
      list(APPEND folders ${folder})
      list(TRANSFORM ARG_PATTERNS PREPEND "${folder}/" OUTPUT_VARIABLE patterns)
      file(GLOB found CONFIGURE_DEPENDS ${patterns})
      list(APPEND files ${found})
    endforeach()
    set(output "${PROJECT_BINARY_DIR}/generated/${result}.cpp")
    add_custom_command(OUTPUT "${output}"
      COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DFUNCTION=${ARG_FUNCTION}" "-DFOLDERS=${folders}" "-DFILES=${files}"
              -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
      DEPENDS ${files} "${CMAKE_CURRENT_FUNCTION_LIST_FILE}" COMMENT "Embedding ${result}" VERBATIM)
    set(${result} "${output}" PARENT_SCOPE)
  endfunction()
  return()
endif()

string(REGEX REPLACE "::[^:]*$" "" namespace "${FUNCTION}")
string(REGEX REPLACE "^.*::" "" function "${FUNCTION}")
set(arrays "")
set(cases "")
set(number 0)
foreach(file IN LISTS FILES)
  set(name "${file}")
  foreach(folder IN LISTS FOLDERS)
    string(FIND "${name}" "${folder}/" found)
    if(found EQUAL 0)
      cmake_path(RELATIVE_PATH name BASE_DIRECTORY "${folder}")
    endif()
  endforeach()
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char file${number}[] = {${bytes}0};\n")
  string(APPEND cases
    "  if (name == \"${name}\") return {reinterpret_cast<const char*>(file${number}), sizeof file${number} - 1};\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "#include <string_view>

namespace ${namespace} {

namespace {
${arrays}}  // namespace

std::string_view ${function}([[maybe_unused]] std::string_view name) {
${cases}  return {};
}

}  // namespace ${namespace}
")
