# Where everything goes in an installation: the programs lie together, since they find one another and what comes with them
# beside themselves; users find them by links in bin.
include(GNUInstallDirs)
set(ARMILLARY_HOME lib/armillary)
set(programs armillaryd armillaryctl armillary-node)
if(ARMILLARY_WINDOW)
  list(APPEND programs armillary)
  # Graphviz keeps its layouts in a folder of their own.
  get_filename_component(layouts ${ARMILLARY_DOT_LAYOUT} DIRECTORY)
  set_target_properties(armillary PROPERTIES INSTALL_RPATH ${layouts})
  install(FILES resources/icons/armillary.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
  install(FILES installer/files/dev.armillary.Armillary.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
endif()
install(TARGETS ${programs} RUNTIME DESTINATION ${ARMILLARY_HOME}/bin)
install(FILES ${CMAKE_BINARY_DIR}/images/pause.tar ${CMAKE_BINARY_DIR}/images/sample-web-1.tar
        ${CMAKE_BINARY_DIR}/images/sample-web-2.tar DESTINATION ${ARMILLARY_HOME}/images)
foreach(program ${programs})
  install(CODE "file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin\")
                file(CREATE_LINK ../${ARMILLARY_HOME}/bin/${program} \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/${program}\" SYMBOLIC)")
endforeach()
