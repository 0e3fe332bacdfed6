# What the window says in other languages: i18n/armillary_LANGUAGE.ts, of which lrelease makes what the program loads, and which
# `cmake --build … --target update_translations` brings up to date with the sources. English has the forms for one and for many
# alone.
find_package(Qt6 REQUIRED COMPONENTS LinguistTools)
set(ARMILLARY_LANGUAGES de zh_CN)

# armillary_translations(TARGET): puts them into the target's resources, below :/i18n.
function(armillary_translations target)
  set(made)
  foreach(language en ${ARMILLARY_LANGUAGES})
    set(source ${CMAKE_SOURCE_DIR}/i18n/armillary_${language}.ts)
    set(file ${CMAKE_BINARY_DIR}/i18n/armillary_${language}.qm)
    add_custom_command(OUTPUT ${file} DEPENDS ${source} VERBATIM
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/i18n
      COMMAND Qt6::lrelease -silent ${source} -qm ${file})
    list(APPEND made ${file})
  endforeach()
  qt_add_resources(${target} ${target}_translations PREFIX /i18n BASE ${CMAKE_BINARY_DIR}/i18n FILES ${made})
endfunction()

# No places in the sources are kept in these files: they would change with every line that is written above.
list(TRANSFORM ARMILLARY_LANGUAGES REPLACE "(.+)" "${CMAKE_SOURCE_DIR}/i18n/armillary_\\1.ts" OUTPUT_VARIABLE files)
set(update Qt6::lupdate -silent -no-obsolete -locations none)
set(folders ${CMAKE_SOURCE_DIR}/app ${CMAKE_SOURCE_DIR}/qml)
add_custom_target(update_translations VERBATIM
  COMMAND ${update} ${folders} -ts ${files}
  COMMAND ${update} -pluralonly ${folders} -ts ${CMAKE_SOURCE_DIR}/i18n/armillary_en.ts)
