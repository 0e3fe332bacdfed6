#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/application/application.h"

/// One reader for each kind that says what is deployed. For the sources of this folder.
namespace armillary::gitops {

/// Fields of an object that are none of these, as sentences. `path` is the object's.
void nameOthers(const boost::json::object& object, std::string_view path,
                std::initializer_list<std::string_view> heeded, std::vector<std::string>& sentences);

/// `object` is one of argoproj.io, of kind Application.
Application readArgoCd(const boost::json::object& object);
/// `object` is one of kustomize.toolkit.fluxcd.io, of kind Kustomization.
Application readFlux(const boost::json::object& object);

}  // namespace armillary::gitops
