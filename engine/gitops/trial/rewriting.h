#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <set>
#include <string>

#include "engine/gitops/render/yaml.h"
#include "engine/gitops/trial/stage.h"

/// How one object is changed for a trial. For the sources of this folder only.
namespace armillary::gitops {

/// What is true of a whole trial.
struct Rewriting {
    const Ground& ground;
    const StageOptions& options;
    const std::map<std::string, std::string>& namespaces;
    std::set<std::string> clusterRoles;  ///< that come along, by the repository's names
};

/// Says what was done to an object: half a sentence, "its hosts are called …".
using Note = std::function<void(std::string)>;

/// Metadata that a new object may have, in the trial's namespace.
void rewriteMetadata(boost::json::object& object, const Rewriting& all, const std::string& namespace_);
/// The rest of a namespaced object: its references to namespaces, and what it would take from others of the cluster
/// (node ports, addresses, hosts, places).
void rewriteContent(boost::json::object& object, const relations::Kind& kind, const Rewriting& all, const Note& note);
/// A ClusterRole under the trial's name, which no other role takes in.
void rewriteClusterRole(boost::json::object& object, const Rewriting& all);
/// A ClusterRoleBinding as what it grants in one of the trial's namespaces.
void rewriteClusterBinding(boost::json::object& object, const Rewriting& all, const std::string& namespace_);

/// The specification of pods of a kind; null when it has none.
boost::json::object* podSpecOf(boost::json::object& object, const relations::Kind& kind);
/// Puts the sample image in the place of every other. `ends`: these pods are there to come to an end.
void substituteImages(boost::json::object& podSpec, bool ends, const Note& note);

/// A member that is an object or an array, to be changed; null otherwise.
boost::json::object* objectAt(boost::json::object& object, std::string_view name);
boost::json::array* arrayAt(boost::json::object& object, std::string_view name);

}  // namespace armillary::gitops
