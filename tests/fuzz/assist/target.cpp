#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/manifest/assist.h"

using namespace armillary;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void requireInside(manifest::Span span, std::string_view text, std::size_t at) {
    require(span.begin <= span.end && span.end <= text.size() && span.begin <= at && at <= span.end);
}

}  // namespace

/// The first byte says where somebody types, what follows is the text. Whatever it is, what is offered takes the place
/// of what is there, folds lie within the text, and a mistake is explained.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t at = text.size() * data[0] / 255;
    const auto place = manifest::pathAt(text, at);
    if (place.part != manifest::TextPlace::Part::None) requireInside(place.token, text, at);
    manifest::Surroundings around;
    around.names = [](const relations::Kind& kind, std::string_view) -> std::vector<std::string> {
        return {kind.text()};
    };
    around.keys = [](const relations::ObjectId& object) -> std::vector<std::string> { return {object.name}; };
    for (const auto& item : manifest::completions(text, at, around)) {
        require(!item.label.empty() && !item.insert.empty());
        requireInside(item.replaces, text, at);
    }
    if (const auto found = manifest::hover(text, at)) requireInside(found->range, text, at);
    manifest::definitionAt(text, at, "default");
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    for (const auto& fold : manifest::foldsOf(text)) require(fold.first < fold.last && fold.last <= lines);
    if (const auto file = manifest::File::parse(text); !file) {
        const auto why = manifest::explainMistake(file.error(), text);
        require(!why.message.empty() && why.line > 0 && why.column > 0);
    }
    return 0;
}
