#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "engine/controllers/application/round.h"

namespace armillary::controllers::applications {

/// What an AppProject forbids of an application: sources, destinations and kinds, a sentence each in upstream's words.
/// Pure. Source: Argo CD's "Projects".
std::vector<std::string> violationsOf(const boost::json::object& project, const Round& round);
/// Of one object; "" when it is permitted.
std::string violationOf(const boost::json::object& project, const relations::ObjectId& id);
/// Fields of a project that say something and are not heeded.
std::vector<std::string> unheededOf(const boost::json::object& project);

}  // namespace armillary::controllers::applications
