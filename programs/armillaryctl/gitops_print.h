#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "programs/armillaryctl/gitops.h"

/// What the printing of a preview has in common. For the sources of this folder only.
namespace armillary::ctl {

/// What a stranger wrote: no control character of it reaches a terminal.
std::string plain(std::string_view text);
/// In a code span of Markdown, which it cannot end.
std::string code(std::string_view text);
/// As text of Markdown, without a mark of it or of HTML.
std::string prose(std::string_view text);
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
