project(x C)
set(SOURCES app/main.c
  app/gen.c) # both
add_subdirectory(lib)
add_executable(app ${SOURCES})
target_link_libraries(app PRIVATE two m)
add_executable(tool app/tool.c)
TARGET_LINK_LIBRARIES(tool "one")
#[[ add_executable(not app/tool.c) ]]
add_library(plug MODULE mod/m.c)
file(GLOB FILES ${CMAKE_CURRENT_SOURCE_DIR}/o*.c)
add_library(one STATIC ${FILES})
set(TWO two.c)
if(WIN32)
  list(APPEND TWO win.c)
endif()
add_library(two STATIC ${TWO})
target_link_libraries(two one)
