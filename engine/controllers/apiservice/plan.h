#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/apiregistrationv1.h"
#include "engine/schema/object.h"
#include "engine/server/outbound/service_endpoint.h"

/// What APIServices there are to be, and whether one is available. Pure.
namespace armillary::controllers::apiservices {

using apiregistrationv1::APIService;
using apiregistrationv1::APIServiceCondition;

inline constexpr std::string_view kManagedLabel = "kube-aggregator.kubernetes.io/automanaged";
inline constexpr std::string_view kOnStart = "onstart", kContinuously = "true";

/// The APIServices of what this server serves itself, by name: of the built-in groups, and of the definitions'.
std::map<std::string, APIService> builtIn();
std::map<std::string, APIService> ofDefinition(const apiextensionsv1::CustomResourceDefinition& definition);

/// What is known of an APIService without asking its server: the condition, or the address where to ask.
/// Source: k8s.io/kube-aggregator/pkg/controllers/status/remote.
std::variant<APIServiceCondition, server::outbound::Address> judge(const APIService& service, const ObjectRef& behind,
                                                                   const std::vector<ObjectRef>& slices,
                                                                   std::size_t turn);

/// The condition Available with these words.
APIServiceCondition available(std::string status, std::string reason, std::string message);

/// Puts the condition in the place of the one of its type; its time changes with its status alone.
void setCondition(APIService& service, APIServiceCondition condition, schema::Time now);

}  // namespace armillary::controllers::apiservices
