# armillary_qml_test(NAME): a Qt Test program of the calling folder's .cpp files, run in a real window under Xvfb on the
# software rasteriser.
function(armillary_qml_test name)
  find_package(Qt6 REQUIRED COMPONENTS Core Gui Qml Quick QuickControls2 Test)
  set(CMAKE_AUTOMOC ON)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${sources} ${CMAKE_SOURCE_DIR}/tests/qml/support/restricted.cpp)
  target_link_libraries(${name} PRIVATE Qt6::Test ${ARMILLARY_WINDOW_LIBRARIES} app_offline)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND xvfb-run -a -s "-screen 0 1280x800x24" $<TARGET_FILE:${name}>)
  set_tests_properties(${name} PROPERTIES LABELS qml TIMEOUT 600
    ENVIRONMENT "QSG_RHI_BACKEND=opengl;LIBGL_ALWAYS_SOFTWARE=1"
    ENVIRONMENT_MODIFICATION "QT_QUICK_BACKEND=unset:;QT_QPA_PLATFORM=unset:")
endfunction()
