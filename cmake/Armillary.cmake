# The project's options and the few functions that its CMakeLists files are written in.

option(ARMILLARY_WINDOW "Build the desktop (needs Qt 6)" ON)
option(ARMILLARY_TESTS "Build the tests" ON)
option(ARMILLARY_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(ARMILLARY_SANITIZE "" CACHE STRING "Comma-separated sanitizers for -fsanitize=")
set(ARMILLARY_API_ROOT /usr/share/gocode/src CACHE PATH "Where upstream's Go API packages are (k8s.io/api, k8s.io/apimachinery)")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(ARMILLARY_CCACHE ccache)
if(ARMILLARY_CCACHE)
  # A precompiled header carries times that ccache would otherwise take for changes. What one clone compiled serves another
  # (paths relative to the clone), and the compiler's list of what it read saves a run of the preprocessor before it.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ARMILLARY_CCACHE})
endif()
find_program(ARMILLARY_MOLD mold)
if(ARMILLARY_MOLD)
  # A tenth of the room that relative relocations take otherwise, which a start reads whole.
  add_link_options(-fuse-ld=mold -Wl,-z,pack-relative-relocs)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()
if(ARMILLARY_SANITIZE)
  add_compile_options(-fsanitize=${ARMILLARY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ARMILLARY_SANITIZE})
  # A finding fails the test that makes it.
  set(ARMILLARY_SANITIZE_ENVIRONMENT UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
      TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/thread_sanitizer.supp)
endif()
# -pthread for all, since gRPC brings it to some: it defines a macro, and the precompiled header must agree with its users.
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fno-semantic-interposition -pthread)
include_directories(${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
find_package(Threads REQUIRED)
add_compile_definitions(ARMILLARY_VERSION="${PROJECT_VERSION}")


# The standard library's heavy headers, compiled once for all targets; in a release build once more for the tests, which
# are never optimised: they are a third of the code and run once.
# Left alone once it is there: a newer one would have everything compiled anew.
if(NOT EXISTS ${CMAKE_BINARY_DIR}/precompiled.cpp)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cpp "")
endif()
function(armillary_make_precompiled name)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_precompile_headers(${name} PRIVATE <algorithm> <atomic> <chrono> <condition_variable> <cstdint>
    <expected> <filesystem> <format> <functional> <map> <memory> <mutex> <optional> <random> <ranges> <set> <span> <string>
    <string_view> <thread> <unordered_map> <variant> <vector>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -fpch-preprocess)
  endif()
  target_compile_options(${name} PRIVATE ${ARGN})
endfunction()
armillary_make_precompiled(armillary_precompiled)
set(ARMILLARY_PRECOMPILED armillary_precompiled)

# armillary_flags(FLAG...): the calling folder, and those below it, are compiled with these flags in a release build. A
# precompiled header serves only sources of its own flags, so they get one of their own.
function(armillary_flags)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    string(MAKE_C_IDENTIFIER "armillary_precompiled${ARGN}" name)
    if(NOT TARGET ${name})
      armillary_make_precompiled(${name} ${ARGN})
    endif()
    add_compile_options(${ARGN})
    set(ARMILLARY_PRECOMPILED ${name} PARENT_SCOPE)
  endif()
endfunction()
set(ARMILLARY_TEST_FLAGS "")
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND ARMILLARY_TESTS)
  set(ARMILLARY_TEST_FLAGS -O0)
  armillary_make_precompiled(armillary_precompiled_tests ${ARMILLARY_TEST_FLAGS})
endif()

# armillary_precompile(NAME [FLAG...]): lets the target use the header, or the tests' own when their flags are given. It was
# compiled as position-independent code, as libraries are; executables have to be compiled alike to use it.
function(armillary_precompile name)
  get_target_property(type ${name} TYPE)
  if(type STREQUAL "EXECUTABLE")
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${name} PRIVATE -fPIC)
  endif()
  if(ARGN)
    target_compile_options(${name} PRIVATE ${ARGN})
    target_precompile_headers(${name} REUSE_FROM armillary_precompiled_tests)
  else()
    target_precompile_headers(${name} REUSE_FROM ${ARMILLARY_PRECOMPILED})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -fpch-preprocess)
  endif()
endfunction()

# armillary_batch(OUT [ALONE FILE...] SOURCES FILE...): what to compile instead of these sources: files that include a dozen of
# them each, which takes a third of the time that one by one takes, since most of it goes into headers. ALONE stay as they are,
# because names of their own are others', too. (CMake's own unity builds write the clone's path into such files, so that no
# clone could use what ccache keeps of another.) -DARMILLARY_BATCH=OFF for who changes one file again and again.
option(ARMILLARY_BATCH "Compile a dozen files of a library at a time" ON)
function(armillary_batch out)
  cmake_parse_arguments(ARG "" "" "ALONE;SOURCES" ${ARGN})
  if(NOT ARMILLARY_BATCH)
    set(${out} ${ARG_SOURCES} PARENT_SCOPE)
    return()
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" folder ${folder})
  list(TRANSFORM ARG_ALONE PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(REMOVE_ITEM ARG_SOURCES ${ARG_ALONE})
  set(files ${ARG_ALONE})
  set(number 0)
  while(ARG_SOURCES)
    list(SUBLIST ARG_SOURCES 0 12 batch)
    list(REMOVE_ITEM ARG_SOURCES ${batch})
    set(text "")
    foreach(source ${batch})
      file(RELATIVE_PATH source ${CMAKE_SOURCE_DIR} ${source})
      string(APPEND text "#include \"${source}\"\n")
    endforeach()
    set(file ${CMAKE_BINARY_DIR}/batches/${folder}_${number}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
    list(APPEND files ${file})
    math(EXPR number "${number} + 1")
  endwhile()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# armillary_library(NAME [DEPENDS TARGET...] [ALONE FILE...]): a static library of every .cpp below the calling folder that is
# not in a folder with a CMakeLists.txt of its own; ALONE as in armillary_batch, of which none is made with SINGLY. A folder of
# headers alone becomes an interface library.
function(armillary_library name)
  cmake_parse_arguments(ARG "SINGLY" "" "DEPENDS;ALONE" ${ARGN})
  armillary_sources(sources)
  if(sources)
    if(ARG_SINGLY)
      set(batches ${sources})
    else()
      armillary_batch(batches ALONE ${ARG_ALONE} SOURCES ${sources})
    endif()
    add_library(${name} STATIC ${batches})
    armillary_precompile(${name})
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} Threads::Threads)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS} Threads::Threads)
  endif()
endfunction()

# armillary_sources(OUT): every .cpp below the calling folder that no nested CMakeLists.txt claims.
function(armillary_sources out)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/CMakeLists.txt)
  foreach(list ${nested})
    get_filename_component(folder ${list} DIRECTORY)
    if(NOT folder STREQUAL CMAKE_CURRENT_SOURCE_DIR)
      list(FILTER sources EXCLUDE REGEX "^${folder}/")
    endif()
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# armillary_program(NAME [DEPENDS TARGET...]): an executable of every .cpp below the calling folder, in build/<preset>/bin.
function(armillary_program name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  armillary_sources(sources)
  add_executable(${name} ${sources})
  armillary_precompile(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
endfunction()

# armillary_test(NAME [DEPENDS TARGET...] [LABELS LABEL...] [TIMEOUT SECONDS]): one doctest program of every .cpp below
# the calling folder, registered with ctest.
function(armillary_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "DEPENDS;LABELS" ${ARGN})
  armillary_sources(sources)
  add_executable(${name} ${sources})
  armillary_precompile(${name} ${ARMILLARY_TEST_FLAGS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} test_support)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(ARMILLARY_SANITIZE)
    math(EXPR ARG_TIMEOUT "8 * ${ARG_TIMEOUT}")
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${ARMILLARY_SANITIZE_ENVIRONMENT}")
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# armillary_fuzz(NAME [DEPENDS TARGET...]): the calling folder's target.cpp (LLVMFuzzerTestOneInput) and seeds/. In the
# fuzz preset a libFuzzer program; otherwise a ctest that runs the seeds and some thousand mutations of them.
function(armillary_fuzz name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_executable(fuzz_${name} target.cpp)
  target_link_libraries(fuzz_${name} PRIVATE ${ARG_DEPENDS})
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(ARMILLARY_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/driver.cpp)
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${CMAKE_CURRENT_SOURCE_DIR}/seeds)
    set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  endif()
endfunction()
