#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/preview/markdown.h"
#include "programs/armillaryctl/gitops.h"

/// What the printing of a preview has in common. For the sources of this folder only.
namespace armillary::ctl {

using gitops::code;
using gitops::plain;
using gitops::prose;

/// A field's value, "(none)" where there is none.
std::string orNone(const std::string& value);
boost::json::value valueOf(const std::string& text);
boost::json::array jsonOf(const std::vector<gitops::Remark>& remarks);
std::string remarkOf(const gitops::Remark& remark);

/// What runs otherwise than the base says; "" when nobody looked.
std::string driftText(const Told& told);
std::string driftMarkdown(const Told& told);
void addDrift(const Told& told, boost::json::object& into);

/// How it ran; "" when it was not run.
std::string trialText(const Told& told);
std::string trialMarkdown(const Told& told);
void addTrial(const Told& told, boost::json::object& into);

}  // namespace armillary::ctl
