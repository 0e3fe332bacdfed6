#pragma once

#include <string>
#include <string_view>

#include "engine/gitops/preview/preview.h"

/// A preview as text for a pull request. What strangers wrote ends no mark of it and begins none.
namespace armillary::gitops {

/// `more` is Markdown of its own, and comes before the notes.
std::string markdownOf(const Preview& preview, std::string_view base, std::string_view head,
                       std::string_view more = {});

/// "1 to create, 2 to update, 0 to delete".
std::string summaryOf(const Preview& preview);
/// "Deployment shop/web".
std::string titleOf(const ObjectChange& change);
/// What a stranger wrote: no control character of it reaches a terminal.
std::string plain(std::string_view text);
/// In a code span of Markdown, which it cannot end.
std::string code(std::string_view text);
/// As text of Markdown, without a mark of it or of HTML.
std::string prose(std::string_view text);

}  // namespace armillary::gitops
