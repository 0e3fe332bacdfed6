# re2 for gRPC's configuration, in the place of its own module: that one asks pkg-config, which takes four seconds for each
# of a dozen questions about re2's forty dependencies. gRPC names those it needs itself.
find_library(ARMILLARY_RE2 re2)
if(ARMILLARY_RE2)
  set(re2_FOUND TRUE)
  if(NOT TARGET re2::re2)
    add_library(re2::re2 UNKNOWN IMPORTED)
    set_target_properties(re2::re2 PROPERTIES IMPORTED_LOCATION ${ARMILLARY_RE2})
  endif()
endif()
