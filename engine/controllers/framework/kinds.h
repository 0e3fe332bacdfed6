#pragma once

#include <memory>
#include <string_view>

#include "engine/client/informer.h"

namespace armillary::controllers {

/// The row by which objects of a kind are asked for, built-in or of one of `definitions` (CustomResourceDefinitions),
/// in the version most wanted. Null when nothing of that kind is served.
std::shared_ptr<const resources::Resource> rowOfKind(std::string_view group, std::string_view kind,
                                                     const client::Informer& definitions);

/// The group in an apiVersion: "" for "v1", "apps" for "apps/v1".
std::string_view groupOf(std::string_view apiVersion);

}  // namespace armillary::controllers
