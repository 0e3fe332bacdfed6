#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"

namespace armillary::controllers::namespaces {

/// What a pass over a namespace's content found.
struct Remains {
    std::map<std::string, std::size_t> objects;     ///< "pods." or "deployments.apps", as upstream prints them
    std::map<std::string, std::size_t> finalizers;  ///< finalizer, and how many objects it holds
    std::vector<std::string> failures;              ///< messages of what could not be deleted or listed
    std::vector<std::string> undiscovered;          ///< "GROUP/VERSION" whose server does not say what there is
    bool clean() const { return objects.empty() && failures.empty() && undiscovered.empty(); }
};

/// The conditions of a terminating namespace, with the wording of upstream's namespace controller.
std::vector<corev1::NamespaceCondition> conditionsOf(const corev1::Namespace& object, const Remains& remains,
                                                     async::SystemTime now);

}  // namespace armillary::controllers::namespaces
